import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decode,
  decodeArguments,
  decodeScalar,
  encodeArguments,
  type FunctionDeclaration,
  functionIndex,
  isScalar,
  type Kind,
  scalars,
  type Value,
} from '../../src/abi/index.ts';
import { bindings, generatedFiles } from '../../src/toolkit/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { freshFolder } from './compile.ts';

const functions: Readonly<Record<string, FunctionDeclaration>> = everyKind.functions;

/** Builds the program that answers by message, under the sanitizers. */
function buildAnswers(context: SkipContext, ...more: readonly string[]): string {
  const gcc = requireTool(context, 'gcc');
  const folder = freshFolder();
  const headers = bindings.filter(({ language }) => language === 'c');
  for (const { path: file, text } of generatedFiles([everyKind], headers, folder)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const program = path.join(folder, 'every-kind');
  const flags = [
    ...more,
    '-std=c11',
    '-g',
    '-O1',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-fno-sanitize-recover=all',
  ];
  const run = spawnSync(
    gcc,
    [
      ...flags,
      '-fsanitize=address,undefined',
      '-Inative/include',
      `-I${folder}`,
      'tests/native/every-kind.c',
      '-o',
      program,
    ],
    { encoding: 'utf8' },
  );
  expect(run.stderr).toBe('');
  return program;
}

interface Request {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Reply {
  readonly status: number;
  readonly scalar: bigint;
  readonly bytes: Uint8Array;
}

/** Sends every request to one run of the program. */
function ask(program: string, requests: readonly Request[]): Reply[] {
  const input = requests.flatMap(({ name, bytes }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(functionIndex(everyKind, name) >>> 0, 0);
    head.writeUInt32LE(bytes.length, 4);
    return [head, bytes];
  });
  const run = spawnSync(program, { input: Buffer.concat(input), maxBuffer: 1 << 28 });
  expect({ status: run.status, stderr: run.stderr.toString() }).toEqual({ status: 0, stderr: '' });
  const replies: Reply[] = [];
  for (let at = 0; at < run.stdout.length; ) {
    const length = Number(run.stdout.readBigUInt64LE(at + 16));
    replies.push({
      status: Number(run.stdout.readBigInt64LE(at)),
      scalar: run.stdout.readBigUInt64LE(at + 8),
      bytes: Uint8Array.from(run.stdout.subarray(at + 24, at + 24 + length)),
    });
    at += 24 + length;
  }
  return replies;
}

const integers = (kind: keyof typeof scalars) => {
  const { least, most } = scalars[kind] as { least: number | bigint; most: number | bigint };
  return typeof least === 'bigint'
    ? fc.bigInt({ min: least, max: BigInt(most) })
    : fc.integer({ min: least, max: Number(most) });
};

const floats = { f32: fc.float(), f64: fc.double() };

/** Any value of a kind, small. */
function anyOf(kind: Kind): fc.Arbitrary<Value> {
  if (kind === 'string') return fc.string({ unit: 'grapheme', maxLength: 12 });
  if (kind === 'bytes') return fc.uint8Array({ maxLength: 12 });
  if (kind === 'bool') return fc.boolean();
  if (kind === 'f32' || kind === 'f64') return floats[kind];
  if (typeof kind === 'string') return integers(kind);
  switch (kind.kind) {
    case 'enumeration':
      return fc.constantFrom(...Object.keys(kind.cases));
    case 'flags':
      return fc.subarray(Object.keys(kind.bits));
    case 'record':
      return fc.record(
        Object.fromEntries(Object.entries(kind.fields).map(([name, part]) => [name, anyOf(part)])),
      );
    case 'list': {
      if (kind.item === 'u64') return fc.bigUint64Array({ maxLength: 6 });
      if (kind.item === 'i16') return fc.int16Array({ maxLength: 6 });
      return fc.array(anyOf(kind.item), { maxLength: 4 });
    }
    case 'optional':
      return fc.option(anyOf(kind.some), { nil: undefined });
    case 'result':
      return fc.oneof(
        fc.record({ ok: fc.constant(true), value: anyOf(kind.ok) }),
        fc.record({ ok: fc.constant(false), error: anyOf(kind.error) }),
      );
  }
}

type Call = { readonly name: string; readonly args: readonly Value[] };

const calls: fc.Arbitrary<Call> = fc
  .constantFrom(...Object.keys(functions))
  .chain((name) =>
    fc
      .tuple(...(functions[name]?.parameters ?? []).map(({ type }) => anyOf(type)))
      .map((args) => ({ name, args })),
  );

/** FNV-1a over the scalars as they lie in memory, one behind the other. */
function hashOf(args: readonly Value[]): number {
  let hash = 2166136261;
  const { parameters } = everyKind.functions.scalars;
  for (const [i, parameter] of parameters.entries()) {
    const alone = { parameters: [parameter], meaning: '', since: '', result: 'none' } as const;
    for (const byte of encodeArguments(alone, [args[i]])) hash = Math.imul(hash ^ byte, 16777619);
  }
  return hash | 0;
}

/** What the second provider makes of a call. */
function expected({ name, args }: Call): unknown {
  switch (name) {
    case 'scalars':
      return hashOf(args);
    case 'asFloat':
      return Math.fround(0.1);
    case 'asDouble':
      return 0.1;
    case 'asBool':
      return true;
    case 'asMood':
      return 'wild';
    case 'asTraits':
      return 'TUTTI_E_UNSUPPORTED';
    case 'names':
      return [...(args[0] as string[]), Buffer.from(args[1] as Uint8Array).toString('hex')];
    case 'numbers': {
      const numbers = args[0] as BigUint64Array;
      return numbers.length > 0 ? { ok: true, value: numbers } : { ok: false, error: 'none' };
    }
    case 'nothing':
      return undefined;
    default:
      return args[0];
  }
}

function meaning(name: string, { status, scalar, bytes }: Reply): unknown {
  if (status !== 0) return status === 4 ? 'TUTTI_E_UNSUPPORTED' : status;
  const result = functions[name]?.result ?? 'none';
  if (result === 'none') return undefined;
  const decoded = isScalar(result) ? decodeScalar(result, scalar) : decode(result, bytes);
  return decoded.ok ? decoded.value : decoded.problem;
}

/** A call with some bytes of its arguments changed, or cut short. */
const corrupted = fc.tuple(
  calls,
  fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 4, 8, 255))), { maxLength: 3 }),
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat() }),
);

