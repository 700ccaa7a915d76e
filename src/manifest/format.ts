import { parseContractVersion, parseRange, parseVersion } from '../resolver/index.ts';

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
  text: {
    expected: 'a text of 1 to 2000 characters',
    maxLength: 2000,
    accepts: (text) => text.trim() !== '',
  },
  pluginId: patterned('a plugin id in reverse DNS such as org.tutti.repeat', ID, 128),
  capabilityId: patterned('a capability id such as tutti.text', ID, 128),
  version: {
    ...patterned('a semantic version such as 1.2.0', VERSION, 128),
    accepts: (text) => new RegExp(VERSION).test(text) && parseVersion(text) !== undefined,
  },
  range: { expected: 'a version range such as ^1.2.0', maxLength: 256, accepts: isRange },
  abiRange: { expected: 'a range over ABI versions such as ^1.0', maxLength: 256, accepts: isRange },
  capabilityRange: {
    expected: 'a range over capability versions such as ^1.0',
    maxLength: 256,
    accepts: isRange,
  },
  capabilityVersion: {
    ...patterned('a capability version such as 1.0', CONTRACT_VERSION, 32),
    accepts: (text) => parseContractVersion(text) !== undefined,
  },
  abiVersion: {
    ...patterned('an ABI version such as 1.0', CONTRACT_VERSION, 32),
    accepts: (text) => parseContractVersion(text) !== undefined,
  },
  sha256: patterned('64 hexadecimal digits in lower case', '^[0-9a-f]{64}$', 64),
  path: {
    ...patterned('a path below the manifest such as c/repeat.c, with forward slashes', PATH, 512),
    accepts: isPath,
  },
  docs: {
    expected: 'an https address or a path below the manifest',
    maxLength: 2000,
    accepts: (text) => (text.startsWith('https://') ? URL.canParse(text) : isPath(text)),
  },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;

function patterned(expected: string, pattern: string, maxLength: number): Format {
  const expression = new RegExp(pattern);
  return { expected, pattern, maxLength, accepts: (text) => expression.test(text) };
}

function isRange(text: string): boolean {
  return text.trim() !== '' && parseRange(text) !== undefined;
}

function isPath(text: string): boolean {
  return new RegExp(PATH).test(text) && text.split('/').every((part) => part !== '.' && part !== '..');
}
