import { describe, expect, test } from 'vitest';
import {
  checkRequest,
  compileIndex,
  explain,
  type Release,
  type Request,
  resolve,
  suggestFixes,
  verifyProof,
} from '../../src/resolver/index.ts';

const request = (roots: Record<string, string>, more: Partial<Request> = {}): Request => ({
  roots,
  host: { abi: '1.0' },
  platform: { os: 'linux', arch: 'x86_64', libc: 'gnu' },
  ...more,
});

const release = (id: string, version: string, more: Partial<Release> = {}): Release => ({
  id,
  version,
  abi: '^1.0',
  ...more,
});

const SCALES = ['1.0.0', '1.4.0', '2.0.0'].map((version) => release('org.example.scales', version));

/** `count` pigeons and one hole less: no solution, and no short way to see it. */
function pigeons(count: number): { releases: Release[]; roots: Record<string, string> } {
  const ids = Array.from({ length: count }, (_, number) => `org.example.pigeon${number}`);
  const releases = ids.flatMap((id) =>
    Array.from({ length: count - 1 }, (_, hole) => {
      const version = `${hole + 1}.0.0`;
      const others = ids.filter((other) => other !== id).map((other) => [other, version]);
      return release(id, version, { conflicts: Object.fromEntries(others) });
    }),
  );
  return { releases, roots: Object.fromEntries(ids.map((id) => [id, '*'])) };
}

describe('which versions are preferred', () => {
  const compiled = compileIndex({ releases: SCALES });
  // biome-ignore format: one row for each case
  test.each<[string, Partial<Request>, string]>([
    // what is asked for                       request                                           selected
    ['the newest', {}, '2.0.0'],
    ['the oldest, when lowest is preferred', { prefer: 'lowest' }, '1.0.0'],
    ['the locked one', { locked: { 'org.example.scales': '1.4.0' } }, '1.4.0'],
    ['the newest, when the locked one is gone', { locked: { 'org.example.scales': '1.3.0' } }, '2.0.0'],
  ])('%s', (_, more, version) => {
    expect(resolve(compiled, request({ 'org.example.scales': '*' }, more))).toEqual({
      outcome: 'resolved',
      selection: { 'org.example.scales': version },
      bindings: [],
      effort: { decisions: 1, conflicts: 0, attempts: 1 },
    });
  });
});

test('an empty request selects nothing', () => {
  const compiled = compileIndex({ releases: SCALES });
  const effort = { decisions: 0, conflicts: 0, attempts: 1 };
  expect(resolve(compiled, request({}))).toEqual({
    outcome: 'resolved',
    selection: {},
    bindings: [],
    effort,
  });
});

test('a search that uses up its budget ends with "unknown", and says how far it came', () => {
  const { releases, roots } = pigeons(8);
  const compiled = compileIndex({ releases });
  expect(resolve(compiled, request(roots, { budget: { conflicts: 50 } }))).toEqual({
    outcome: 'unknown',
    effort: { decisions: 55, conflicts: 51, attempts: 51 },
  });
});

test('a hard question is answered when the budget allows, with a proof that is verified', () => {
  const { releases, roots } = pigeons(6);
  const compiled = compileIndex({ releases });
  const resolution = resolve(compiled, request(roots));
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  expect(verifyProof(compiled, resolution.conflict)).toEqual({ valid: true });
  expect(resolution.effort.conflicts).toBeLessThan(200);
});

test('a chain of five thousand plugins is resolved, and its break explained, without exhausting the stack', () => {
  const ids = Array.from(
    { length: 5000 },
    (_, number) => `org.example.link${String(number).padStart(4, '0')}`,
  );
  const chain = ids.map((id, number) =>
    release(id, '1.0.0', number === ids.length - 1 ? {} : { dependencies: { [ids[number + 1]!]: '^1.0.0' } }),
  );
  const roots = request({ [ids[0]!]: '*' });
  expect(resolve(compileIndex({ releases: chain }), roots).outcome).toBe('resolved');
  const broken = compileIndex({ releases: chain.slice(0, -1) });
  const resolution = resolve(broken, roots);
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  expect(explain(resolution.conflict).lines.at(-1)!.text).toBe('So org.example.link0000 cannot be selected.');
  expect(verifyProof(broken, resolution.conflict)).toEqual({ valid: true });
});

test('an id like __proto__ is an id like any other', () => {
  const releases = [release('__proto__', '1.0.0'), release('constructor', '1.0.0')];
  const roots = Object.fromEntries([
    ['__proto__', '*'],
    ['constructor', '*'],
  ]);
  const resolution = resolve(compileIndex({ releases }), request(roots));
  expect(resolution.outcome === 'resolved' && Object.entries(resolution.selection)).toEqual([
    ['__proto__', '1.0.0'],
    ['constructor', '1.0.0'],
  ]);
});

test('a conflict is plain data: stored and read again, it is explained and verified just the same', () => {
  const { releases, roots } = pigeons(4);
  const compiled = compileIndex({ releases });
  const resolution = resolve(compiled, request(roots));
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  const stored = JSON.parse(JSON.stringify(resolution.conflict));
  expect(stored).toEqual(resolution.conflict);
  expect(explain(stored)).toEqual(explain(resolution.conflict));
  expect(verifyProof(compiled, stored)).toEqual({ valid: true });
});

test('a fix is offered only when it works, and never more of them than asked for', () => {
  const { releases, roots } = pigeons(4);
  const compiled = compileIndex({ releases });
  const resolution = resolve(compiled, request(roots));
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  const fixes = suggestFixes(compiled, resolution.conflict, 2);
  expect(fixes.length).toBe(2);
  for (const fix of fixes) expect(resolve(compiled, fix.request).outcome).toBe('resolved');
});

describe('what has no meaning is refused', () => {
  test('a request, with every problem', () => {
    const senseless = request(
      { 'org.example.scales': 'newest', 'org.example.tuner': '^1.0.0' },
      { host: { abi: '1' } },
    );
    expect(checkRequest(senseless)).toEqual([
      {
        path: ['roots', 'org.example.scales'],
        message:
          'Cannot read the range of root "org.example.scales": expected a range such as ^1.0.0, found "newest"',
      },
      {
        path: ['host', 'abi'],
        message: `Cannot read the host's ABI: expected a version such as 1.0, found "1"`,
      },
    ]);
    expect(() => resolve(compileIndex({ releases: SCALES }), senseless)).toThrow(
      new RangeError(checkRequest(senseless)[0]!.message),
    );
  });

  // biome-ignore format: one row for each case
  test.each<[Release[], string]>([
    [[...SCALES, SCALES[0]!], 'Cannot compile the index: org.example.scales 1.0.0 is in it twice'],
    [[release('a.b', '1.0')], 'Cannot compile the index: a.b 1.0 has the version "1.0"'],
    [[release('a.b', '1.0.0', { abi: 'x y' })], 'Cannot compile the index: a.b 1.0.0 has the ABI range "x y"'],
    [[release('a.b', '1.0.0', { conflicts: { 'a.c': '?' } })], 'Cannot compile the index: a.b 1.0.0 has the range "?"'],
    [[release('a.b', '1.0.0', { provides: { 'a.c': '1' } })], 'Cannot compile the index: a.b 1.0.0 has the capability version "1"'],
  ])('an index %#', (releases, message) => {
    expect(() => compileIndex({ releases })).toThrow(new RangeError(message));
  });
});
