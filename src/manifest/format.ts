import { parseRange, parseVersion } from '../resolver/index.ts';

/** What a text must look like. The pattern goes into the JSON Schema; `accepts` decides. */
export interface Format {
  /** Completes "must be …" and "expected …". */
  readonly expected: string;
  readonly pattern?: string | undefined;
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
  text: format('a text of 1 to 2000 characters', 2000, undefined, (text) => text.trim()),
  pluginId: format('a plugin id in reverse DNS such as org.tutti.repeat', 128, ID),
  capabilityId: format('a capability id such as tutti.text', 128, ID),
  version: format('a semantic version such as 1.2.0', 128, VERSION, parseVersion),
  range: format('a version range such as ^1.2.0', 256, undefined, isRange),
  abiRange: format('a range over ABI versions such as ^1.0', 256, undefined, isRange),
  capabilityRange: format('a range over capability versions such as ^1.0', 256, undefined, isRange),
  capabilityVersion: format('a capability version such as 1.0', 32, CONTRACT_VERSION),
  abiVersion: format('an ABI version such as 1.0', 32, CONTRACT_VERSION),
  sha256: format('64 hexadecimal digits in lower case', 64, '^[0-9a-f]{64}$'),
  path: format('a path below the manifest such as c/repeat.c, with forward slashes', 512, PATH, isBelow),
  docs: format('an https address or a path below the manifest', 2000, undefined, (text) =>
    text.startsWith('https://') ? URL.canParse(text) : new RegExp(PATH).test(text) && isBelow(text),
  ),
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

/** @param isRight what the pattern cannot say, by giving anything for a right text */
function format(
  expected: string,
  maxLength: number,
  pattern: string | undefined,
  isRight: (text: string) => unknown = () => true,
): Format {
  const expression = new RegExp(pattern ?? '');
  return {
    expected,
    pattern,
    maxLength,
    accepts: (text) => text.length <= maxLength && expression.test(text) && Boolean(isRight(text)),
  };
}

function isRange(text: string): unknown {
  return text.trim() && parseRange(text);
}

function isBelow(path: string): boolean {
  return path.split('/').every((part) => part !== '.' && part !== '..');
}
