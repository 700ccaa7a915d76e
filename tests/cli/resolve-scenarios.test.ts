import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** Runs the program on a file with this text; times are taken out of the answers. */
function answersOf(text: string): { exitCode: number | null; answers: unknown[]; stderr: string } {
  const dir = mkdtempSync(path.join(tmpdir(), 'tutti-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = path.join(dir, 'cases.json');
  writeFileSync(file, text);
  const run = spawnSync(process.execPath, ['src/cli/resolve-scenarios.ts', file], { encoding: 'utf8' });
  const answers = run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { ms, ...answer } = JSON.parse(line);
      expect(ms).toBeGreaterThanOrEqual(0);
      return answer;
    });
  return { exitCode: run.status, answers, stderr: run.stderr.replace(file, 'cases.json') };
}

const index = {
  app: { '1.0.0': { library: '^1.0.0' }, '2.0.0': { library: '^2.0.0' } },
  library: { '1.0.0': {}, '1.1.0': {} },
};

test('each case is answered in a line, with its selection or its explanation', () => {
  const cases = [
    { name: 'newest that fits', index, root: { app: '*' } },
    { name: 'lowest', index, root: { app: '*' }, prefer: 'lowest' },
    { name: 'locked', index, root: { app: '*' }, locked: { library: '1.0.0' } },
    { name: 'overridden', index, root: { app: '*' }, overrides: { library: '1.0.0' } },
    { name: 'none', index, root: { app: '^2.0.0' } },
    { name: 'no roots', index: {}, root: {} },
  ];
  expect(answersOf(JSON.stringify(cases))).toEqual({
    exitCode: 0,
    stderr: '',
    answers: [
      { name: 'newest that fits', ok: true, solution: { app: '1.0.0', library: '1.1.0' }, attempts: 1 },
      { name: 'lowest', ok: true, solution: { app: '1.0.0', library: '1.0.0' }, attempts: 1 },
      { name: 'locked', ok: true, solution: { app: '1.0.0', library: '1.0.0' }, attempts: 1 },
      { name: 'overridden', ok: true, solution: { app: '2.0.0', library: '1.0.0' }, attempts: 1 },
      {
        name: 'none',
        ok: false,
        explanation: [
          '1. You ask for app ^2.0.0.',
          '2. app 2.0.0 needs library ^2.0.0, and the index holds only 1.0.0 and 1.1.0.',
          '3. So app ^2.0.0 cannot be selected. (1, 2)',
        ].join('\n'),
        attempts: 1,
      },
      { name: 'no roots', ok: true, solution: {}, attempts: 1 },
    ],
  });
});

test('a case without meaning says why, and the others are answered', () => {
  const text = `[
    null,
    { "name": "no root", "index": {} },
    { "name": "list", "index": [], "root": {} },
    { "name": "versions", "index": { "a": 1 }, "root": {} },
    { "name": "ranges", "index": { "a": { "1.0.0": { "b": 1 } } }, "root": {} },
    { "name": "range", "index": { "a": { "1.0.0": { "b": "one" } } }, "root": { "a": "*" } },
    { "name": "version", "index": { "a": { "one": {} } }, "root": { "a": "*" } },
    { "name": "root range", "index": {}, "root": { "a": "one" } },
    { "name": "overrides", "index": {}, "root": {}, "overrides": "a" },
    { "name": "locked", "index": {}, "root": {}, "locked": { "a": 1 } },
    { "name": "prefer", "index": {}, "root": {}, "prefer": "newest" },
    { "name": "inherited", "index": { "__proto__": { "1.0.0": { "constructor": "*" } }, "constructor": { "1.0.0": {} } }, "root": { "__proto__": "*" } }
  ]`;
  const { exitCode, answers } = answersOf(text);
  expect(exitCode).toBe(1);
  expect(answers.slice(0, -1)).toEqual(
    [
      ['case 1', 'Cannot read the case: it must be an object with "name", "index" and "root"'],
      ['no root', 'Cannot read the case: "root" must be an object that gives a range for each package'],
      ['list', 'Cannot read the case: "index" must be an object that gives versions for each package'],
      [
        'versions',
        'Cannot read the case: "index" of "a" must be an object that gives dependencies for each version',
      ],
      [
        'ranges',
        'Cannot read the case: "index" of "a", version "1.0.0", must be an object that gives a range for each dependency',
      ],
      ['range', 'Cannot compile the index: a 1.0.0 has the range "one"'],
      ['version', 'Cannot compile the index: a one has the version "one"'],
      ['root range', 'Cannot read the range of root "a": expected a range such as ^1.0.0, found "one"'],
      [
        'overrides',
        'Cannot read the case: "overrides" must be an object that gives a range for each package',
      ],
      ['locked', 'Cannot read the case: "locked" must be an object that gives a version for each package'],
      ['prefer', 'Cannot read the case: "prefer" must be "highest" or "lowest"'],
    ].map(([name, error]) => ({ name, ok: false, error, attempts: 0 })),
  );
  const solution = Object.fromEntries([
    ['__proto__', '1.0.0'],
    ['constructor', '1.0.0'],
  ]);
  expect(JSON.stringify(answers.at(-1))).toBe(
    JSON.stringify({ name: 'inherited', ok: true, solution, attempts: 1 }),
  );
});

test('a scenario without meaning says why, and the others are answered', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const scenario = (name: string, rest: string) =>
    `{ "name": "${name}", "roots": {}, "host": { "abi": "1.0" }, "platform": { "os": "linux", "arch": "x86_64" }, ${rest} }`;
  const text = `[
    ${scenario('deep', `"manifests": [${deep}]`)},
    ${scenario('locked', '"manifests": [], "locked": 5')},
    ${scenario('prefer', '"manifests": [], "prefer": "newest"')},
    ${scenario('empty', '"manifests": []')}
  ]`;
  const refused = (name: string, problem: string) => ({
    name,
    ok: false,
    error: `Cannot read the scenario: ${problem}`,
    attempts: 0,
  });
  expect(answersOf(text)).toEqual({
    exitCode: 1,
    stderr: '',
    answers: [
      refused(
        'deep',
        'deep manifests[0]:1:17: the file is nested too deep: found level 17; expected at most 16 levels',
      ),
      refused('locked', '"locked" must be an object that gives a version for each plugin'),
      refused('prefer', '"prefer" must be "highest" or "lowest"'),
      { name: 'empty', ok: true, solution: {}, attempts: 1 },
    ],
  });
});

test('a file that holds no cases is refused as a whole', () => {
  expect(answersOf('{}')).toEqual({
    exitCode: 2,
    answers: [],
    stderr: 'Cannot read cases.json: it must hold a list of cases, or a scenario\n',
  });
  expect(answersOf('[').stderr).toMatch(/^Cannot read cases\.json: .*JSON/);
});
