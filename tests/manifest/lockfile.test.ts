import { describe, expect, test } from 'vitest';
import {
  checkLockfile,
  createLockfile,
  formatLockfile,
  formatProblem,
  type LibraryHashes,
  parseLockfile,
  selectionOfLockfile,
} from '../../src/manifest/index.ts';
import { compileIndex, type Release, type Request, resolve } from '../../src/resolver/index.ts';

const hash = (digit: string) => digit.repeat(64);
const linux = { os: 'linux', arch: 'x86_64', libc: 'gnu' };
const request: Request = { roots: { 'org.example.synth': '^1.0.0' }, host: { abi: '1.0' }, platform: linux };
const releases: Release[] = [
  { id: 'org.example.synth', version: '1.1.0', abi: '^1.0', dependencies: { 'org.example.waves': '^2.0.0' } },
  { id: 'org.example.synth', version: '1.0.0', abi: '^1.0', dependencies: { 'org.example.waves': '^1.0.0' } },
  { id: 'org.example.waves', version: '1.0.0', abi: '^1.0' },
  { id: 'org.example.waves', version: '2.0.0', abi: '^1.0' },
];
const hashes: Record<string, LibraryHashes> = {
  'org.example.waves 1.0.0': { 'x86_64-linux-gnu': hash('b'), 'aarch64-macos': hash('a') },
};
const findHashes = (id: string, version: string) => hashes[`${id} ${version}`];

const TEXT = `{
  "lockfile": "1",
  "abi": "1.0",
  "roots": {
    "org.example.synth": "^1.0.0"
  },
  "plugins": {
    "org.example.synth": {
      "version": "1.0.0"
    },
    "org.example.waves": {
      "version": "1.0.0",
      "sha256": {
        "aarch64-macos": "${hash('a')}",
        "x86_64-linux-gnu": "${hash('b')}"
      }
    }
  }
}
`;

function lockfileOf(text: string) {
  const parsed = parseLockfile(text, 'tutti.lock');
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.lockfile;
}

test('what was overridden is locked with the roots, and read back', () => {
  const overrides = { 'org.example.waves': '*', 'org.example.tuner': '^2.0.0' };
  const lockfile = createLockfile({ ...request, overrides }, { 'org.example.synth': '1.0.0' });
  const text = formatLockfile(lockfile);
  expect(text).toContain(`
  "overrides": {
    "org.example.tuner": "^2.0.0",
    "org.example.waves": "*"
  },
  "plugins"`);
  expect(lockfileOf(text)).toEqual(lockfile);
});

test('a selection is locked with the hashes of all its libraries, in one order, and read back', () => {
  const selection = { 'org.example.waves': '1.0.0', 'org.example.synth': '1.0.0' };
  const lockfile = createLockfile(request, selection, findHashes);
  expect(formatLockfile(lockfile)).toBe(TEXT);
  expect(lockfileOf(TEXT)).toEqual(lockfile);
  expect(selectionOfLockfile(lockfile)).toEqual(selection);
});

test('a lock is kept by resolving, though newer releases are there', () => {
  const compiled = compileIndex({ releases });
  const locked = selectionOfLockfile(lockfileOf(TEXT));
  const [kept, newest] = [resolve(compiled, { ...request, locked }), resolve(compiled, request)];
  expect(kept.outcome === 'resolved' && kept.selection).toEqual(locked);
  expect(newest.outcome === 'resolved' && newest.selection).toEqual({
    'org.example.synth': '1.1.0',
    'org.example.waves': '2.0.0',
  });
});

