import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CapabilityDeclaration, enumeration, flags, type Instance } from '../../../src/abi/index.ts';
import { openInstance } from '../../../src/host/index.ts';
import { openWasmPlugin } from '../../../src/lab/index.ts';
import { bindings, generatedFiles } from '../../../src/toolkit/index.ts';
import { compileNative, compileWasm, freshFolder } from '../../native/compile.ts';

const colour = enumeration('colour', { red: 2, blue: 5 });
const marks = flags('marks', { loud: 1, longHeld: 8 });

/** What crosses in registers, in each combination that the hosts treat in its own way. */
export const scalarsCapability = {
  id: 'tests.scalars',
  version: { major: 1, minor: 0 },
  summary: 'Functions of scalars.',
  functions: {
    add: {
      meaning: 'Adds.',
      since: '1.0',
      parameters: [
        { name: 'a', type: 'i32', meaning: 'one' },
        { name: 'b', type: 'i32', meaning: 'the other' },
      ],
      result: 'i32',
    },
    widen: {
      meaning: 'Adds numbers of three widths.',
      since: '1.0',
      parameters: [
        { name: 'a', type: 'u8', meaning: 'one' },
        { name: 'b', type: 'i16', meaning: 'another' },
        { name: 'c', type: 'u64', meaning: 'the last' },
      ],
      result: 'u64',
    },
    half: {
      meaning: 'Halves.',
      since: '1.0',
      parameters: [{ name: 'value', type: 'f32', meaning: 'a number' }],
      result: 'f64',
    },
    notOf: {
      meaning: 'Negates.',
      since: '1.0',
      parameters: [{ name: 'value', type: 'bool', meaning: 'a truth' }],
      result: 'bool',
    },
    next: {
      meaning: 'Gives the other colour.',
      since: '1.0',
      parameters: [{ name: 'colour', type: colour, meaning: 'one of two' }],
      result: colour,
    },
    flip: {
      meaning: 'Gives the marks that are not set.',
      since: '1.0',
      parameters: [{ name: 'marks', type: marks, meaning: 'any' }],
      result: marks,
    },
    divide: {
      meaning: 'Divides, and says so.',
      since: '1.0',
      parameters: [
        { name: 'a', type: 'i32', meaning: 'the dividend' },
        { name: 'b', type: 'i32', meaning: 'the divisor' },
      ],
      result: 'i32',
    },
    tick: { meaning: 'Does nothing.', since: '1.0', parameters: [], result: 'none' },
    echo: {
      meaning: 'Gives bytes back.',
      since: '1.0',
      parameters: [{ name: 'data', type: 'bytes', meaning: 'any' }],
      result: 'bytes',
    },
  },
} as const satisfies CapabilityDeclaration;

/** The flags that compile kinds.c, with the header that its declaration gives. */
function flagsFor(fault: string): string[] {
  const folder = freshFolder();
  const headers = bindings.filter(({ language }) => language === 'c');
  for (const { path, text } of generatedFiles([scalarsCapability], headers, folder)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return [`-I${folder}`, `-DBREAK=${fault}`];
}

const built = new Map<string, Promise<string>>();

/** Compiles kinds.c once for each host and fault. */
function build(
  compile: (...flags: string[]) => Promise<string>,
  host: string,
  fault: string,
): Promise<string> {
  const key = `${host} ${fault}`;
  let file = built.get(key);
  if (file === undefined) {
    file = compile(...flagsFor(fault));
    built.set(key, file);
  }
  return file;
}

const source = 'tests/host/calls/kinds.c';

export interface Host {
  readonly name: 'native' | 'wasm';
  /** Opens and starts kinds.c. */
  open(fault?: string, trace?: boolean): Promise<Instance>;
}

/** Both hosts that call on the caller's thread: what is true of one must be true of the other. */
export const hosts: readonly Host[] = [
  {
    name: 'native',
    async open(fault = 'NOTHING', trace = false) {
      const compile = (...flags: string[]) => compileNative(source, undefined, ...flags);
      const library = await build(compile, 'native', fault);
      const instance = await openInstance(library, { trace });
      instance.start();
      return instance;
    },
  },
  {
    name: 'wasm',
    async open(fault = 'NOTHING', trace = false) {
      const compile = (...flags: string[]) => compileWasm(source, ...flags);
      const bytes = readFileSync(await build(compile, 'wasm', fault));
      const instance = await openWasmPlugin(Uint8Array.from(bytes), { trace, memoryBytes: 2 ** 26 });
      instance.start();
      return instance;
    },
  },
];
