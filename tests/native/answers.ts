import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { encodeArguments, type FunctionDeclaration, functionIndex } from '../../src/abi/index.ts';
import { bindings, generatedFiles } from '../../src/toolkit/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { corruptedCall } from '../toolkit/any-call.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { freshFolder } from './compile.ts';

/** Builds the program that answers by message, under the sanitizers. */
export function buildAnswers(context: SkipContext, ...more: readonly string[]): string {
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

/** A function, by its name or by its number, and its encoded arguments. */
export interface Request {
  readonly name: string | number;
  readonly bytes: Uint8Array;
}

export interface Reply {
  readonly status: number;
  readonly scalar: bigint;
  readonly bytes: Uint8Array;
}

/** Sends every request to one run of the program. */
export function ask(program: string, requests: readonly Request[], ...args: readonly string[]): Reply[] {
  const input = requests.flatMap(({ name, bytes }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(typeof name === 'number' ? name : functionIndex(everyKind, name) >>> 0, 0);
    head.writeUInt32LE(bytes.length, 4);
    return [head, bytes];
  });
  const run = spawnSync(program, args, { input: Buffer.concat(input), maxBuffer: 1 << 28, timeout: 300_000 });
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

/** Calls whose arguments were changed or cut short; some of them still mean something. */
export function corruptedRequests(count: number, seed: number): { name: string; bytes: Uint8Array }[] {
  const functions: Readonly<Record<string, FunctionDeclaration>> = everyKind.functions;
  return fc.sample(corruptedCall, { numRuns: count, seed }).flatMap(([{ name, args }, changes, cut]) => {
    const bytes = encodeArguments(functions[name] as FunctionDeclaration, args);
    if (bytes.length === 0 || name === 'asTraits') return [];
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return [{ name, bytes: cut === undefined ? bytes : bytes.subarray(0, cut % (bytes.length + 1)) }];
  });
}
