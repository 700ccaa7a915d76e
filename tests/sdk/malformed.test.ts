import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeArguments,
  encodeArguments,
  type FunctionDeclaration,
  functionIndex,
  textCapability,
} from '../../src/abi/index.ts';
import { LANGUAGES } from '../../src/manifest/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { ask, buildAnswers, corruptedRequests, type Request } from '../native/answers.ts';
import { freshFolder } from '../native/compile.ts';
import { anyCall } from '../toolkit/any-call.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { buildNative } from './build.ts';
import { buildGenerated, buildSanitized, type Generated, generatedLanguages } from './generated.ts';

const functions: Readonly<Record<string, FunctionDeclaration>> = everyKind.functions;
const built = new Map<Generated, Promise<string>>();

/** The echo of a language, with every check that it can be built with. Once for this file. */
function echo(context: SkipContext, language: Generated): Promise<string> {
  const name = 'tests/sdk/every-kind/echo';
  const file =
    built.get(language) ??
    (language === 'cpp' ? buildSanitized(context, name) : buildGenerated(context, language, name));
  built.set(language, file);
  return file;
}

const programs = new Map<string, string>();

/** A program that is built once for this file. */
function once(name: string, build: () => string): string {
  const program = programs.get(name) ?? build();
  programs.set(name, program);
  return program;
}

/** The program that sends requests to `invoke` of a plugin, under the sanitizers. */
function buildInvoke(context: SkipContext): string {
  const gcc = requireTool(context, 'gcc');
  return once('invoke', () => {
    const program = path.join(freshFolder(), 'invoke');
    const sanitizers = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
    const strict = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Inative/include'];
    const args = [...strict, ...sanitizers, 'tests/sdk/invoke.c', '-o', program, '-ldl'];
    expect(spawnSync(gcc, args, { encoding: 'utf8' }).stderr).toBe('');
    return program;
  });
}

/** What the thunk in C answers. */
function statusesInC(context: SkipContext, requests: readonly Request[]): number[] {
  const program = once('answers', () => buildAnswers(context));
  return ask(program, requests).map(({ status }) => status);
}

/** What `invoke` of a plugin answered: its statuses. */
function statuses(
  program: string,
  library: string,
  requests: readonly Request[],
  ...shift: string[]
): number[] {
  return ask(program, requests, library, everyKind.id, '2', '5', ...shift).map(({ status }) => status);
}

const encoded = (name: string, args: readonly never[] | readonly unknown[]) =>
  encodeArguments(functions[name] as FunctionDeclaration, args as never);

describe.skipIf(process.platform !== 'linux').each(generatedLanguages)('invoke in %s', (language) => {
  test('judges malformed arguments as C and TypeScript do, and never falls over them', async (context) => {
    const requests = corruptedRequests(3000, 21);
    const verdicts = requests.map(({ name, bytes }) =>
      decodeArguments(functions[name] as FunctionDeclaration, bytes).ok ? 0 : 1,
    );
    expect(verdicts.filter((status) => status === 1).length / verdicts.length).toBeGreaterThan(0.2);
    const inC = statusesInC(context, requests);
    const here = statuses(buildInvoke(context), await echo(context, language), requests);
    expect(inC).toEqual(verdicts);
    expect(here).toEqual(verdicts);
  });

  test('survives bytes that never were arguments, for every function', async (context) => {
    const noise = fc.sample(fc.tuple(fc.nat(14), fc.uint8Array({ maxLength: 160 })), {
      numRuns: 4000,
      seed: 22,
    });
    const requests = noise.map(([number, bytes]) => ({ name: number, bytes }));
    const inC = statusesInC(context, requests);
    expect(statuses(buildInvoke(context), await echo(context, language), requests)).toEqual(inC);
    expect(new Set(inC)).toEqual(new Set([0, 1, 4]));
  });

  test('has no function of a number that the table does not have, nor one that was left out', async (context) => {
    const numbers = [functionIndex(everyKind, 'asTraits'), 12, 255, 2 ** 31, 2 ** 32 - 1];
    const requests = numbers.map((name) => ({ name, bytes: new Uint8Array(8) }));
    const here = statuses(buildInvoke(context), await echo(context, language), requests);
    expect(here).toEqual(numbers.map(() => 4));
  });

  test('refuses arguments that do not begin at a multiple of 8', async (context) => {
    const asked = fc.sample(anyCall, { numRuns: 200, seed: 23 }).filter(({ args }) => args.length > 0);
    const requests = asked.map(({ name, args }) => ({ name, bytes: encoded(name, args) }));
    const [program, library] = [buildInvoke(context), await echo(context, language)];
    for (const shift of ['1', '4']) {
      expect(statuses(program, library, requests, shift)).toEqual(requests.map(() => 1));
    }
    expect(statuses(program, library, requests)).toEqual(requests.map(() => 0));
  });
});

test.skipIf(process.platform !== 'linux')(
  'the sanitizer sees a plugin in C++ that reads beyond its arguments',
  async (context) => {
    const [program, library] = [
      buildInvoke(context),
      await buildSanitized(context, 'tests/sdk/every-kind/echo', '-DSEED'),
    ];
    const bytes = encoded('names', [[], new Uint8Array(8)]);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(functionIndex(everyKind, 'names'), 0);
    head.writeUInt32LE(bytes.length, 4);
    const input = Buffer.concat([head, bytes]);
    const { status, stderr } = spawnSync(program, [library, everyKind.id, '2', '5'], {
      input,
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain('AddressSanitizer: heap-buffer-overflow');
  },
);

describe.skipIf(process.platform !== 'linux').each(LANGUAGES)('invoke of repeat in %s', (language) => {
  test('takes and refuses what it does in every other language', async (context) => {
    const { file } = await buildNative(context, 'examples/repeat', language);
    const text = (...bytes: number[]) => {
      const record = encodeArguments(textCapability.functions.repeat, ['x'.repeat(bytes.length), 2]);
      record.set(bytes, record.length - bytes.length);
      return { name: 0, bytes: record };
    };
    const good = text(0x6c, 0x61);
    const requests = [
      good,
      text(0xff),
      text(0xc3),
      { name: 1, bytes: good.bytes },
      { name: 0, bytes: new Uint8Array() },
      { name: 0, bytes: good.bytes.subarray(0, 11) },
      { name: 0, bytes: Uint8Array.from([...good.bytes].with(0, 255)) },
      { name: 0, bytes: Uint8Array.from([...good.bytes].with(4, 255)) },
      { name: 0, bytes: Uint8Array.from([...good.bytes].with(4, 0)) },
    ];
    const program = buildInvoke(context);
    const run = (...shift: string[]) =>
      ask(program, requests, file, 'tutti.text', '1', '0', ...shift).map(({ status, bytes }) =>
        status === 0 ? Buffer.from(bytes).toString() : status,
      );
    expect(run()).toEqual(['lala', 1, 1, 4, 1, 1, 1, 1, 1]);
    expect(run('4')).toEqual([1, 1, 1, 4, 1, 1, 1, 1, 1]);
  });
});
