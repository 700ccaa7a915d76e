import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sessionOf } from '../../src/checks/index.ts';
import { openInstance } from '../../src/host/index.ts';
import { buildNative } from './build.ts';

const sources = {
  cpp: 'throws.cpp',
  rust: 'panics/src/lib.rs',
  zig: 'fails.zig',
} as const;
const languages = ['cpp', 'rust', 'zig'] as const;

// language, what the plugin is told to do, status that the caller sees, message
const failures = {
  cpp: [
    ['refuse', 'TUTTI_E_LIMIT', 'refused on purpose'],
    ['panic', 'TUTTI_E_PANIC', 'thrown on purpose'],
    ['overfill', 'TUTTI_E_PANIC', 'the text is longer than its capacity'],
    ['memory', 'TUTTI_E_NOMEM', 'std::bad_alloc'],
    ['number', 'TUTTI_E_PANIC', 'something was thrown that is no std::exception'],
  ],
  rust: [
    ['refuse', 'TUTTI_E_LIMIT', 'refused on purpose'],
    ['panic', 'TUTTI_E_PANIC', 'thrown on purpose'],
    ['formatted', 'TUTTI_E_PANIC', 'thrown 9 times'],
    ['overfill', 'TUTTI_E_PANIC', 'the text is longer than its capacity'],
    ['number', 'TUTTI_E_PANIC', 'a panic whose payload is no text'],
  ],
  zig: [
    ['refuse', 'TUTTI_E_LIMIT', 'refused on purpose'],
    ['error', 'TUTTI_E_INTERNAL', 'OddlyShaped'],
    ['memory', 'TUTTI_E_NOMEM', 'OutOfMemory'],
  ],
} as const;

/** Line, from 1, of the one line that holds `text`. */
function lineOf(file: string, text: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

// It takes 64 bytes when it is created.
describe.each(['cpp', 'rust'] as const)('a plugin in %s', (language) => {
  test('frees what it holds, and is not created when there is no memory for that', async (context) => {
    const { file } = await buildNative(context, 'tests/faulty/unwinding', language);
    const session = sessionOf(await openInstance(file, { trace: true }));
    session.close();
    const freed = session.events.flatMap((event) => (event.type === 'free' ? [event.sizeBytes] : []));
    expect(freed).toContain(64);
    await expect(openInstance(file, { memoryBytes: 100 })).rejects.toMatchObject({
      code: 'create-failed',
      status: 'TUTTI_E_NOMEM',
      message: expect.stringContaining('no memory for the result (TUTTI_E_NOMEM)'),
    });
  });
});

describe.each(languages)('a plugin that fails in %s', (language) => {
  test('becomes a status with its message, loses nothing, and answers the next call', async (context) => {
    const { file } = await buildNative(context, 'tests/faulty/unwinding', language);
    const session = sessionOf(await openInstance(file, { trace: true }));
    session.start();
    const outcomes = failures[language].flatMap(([text]) =>
      [text, 'good'].map((word) => session.call('tutti.text', 'repeat', [word, 1])),
    );
    session.close();
    expect(outcomes).toEqual(
      failures[language].flatMap(([, status, message]) => [
        {
          ok: false,
          code: 'call-failed',
          status,
          message: `Cannot call tutti.text.repeat of plugin "org.tutti.unwinding": ${message} (${status})`,
        },
        { ok: true, value: 'good' },
      ]),
    );
    expect(session.events.filter(({ type }) => type === 'leak' || type === 'misuse')).toEqual([]);
  });

  test('says at which line it refused', async (context) => {
    const { file } = await buildNative(context, 'tests/faulty/unwinding', language);
    const session = sessionOf(await openInstance(file, { trace: true }));
    session.start();
    session.call('tutti.text', 'repeat', ['refuse', 1]);
    session.close();
    const line = lineOf(`tests/faulty/unwinding/${sources[language]}`, 'refused on purpose');
    expect(session.events.find(({ type }) => type === 'return')).toMatchObject({ line });
  });

  test.runIf(process.platform === 'linux')('leaves the process after it failed', async (context) => {
    const { file } = await buildNative(context, 'tests/faulty/unwinding', language);
    const session = sessionOf(await openInstance(file));
    session.start();
    for (const [text] of failures[language]) session.call('tutti.text', 'repeat', [text, 1]);
    session.close();
    expect(readFileSync('/proc/self/maps', 'utf8')).not.toContain(file);
  });

  // Each SDK's guard, seen missing: in C++ a binding that does not use it, in Rust the SDK without std, in Zig an
  // error that the author took for impossible. The process that called it dies.
  test('takes its process down where nothing guards the boundary', async (context) => {
    const { path } = await buildNative(context, 'tests/faulty/unguarded', language);
    const call = ['src/cli/main.ts', 'call', path, 'tutti.text.repeat'];
    const run = (text: string, ...options: string[]) =>
      spawnSync(process.execPath, [...call, text, '1', ...options], { encoding: 'utf8' });
    const here = ['--isolation', 'inProcess'];
    expect(run('good', ...here)).toMatchObject({ status: 0, stdout: 'good\n' });
    expect(run('panic', ...here)).toMatchObject({ status: null, signal: 'SIGABRT', stdout: '' });
    // In a process of its own it takes that one, and the command says so.
    const { status, stdout } = run('panic');
    expect([status, stdout.includes('its process died by SIGABRT')]).toEqual([1, true]);
  });
});
