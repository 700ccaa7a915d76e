import { parseRange, parseVersion } from '../resolver/index.ts';

/** What a text must look like. The pattern goes into the JSON Schema; `accepts` decides. */
export interface Format {
  /** Completes "must be …" and "expected …". */
  readonly expected: string;
  readonly pattern?: string;
  readonly maxLength: number;
  accepts(text: string): boolean;
}

const ID = '^[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+$';
const VERSION =
  '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$';
const CONTRACT_VERSION = '^(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})$';
const PATH = '^[^/\\\\:]+(/[^/\\\\:]+)*$';

/** Every format a field of the manifest can have. */
export const FORMATS = {
  text: format('a text of 1 to 2000 characters', 2000, (text) => text.trim() !== ''),
  pluginId: patterned('a plugin id in reverse DNS such as org.tutti.repeat', 128, ID),
  capabilityId: patterned('a capability id such as tutti.text', 128, ID),
  version: patterned(
    'a semantic version such as 1.2.0',
    128,
    VERSION,
    (text) => parseVersion(text) !== undefined,
  ),
  range: format('a version range such as ^1.2.0', 256, isRange),
  abiRange: format('a range over ABI versions such as ^1.0', 256, isRange),
  capabilityRange: format('a range over capability versions such as ^1.0', 256, isRange),
  capabilityVersion: patterned('a capability version such as 1.0', 32, CONTRACT_VERSION),
  abiVersion: patterned('an ABI version such as 1.0', 32, CONTRACT_VERSION),
  sha256: patterned('64 hexadecimal digits in lower case', 64, '^[0-9a-f]{64}$'),
  path: patterned('a path below the manifest such as c/repeat.c, with forward slashes', 512, PATH, isBelow),
  docs: format('an https address or a path below the manifest', 2000, (text) =>
    text.startsWith('https://') ? URL.canParse(text) : new RegExp(PATH).test(text) && isBelow(text),
  ),
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

function format(expected: string, maxLength: number, isRight: Format['accepts']): Format {
  return { expected, maxLength, accepts: (text) => text.length <= maxLength && isRight(text) };
}

/** @param isRight what the pattern cannot say */
function patterned(
  expected: string,
  maxLength: number,
  pattern: string,
  isRight: Format['accepts'] = () => true,
): Format {
  const expression = new RegExp(pattern);
  const accepts = (text: string) => expression.test(text) && isRight(text);
  return { pattern, ...format(expected, maxLength, accepts) };
}

function isRange(text: string): boolean {
  return text.trim() !== '' && parseRange(text) !== undefined;
}

function isBelow(path: string): boolean {
  return path.split('/').every((part) => part !== '.' && part !== '..');
}