describe('everything wrong with a lockfile is said at once, at its place', () => {
  // biome-ignore format: one row for each case
  test.each([
    // in the lockfile                        instead                                  the whole messages
    ['"lockfile": "1"', '"lockfile": "2"', ['2:15: "lockfile" must be the format\'s version "1": found "2"']],
    ['"abi": "1.0"', '"abi": "^1.0"', ['3:10: "abi" must be an ABI version such as 1.0: found "^1.0"']],
    ['"abi": "1.0",', '', ['1:1: "abi" is missing: it must be an ABI version such as 1.0']],
    ['"abi"', '"api"', ['1:1: "abi" is missing: it must be an ABI version such as 1.0', '3:3: "api" is not a key of a lockfile; did you mean "abi"?']],
    ['"^1.0.0"', '"^2.0.0"', ['5:5: "roots" asks for org.example.synth ^2.0.0, and "plugins" holds 1.0.0; expected an entry for each root, in its range']],
    ['"org.example.synth": "^', '"org.example.organ": "^', ['5:5: "roots" asks for org.example.organ ^1.0.0, and "plugins" does not hold it; expected an entry for each root, in its range']],
    ['"^1.0.0"', '"newest"', ['5:26: "roots/org.example.synth" must be a version range such as ^1.2.0: found "newest"']],
    ['"x86_64-linux-gnu"', '"x86_64-linux-gnus"', ['15:9: a key of "plugins/org.example.waves/sha256" must be a target (x86_64-linux-gnu, aarch64-linux-gnu, x86_64-linux-musl, aarch64-linux-musl, x86_64-windows-gnu, aarch64-windows-gnu, x86_64-macos, aarch64-macos, wasm32): found "x86_64-linux-gnus"; did you mean "x86_64-linux-gnu"?']],
    [hash('a'), 'A', ['14:26: "plugins/org.example.waves/sha256/aarch64-macos" must be 64 hexadecimal digits in lower case: found "A"']],
    ['"version": "1.0.0"\n', '"version": "1"\n', ['9:18: "plugins/org.example.synth/version" must be a semantic version such as 1.2.0: found "1"']],
    ['"org.example.waves": {', '"org.example.synth": {', ['11:5: "plugins/org.example.synth" is given twice: first in line 8; expected each key once']],
    [TEXT, '[]', ['1:1: the lockfile must be an object with the fields of a lockfile: found a list']],
    [TEXT, '', ['1:1: invalid JSON: the file is empty; expected an object']],
  ])('%s instead %s', (found, instead, messages) => {
    const parsed = parseLockfile(TEXT.replace(found, instead), 'tutti.lock');
    expect(parsed.ok ? [] : parsed.problems.map(formatProblem)).toEqual(
      messages.map((message) => `tutti.lock:${message}`),
    );
  });
});

describe('a lockfile is checked against an index and a request', () => {
  const lockfile = lockfileOf(TEXT);
  const changed = (id: string, change: Partial<Release>) =>
    compileIndex({
      releases: releases.map((one) =>
        one.id === id && one.version === '1.0.0' ? { ...one, ...change } : one,
      ),
    });

  test('one that fits has neither faults nor notes', () => {
    const check = checkLockfile(compileIndex({ releases }), lockfile, request, findHashes);
    expect(check).toEqual({ faults: [], notes: [] });
  });

  test('a release that changed its mind, another library and a new wish are faults', () => {
    const compiled = changed('org.example.synth', { dependencies: { 'org.example.waves': '^3.0.0' } });
    const wanted = { ...request, roots: { 'org.example.synth': '^1.1.0' } };
    const otherHashes = () => ({ 'aarch64-macos': hash('c') }) as const;
    expect(checkLockfile(compiled, lockfile, wanted, otherHashes)).toEqual({
      faults: [
        {
          kind: 'root',
          plugin: 'org.example.synth',
          message: 'Root org.example.synth ^1.1.0 is not met.',
        },
        {
          kind: 'dependency',
          plugin: 'org.example.synth',
          target: 'org.example.waves',
          message: 'org.example.synth 1.0.0 lacks org.example.waves ^3.0.0.',
        },
        {
          kind: 'other-library',
          plugin: 'org.example.waves',
          target: 'aarch64-macos',
          message: `The library of org.example.waves 1.0.0 for aarch64-macos is another one: locked is ${hash('a')}, found was ${hash('c')}.`,
        },
      ],
      notes: [],
    });
  });

  test('a release that was yanked since is kept, and a plugin that nobody needs is named', () => {
    const compiled = changed('org.example.waves', { yanked: 'loses samples' });
    expect(checkLockfile(compiled, lockfile, request).notes).toEqual([
      'org.example.waves 1.0.0 was yanked (loses samples); the lock keeps it.',
    ]);
    const alone = changed('org.example.synth', { dependencies: {} });
    expect(checkLockfile(alone, lockfile, request)).toEqual({
      faults: [],
      notes: ['org.example.waves is locked, and nothing that is asked for needs it.'],
    });
  });
});
