import { describe, expect, test } from 'vitest';
import { formatProblem, parseManifest } from '../../src/manifest/index.ts';

/** A right manifest; a test changes one thing in it. */
const REPEAT = `{
  "$schema": "tutti.schema.json",
  "id": "org.tutti.repeat",
  "version": "1.2.0",
  "name": "Repeat",
  "description": "Repeats a text.",
  "abi": "^1.0",
  "platforms": [{ "os": "linux", "arch": "x86_64", "libc": "gnu" }, { "os": "macos", "arch": "aarch64" }],
  "dependencies": { "org.tutti.words": "^1.0.0" },
  "optionalDependencies": { "org.tutti.log": ">=0.3.0 <2.0.0" },
  "conflicts": { "org.tutti.echo": "<1.0.0" },
  "provides": { "tutti.text": "1.0" },
  "requires": { "tutti.clock": "^1.0" },
  "exclusive": ["tutti.text"],
  "entry": { "c": "c/repeat.c", "wasm32": "lib/repeat.wasm" },
  "yanked": "counts wrong",
  "docs": "README.md"
}`;

function problemsOf(text: string): string[] {
  const parsed = parseManifest(text, 'tutti.json');
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

test('a right manifest is read as it stands', () => {
  expect(parseManifest(REPEAT, 'tutti.json')).toEqual({ ok: true, manifest: JSON.parse(REPEAT) });
});

test('the smallest manifest has an id, a version, a name and an ABI range', () => {
  const text = '{ "id": "org.tutti.repeat", "version": "1.0.0", "name": "Repeat", "abi": "^1.0" }';
  expect(parseManifest(text, 'tutti.json')).toEqual({ ok: true, manifest: JSON.parse(text) });
  expect(problemsOf('{}')).toEqual([
    'tutti.json:1:1: "id" is missing: it must be a plugin id in reverse DNS such as org.tutti.repeat',
    'tutti.json:1:1: "version" is missing: it must be a semantic version such as 1.2.0',
    'tutti.json:1:1: "name" is missing: it must be a line of 1 to 2000 characters',
    'tutti.json:1:1: "abi" is missing: it must be a range over ABI versions such as ^1.0',
  ]);
});

describe('one thing wrong is said with its place, what was expected and what was found', () => {
  // biome-ignore format: one row for each case
  test.each([
    // in the manifest                        instead                                    the whole message
    ['"version": "1.2.0"', '"version": "1.2"', '4:14: "version" must be a semantic version such as 1.2.0: found "1.2"'],
    ['"version": "1.2.0"', '"version": "v1.2.0"', '4:14: "version" must be a semantic version such as 1.2.0: found "v1.2.0"'],
    ['"version": "1.2.0"', '"version": "1.2.99999999999999999"', '4:14: "version" must be a semantic version such as 1.2.0: found "1.2.99999999999999999"'],
    ['"version": "1.2.0"', '"version": 1.2', '4:14: "version" must be a semantic version such as 1.2.0: found 1.2'],
    ['"id": "org.tutti.repeat"', '"id": "Repeat"', '3:9: "id" must be a plugin id in reverse DNS such as org.tutti.repeat: found "Repeat"'],
    ['"name": "Repeat"', '"name": null', '5:11: "name" must be a line of 1 to 2000 characters: found null'],
    ['"name": "Repeat"', '"name": "Re\\u001b[2Jpeat"', '5:11: "name" must be a line of 1 to 2000 characters: found "Re\\u001b[2Jpeat"'],
    ['"name": "Repeat"', '"name": " "', '5:11: "name" must be a line of 1 to 2000 characters: found " "'],
    ['"abi": "^1.0"', '"abi": "newest"', '7:10: "abi" must be a range over ABI versions such as ^1.0: found "newest"'],
    ['"os": "macos"', '"os": "macosx"', '8:77: "platforms/1/os" must be an operating system (linux, macos, windows, freestanding): found "macosx"; did you mean "macos"?'],
    ['"libc": "gnu"', '"lib": "gnu"', '8:52: "platforms/0/lib" is not a key of "platforms/0"; did you mean "libc"?'],
    ['"platforms": [', '"platforms": "all", "x": [', '8:16: "platforms" must be "any" or a list of platforms: found "all"'],
    ['"dependencies"', '"dependancies"', '9:3: "dependancies" is not a key of a manifest; did you mean "dependencies"?'],
    ['"org.tutti.words": "^1.0.0"', '"words": "^1.0.0"', '9:21: a key of "dependencies" must be a plugin id in reverse DNS such as org.tutti.repeat: found "words"'],
    ['"org.tutti.words": "^1.0.0"', '"org.tutti.words": "latest"', '9:40: "dependencies/org.tutti.words" must be a version range such as ^1.2.0: found "latest"'],
    ['"org.tutti.words": "^1.0.0"', '"org.tutti.repeat": "^1.0.0"', '9:21: "dependencies" must not name the plugin itself; expected the id of another plugin'],
    ['{ "org.tutti.words": "^1.0.0" }', '["org.tutti.words"]', '9:19: "dependencies" must be an object that gives a version range for each plugin id: found a list'],
    ['"org.tutti.words": "^1.0.0"', '"__proto__": "^1.0.0"', '9:21: a key of "dependencies" must be a plugin id in reverse DNS such as org.tutti.repeat: found "__proto__"'],
    ['"tutti.text": "1.0"', '"tutti.text": "1.0.0"', '12:31: "provides/tutti.text" must be a capability version such as 1.0: found "1.0.0"'],
    ['"tutti.clock": "^1.0"', '"tutti.clock": ""', '13:32: "requires/tutti.clock" must be a range over capability versions such as ^1.0: found ""'],
    ['["tutti.text"]', '["tutti.speech"]', '14:17: "exclusive" must name capabilities that "provides" names: found "tutti.speech"; expected a key of "provides"'],
    ['["tutti.text"]', '["tutti.text", "tutti.text"]', '14:31: "exclusive" must not list the same twice: found "tutti.text"; expected each item once'],
    ['"c": "c/repeat.c"', '"c": "../repeat.c"', '15:19: "entry/c" must be a path below the manifest such as c/repeat.c, with forward slashes: found "../repeat.c"'],
    ['"c": "c/repeat.c"', '"c": "/etc/passwd"', '15:19: "entry/c" must be a path below the manifest such as c/repeat.c, with forward slashes: found "/etc/passwd"'],
    ['"wasm32"', '"wasm23"', '15:33: a key of "entry" must be a language or a target (c, cpp, rust, zig, x86_64-linux-gnu, aarch64-linux-gnu, x86_64-linux-musl, aarch64-linux-musl, x86_64-windows-gnu, aarch64-windows-gnu, x86_64-macos, aarch64-macos, wasm32): found "wasm23"; did you mean "wasm32"?'],
    ['"yanked": "counts wrong"', '"yanked": 1', '16:13: "yanked" must be true, false or a reason: found 1'],
    ['"docs": "README.md"', '"docs": "http://example.org"', '17:11: "docs" must be an https address or a path below the manifest: found "http://example.org"'],
    ['"docs": "README.md"', '"name": "Again"', '17:3: "name" is given twice: first in line 5; expected each key once'],
  ])('%s -> %s', (right, wrong, message) => {
    expect(REPEAT).toContain(right);
    expect(problemsOf(REPEAT.replace(right, wrong))[0]).toBe(`tutti.json:${message}`);
  });
});

test('everything wrong is said at once, in the order of the file', () => {
  const text = `{
  "id": "repeat",
  "versoin": "1.0.0",
  "name": "Repeat",
  "abi": 1,
  "platforms": [{ "os": "linux" }],
  "conflicts": { "org.tutti.echo": "soon" }
}`;
  expect(problemsOf(text)).toEqual([
    'tutti.json:1:1: "version" is missing: it must be a semantic version such as 1.2.0',
    'tutti.json:2:9: "id" must be a plugin id in reverse DNS such as org.tutti.repeat: found "repeat"',
    'tutti.json:3:3: "versoin" is not a key of a manifest; did you mean "version"?',
    'tutti.json:5:10: "abi" must be a range over ABI versions such as ^1.0: found 1',
    'tutti.json:6:17: "platforms/0/arch" is missing: it must be an architecture (x86_64, aarch64, wasm32)',
    'tutti.json:7:36: "conflicts/org.tutti.echo" must be a version range such as ^1.2.0: found "soon"',
  ]);
});

test('a problem is data: code, file, line, column, path, message, expected, suggestion', () => {
  const parsed = parseManifest(REPEAT.replace('"os": "macos"', '"os": "macOS"'), 'plugins/tutti.json');
  const expected = 'an operating system (linux, macos, windows, freestanding)';
  expect(parsed).toEqual({
    ok: false,
    problems: [
      {
        code: 'wrong-value',
        file: 'plugins/tutti.json',
        line: 8,
        column: 77,
        path: ['platforms', 1, 'os'],
        message: `"platforms/1/os" must be ${expected}: found "macOS"`,
        expected,
        suggestion: 'macos',
      },
    ],
  });
});
