import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mistakes } from '../../src/lab/index.ts';
import { commandsFor, wayOf } from '../../src/site/crashed/commands.ts';
import { crashCode, fixedCode } from '../../src/site/crashed/crash-code.ts';
import { faultRows } from '../../src/site/crashed/fault-rows.ts';
import { crashGroups } from '../../src/site/crashed/groups.ts';
import { inSentence } from '../../src/site/crashed/in-sentence.ts';
import { signOf, wordsOf } from '../../src/site/crashed/signs.ts';
import { whyNotNative } from '../lab/faults/native-verdict.ts';

const faulty = 'tests/faulty/lab';
const kinds = mistakes.map(({ kind }) => kind).sort();
const textOf = (kind: string) => readFileSync(`content/crashed/${kind}.md`, 'utf8');
const exhibitOf = (kind: string) => /^exhibit: (.+)$/m.exec(textOf(kind))?.[1];

test('every kind of mistake has one place in the catalogue and one text', () => {
  expect(crashGroups.flatMap((group) => group.kinds).sort()).toEqual(kinds);
  expect(
    readdirSync('content/crashed')
      .map((file) => file.replace(/\.md$/, ''))
      .sort(),
  ).toEqual(kinds);
});

test('every kind but the nameless trap shows a seeded mistake of its own, and its fix', () => {
  const without = kinds.filter((kind) => {
    const exhibit = exhibitOf(kind);
    const row = faultRows.find(({ file }) => file === exhibit);
    return row?.kind !== kind || !existsSync(join(faulty, 'fixed', row.file));
  });
  expect(without).toEqual(['trapped']);
});

test('whatever was captured has a sign under which it is looked up', () => {
  const signs = new Map(faultRows.map(({ file, natively }) => [file, signOf(natively)]));
  expect(
    ['null-pointer.c', 'double-free.c', 'endless-loop.c', 'wrong-size.c', 'host-leak.c', 'bad-value.c'].map(
      (file) => signs.get(file),
    ),
  ).toEqual(['segv', 'heap', 'hang', 'misuse', 'memory', 'wrong']);
  expect(wordsOf(faultRows.find(({ file }) => file === 'double-free.c')?.natively ?? missing())).toBe(
    'its process died by SIGABRT during call 1. It wrote: free(): double free detected in tcache 2',
  );
});

test('a fix is laid over its mistake: what is gone, then what takes its place', () => {
  const mistake = crashCode(
    '/* T. */\n#include "lab.h"\n\nREPEAT {\n  a();\n  b(); /* mistake */\n}\n\nPLUGIN\n',
  );
  const fix = crashCode('/* T. */\n#include "lab.h"\n\nREPEAT {\n  a();\n  c();\n}\n\nPLUGIN\n');
  expect(mistake).toEqual({ lines: ['REPEAT {', '  a();', '  b();', '}'], firstLine: 4 });
  expect(fixedCode(mistake, fix)).toEqual({
    lines: ['REPEAT {', '  a();', '  b();', '  c();', '}'],
    gone: [3],
    fresh: [4],
  });
});

test('a title in a sentence begins small, and a name in capitals stays one', () => {
  expect(
    ['Use after free', 'A null pointer was followed', 'NULL where it is forbidden'].map(inSentence),
  ).toEqual(['use after free', 'a null pointer was followed', 'NULL where it is forbidden']);
});

describe('the commands of a page, typed in a shell,', () => {
  // As a reader types them: with npm and gcc, and whatever Node the machine has.
  const path = (process.env.PATH ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':');
  const typed = (file: string) => {
    const row = faultRows.find((each) => each.file === file) ?? missing();
    const script = commandsFor(file, wayOf(row))
      .join('\n')
      .replaceAll('plugin.so', `build/crashed-${file}.so`);
    const both = `{ ${script.replace('\n', ' && ')}; } 2>&1 || true`;
    return execFileSync('sh', ['-c', both], { encoding: 'utf8', env: { ...process.env, PATH: path } });
  };
  // file, what is said
  test.for([
    ['use-after-free.c', `ERROR: AddressSanitizer: heap-use-after-free`],
    ['use-after-free.c', `in repeat ${faulty}/use-after-free.c:12`],
    ['bad-conversion.c', `${faulty}/bad-conversion.c:9:`],
    ['double-release.c', 'It freed memory wrongly 1 times.'],
  ] as const)('find the mistake of %s: %s', { timeout: 120_000 }, ([file, said], context) => {
    const reason = process.platform === 'linux' ? whyNotNative() : 'the commands are for Linux';
    if (reason !== undefined && process.env.CI !== 'true') context.skip(reason);
    expect(typed(file)).toContain(said);
  });
});

function missing(): never {
  throw new Error('The report has no such mistake');
}
