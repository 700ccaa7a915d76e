import { spawnSync } from 'node:child_process';
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
  type Value,
} from '../../src/abi/index.ts';
import { type AnyCall, anyCall } from '../toolkit/any-call.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { ask, buildAnswers, corruptedRequests, type Reply } from './answers.ts';

const functions: Readonly<Record<string, FunctionDeclaration>> = everyKind.functions;

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
function expected({ name, args }: AnyCall): unknown {
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

test('what TypeScript encodes reaches a C function and comes back, through thunk, client and thunk', (context) => {
  const program = buildAnswers(context);
  const asked = fc.sample(anyCall, { numRuns: 2000, seed: 20 });
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
  const requests = corruptedRequests(6000, 20);
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
