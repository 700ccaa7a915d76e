import { parseRange, parseVersion } from '../resolver/index.ts';

/** What a text must look like. The pattern goes into the JSON Schema; `accepts` decides. */
export interface Format {
  /** Completes "must be …" and "expected …". */
  readonly expected: string;
  readonly pattern: string;
  /** Code points. */
  readonly maxLength: number;
  accepts(text: string): boolean;
}

const ID = '^[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+$';
const VERSION =
  '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$';
const CONTRACT_VERSION = '^(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})$';
/** No part of it is `.` or `..`. */
const PATH = '^(?!([^/]*/)*\\.\\.?(/|$))[^/\\\\:\\p{Cc}]+(/[^/\\\\:\\p{Cc}]+)*$';
/** More than white space, in one line, and nothing that a terminal would obey. */
const SAID = '^(?=.*\\S)\\P{Cc}+$';

/** Every format a field of the manifest can have. */
export const FORMATS = {
  text: format('a line of 1 to 2000 characters', 2000, SAID),
  pluginId: format('a plugin id in reverse DNS such as org.tutti.repeat', 128, ID),
  capabilityId: format('a capability id such as tutti.text', 128, ID),
  version: format('a semantic version such as 1.2.0', 128, VERSION, parseVersion),
  range: format('a version range such as ^1.2.0', 256, SAID, parseRange),
  abiRange: format('a range over ABI versions such as ^1.0', 256, SAID, parseRange),
  capabilityRange: format('a range over capability versions such as ^1.0', 256, SAID, parseRange),
  capabilityVersion: format('a capability version such as 1.0', 32, CONTRACT_VERSION),
  abiVersion: format('an ABI version such as 1.0', 32, CONTRACT_VERSION),
  sha256: format('64 hexadecimal digits in lower case', 64, '^[0-9a-f]{64}$'),
  path: format('a path below the manifest such as c/repeat.c, with forward slashes', 512, PATH),
  docs: format(
    'an https address or a path below the manifest',
    2000,
    `^https://|${PATH}`,
    (text) => !text.startsWith('https://') || URL.canParse(text),
  ),
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

/** @param isRight what the pattern cannot say, by giving anything for a right text */
function format(
  expected: string,
  maxLength: number,
  pattern: string,
  isRight: (text: string) => unknown = () => true,
): Format {
  const expression = new RegExp(pattern, 'u');
  return {
    expected,
    pattern,
    maxLength,
    accepts: (text) =>
      (text.length <= maxLength || [...text].length <= maxLength) &&
      expression.test(text) &&
      Boolean(isRight(text)),
  };
}