test('what TypeScript encodes reaches a C function and comes back, through thunk, client and thunk', (context) => {
  const program = buildAnswers(context);
  const asked = fc.sample(calls, { numRuns: 2000, seed: 20 });
  const requests = asked.map(({ name, args }) => ({
    name,
    bytes: encodeArguments(functions[name] as FunctionDeclaration, args),
  }));
  const answers = ask(program, requests);
  expect(new Set(asked.map(({ name }) => name)).size).toBe(Object.keys(functions).length);
  expect(answers.map((answer, i) => meaning(asked[i]?.name ?? '', answer))).toEqual(asked.map(expected));
});

test('C and TypeScript refuse the same malformed arguments, and C reads no byte outside of them', (context) => {
  const program = buildAnswers(context);
  const samples = fc.sample(corrupted, { numRuns: 6000, seed: 20 });
  const requests = samples.flatMap(([{ name, args }, changes, cut]) => {
    const bytes = encodeArguments(functions[name] as FunctionDeclaration, args);
    if (bytes.length === 0 || name === 'asTraits') return [];
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return [{ name, bytes: cut === undefined ? bytes : bytes.subarray(0, cut % (bytes.length + 1)) }];
  });
  const verdicts = requests.map(
    ({ name, bytes }) => decodeArguments(functions[name] as FunctionDeclaration, bytes).ok,
  );
  const answers = ask(program, requests);
  const refused = verdicts.filter((isOk) => !isOk).length;
  expect(refused / verdicts.length).toBeGreaterThan(0.2);
  expect(refused / verdicts.length).toBeLessThan(0.8);
  expect(answers.map(({ status }) => status)).toEqual(verdicts.map((isOk) => (isOk ? 0 : 1)));
});

test('the sanitizer sees a function that reads its arguments without the generated check', (context) => {
  const program = buildAnswers(context, '-DSEED');
  const head = Buffer.alloc(8 + 16);
  head.writeUInt32LE(functionIndex(everyKind, 'plant'), 0);
  head.writeUInt32LE(16, 4);
  head.writeUInt32LE(8, 8);
  head.writeUInt32LE(8, 12);
  const { status, stderr } = spawnSync(program, { input: head, encoding: 'utf8' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('AddressSanitizer: heap-buffer-overflow');
});

test('a function that the table does not have is unsupported', (context) => {
  const program = buildAnswers(context);
  const none = { name: 'none', bytes: new Uint8Array() };
  expect(ask(program, [none]).map(({ status }) => status)).toEqual([4]);
});
