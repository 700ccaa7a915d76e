import { describe, expect, test } from 'vitest';
import {
  FIELDS,
  formatProblem,
  MAX_MANIFEST_DEPTH,
  MAX_MANIFEST_LENGTH,
  parseLockfile,
  parseManifest,
} from '../../src/manifest/index.ts';

function problemsOf(text: string): string[] {
  const parsed = parseManifest(text, 'tutti.json');
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

describe('a text that is no JSON is refused with its place', () => {
  test.each([
    // text                    the whole message
    ['', '1:1: invalid JSON: the file is empty; expected an object'],
    [' \n ', '1:1: invalid JSON: the file is empty; expected an object'],
    ['{\n  "id": "a.b",\n}', '2:14: invalid JSON: a comma must not stand before "}"'],
    ['{ "exclusive": ["a.b", ] }', '1:22: invalid JSON: a comma must not stand before "]"'],
    ['{\n  // name\n}', '2:3: invalid JSON: comments are not allowed; expected JSON without comments'],
    ['{ /* name */ }', '1:3: invalid JSON: comments are not allowed; expected JSON without comments'],
    ["{ 'id': 1 }", '1:3: invalid JSON: texts and keys are written in double quotes'],
    ['{ id: 1 }', '1:3: invalid JSON: "i" was not expected here'],
    ['{ "id": NaN }', '1:9: invalid JSON: "N" was not expected here'],
    ['{ "id": 01 }', '1:10: invalid JSON: "1" was not expected here'],
    ['{ "id": "\\x" }', '1:11: invalid JSON: "x" was not expected here'],
    ['{ "id": "a', '1:11: invalid JSON: the file ends too early; expected the rest of the value'],
    [
      '{ "id": "a.b" "name": 1 }',
      '1:15: invalid JSON: "\\"" was not expected here; expected "," or ":" before it',
    ],
    ['{ "id" "a.b" }', '1:8: invalid JSON: "\\"" was not expected here; expected "," or ":" before it'],
    [
      '{ "abi": true\n "id": 1 }',
      '2:2: invalid JSON: "\\"" was not expected here; expected "," or ":" before it',
    ],
    ['{} {}', '1:4: invalid JSON: "{" was not expected here'],
    [
      '\ufeff{}',
      '1:1: the file must not start with a byte order mark; expected UTF-8 without a byte order mark',
    ],
    [
      '{ "id": "a\nb" }',
      '1:11: a text must not hold the control character U+000A; expected an escape such as \\n',
    ],
    [
      '{ "id": "a\u0000b" }',
      '1:11: a text must not hold the control character U+0000; expected an escape such as \\n',
    ],
    ['{ "id": "\ud800" }', '1:10: a text must not hold half a surrogate pair; expected well-formed Unicode'],
    [
      '{ "id": "\udc00\ud800" }',
      '1:10: a text must not hold half a surrogate pair; expected well-formed Unicode',
    ],
    [
      '{ "name": "\\ud800" }',
      '1:11: "name": a text must not hold half a surrogate pair; expected well-formed Unicode',
    ],
    ['[]', '1:1: the manifest must be an object with the fields of a manifest: found a list'],
    ['null', '1:1: the manifest must be an object with the fields of a manifest: found null'],
  ])('%j', (text, message) => {
    expect(problemsOf(text)).toContain(`tutti.json:${message}`);
  });
});

test('a key that would reach the prototype is a key like any other, and unknown', () => {
  const keys = FIELDS.map(({ key }) => key).join(', ');
  expect(problemsOf('{ "__proto__": { "id": "a.b" } }')).toContain(
    `tutti.json:1:3: "__proto__" is not a key of a manifest; expected one of ${keys}`,
  );
  expect(problemsOf('{ "constructor": 1 }')).toContain(
    `tutti.json:1:3: "constructor" is not a key of a manifest; expected one of ${keys}`,
  );
});

test('a text is refused for its size or depth before it is parsed', () => {
  const large = `{ "name": "${'a'.repeat(MAX_MANIFEST_LENGTH)}" }`;
  expect(problemsOf(large)).toEqual([
    'tutti.json:1:1: the file is too large: found 1000014 characters; expected at most 1000000 characters',
  ]);
  const deep = '['.repeat(100_000);
  expect(problemsOf(deep)).toEqual([
    `tutti.json:1:${MAX_MANIFEST_DEPTH + 1}: the file is nested too deep: found level ${MAX_MANIFEST_DEPTH + 1}; expected at most ${MAX_MANIFEST_DEPTH} levels`,
  ]);
});

describe('the worst texts of the largest size are answered in bounded time, with at most 100 problems', () => {
  const fill = (unit: string) => unit.repeat(Math.floor((MAX_MANIFEST_LENGTH - 40) / unit.length));
  test.each([
    ['ten megabytes', 'a'.repeat(10_000_000)],
    ['only opening brackets', fill('[')],
    ['only quotes', fill('"')],
    ['only backslashes in a text', `"${fill('\\')}`],
    ['only line ends', fill('\n')],
    ['one key over and over', `{${fill('"id":1,')}"id":1}`],
    ['misspelt keys', `{${Array.from({ length: 60_000 }, (_, number) => `"nam${number}":1`).join()}}`],
    [
      'misspelt targets',
      `{"entry":{${Array.from({ length: 40_000 }, (_, number) => `"x86-${number}":"a"`).join()}}}`,
    ],
    ['a range of many parts', `{"abi":"${fill('1||')}1"}`],
    ['an id of many dots', `{"id":"a${fill('.a')}!"}`],
    ['a list of the same', `{"exclusive":[${fill('"a.b",')}"a.b"]}`],
    ['all that is provided, exclusive', exclusiveText(35_000)],
  ])('%s', (_, text) => {
    const start = usedMs();
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(100);
    // Generous for a slow machine: what is guarded against takes minutes or never ends.
    expect(usedMs() - start).toBeLessThan(20_000);
  });

  test('a lockfile of as many roots and plugins as it can hold', () => {
    const ids = Array.from({ length: 150_000 }, (_, number) => `a.b${number}`);
    const roots = ids.map((id) => `"${id}":"*"`).join();
    const plugins = ids.map((id) => `"${id}":{"version":"1.0.0"}`).join();
    const text = `{"lockfile":"1","roots":{${roots}},"plugins":{${plugins}}}`;
    const start = usedMs();
    const parsed = parseLockfile(text, 'tutti.lock');
    expect(parsed).toMatchObject({ ok: false, problems: [{ path: ['abi'] }] });
    expect(usedMs() - start).toBeLessThan(20_000);
  });
});

/** Time that this process computed: what the machine does meanwhile is none of its affair. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A manifest that provides capabilities, and each of them exclusively. */
function exclusiveText(count: number): string {
  const ids = Array.from({ length: count }, (_, number) => `"a.b${number}"`);
  return `{"provides":{${ids.map((id) => `${id}:"1.0"`).join()}},"exclusive":[${ids.join()}]}`;
}
