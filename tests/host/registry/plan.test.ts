import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planRegistry } from '../../../src/host/registry/plan.ts';
import type { Isolation } from '../../../src/host/road.ts';
import type { Binding } from '../../../src/resolver/index.ts';

const selection = (text: string) => Object.fromEntries(text.split(' ').map((id) => [id, '1.0.0']));

/** `a>b` = a requires of b the capability that b names itself. */
function bindings(text: string): Binding[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((wire) => {
      const [plugin = '', provider = ''] = wire.split('>');
      return { plugin, provider, capability: `cap.${provider}`, range: '^1.0', offers: '1.2' };
    });
}

const everywhere = (isolation: Isolation, groups: Record<string, string> = {}) => ({
  isolationOf: () => isolation,
  groupOf: (id: string) => groups[id],
});

/** `inProcess` but for those that are named. */
const mixed = (isolations: Record<string, Isolation>, groups: Record<string, string> = {}) => ({
  isolationOf: (id: string) => isolations[id] ?? 'inProcess',
  groupOf: (id: string) => groups[id],
});

/** Groups as `name isolation: plugins`. */
const groupsOf = (ids: string, wires: string, placement: Parameters<typeof planRegistry>[3]) =>
  planRegistry(selection(ids), bindings(wires), () => [], placement).groups.map(
    ({ name, isolation, plugins }) => `${name} ${isolation}: ${plugins.join(' ')}`,
  );

describe('the order in which plugins open', () => {
  // plugins, wires, units with what they come after
  test.each<[string, string, [string, number[]][]]>([
    ['a', '', [['a', []]]],
    [
      'a b',
      'a>b',
      [
        ['b', []],
        ['a', [0]],
      ],
    ],
    [
      'a b c',
      'a>b b>c a>c',
      [
        ['c', []],
        ['b', [0]],
        ['a', [0, 1]],
      ],
    ],
    [
      'a b c',
      'a>c b>c',
      [
        ['c', []],
        ['a', [0]],
        ['b', [0]],
      ],
    ],
    ['a b', 'a>b b>a', [['a b', []]]],
    [
      'a b c d',
      'a>b b>c c>b d>a',
      [
        ['b c', []],
        ['a', [0]],
        ['d', [1]],
      ],
    ],
    ['a', 'a>a', [['a', []]]],
  ])('%s with %s', (ids, wires, units) => {
    const plan = planRegistry(selection(ids), bindings(wires), () => [], everywhere('inProcess'));
    expect(plan.units.map(({ plugins, after }) => [plugins.join(' '), after])).toEqual(units);
  });

  test('what a manifest depends on comes first too, where it is selected', () => {
    const dependenciesOf = (id: string) => (id === 'a' ? ['b', 'elsewhere'] : []);
    const plan = planRegistry(selection('a b'), [], dependenciesOf, everywhere('inProcess'));
    expect(plan.units).toEqual([
      { plugins: ['b'], after: [] },
      { plugins: ['a'], after: [0] },
    ]);
  });

  test('a chain of ten thousand takes no stack', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `p${String(i).padStart(5, '0')}`);
    const wires = ids.slice(1).map((id, i) => `${ids[i]}>${id}`);
    const plan = planRegistry(
      selection(ids.join(' ')),
      bindings(wires.join(' ')),
      () => [],
      everywhere('inProcess'),
    );
    expect(plan.units.map(({ plugins }) => plugins[0])).toEqual(ids.toReversed());
  });

  test('in any graph each plugin opens once, and after all that it needs unless they need each other', () => {
    const graph = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { minLength: 8, maxLength: 30 });
    const ids = 'abcdefghijkl'.split('');
    let circles = 0;
    fc.assert(
      fc.property(graph, (edges) => {
        const wires = edges.map(([from, to]) => `${ids[from]}>${ids[to]}`).join(' ');
        const { units } = planRegistry(
          selection(ids.join(' ')),
          bindings(wires),
          () => [],
          everywhere('inProcess'),
        );
        expect(units.flatMap(({ plugins }) => plugins).sort()).toEqual(ids);
        const unitOf = (id: string) => units.findIndex(({ plugins }) => plugins.includes(id));
        for (const [from, to] of edges) {
          expect(unitOf(ids[to]!)).toBeLessThanOrEqual(unitOf(ids[from]!));
          if (unitOf(ids[to]!) !== unitOf(ids[from]!)) {
            expect(units[unitOf(ids[from]!)]!.after).toContain(unitOf(ids[to]!));
          }
        }
        circles += units.filter(({ plugins }) => plugins.length > 1).length;
      }),
      { numRuns: 500, seed: 3 },
    );
    expect(circles).toBeGreaterThan(100);
  });
});

test('each requirement of another plugin becomes a wire, in one order', () => {
  const { wires } = planRegistry(
    selection('a b c'),
    bindings('c>a b>c b>a a>a'),
    () => [],
    everywhere('inProcess'),
  );
  expect(wires).toEqual([
    { plugin: 'b', capability: 'cap.a', version: '1.2', provider: 'a' },
    { plugin: 'b', capability: 'cap.c', version: '1.2', provider: 'c' },
    { plugin: 'c', capability: 'cap.a', version: '1.2', provider: 'a' },
  ]);
});

describe('who shares a process with whom', () => {
  test('plugins that have nothing to do with each other each have their own', () => {
    expect(groupsOf('a b', '', everywhere('childProcess'))).toEqual([
      'a childProcess: a',
      'b childProcess: b',
    ]);
  });

  test('plugins that are wired to each other share one', () => {
    expect(groupsOf('a b c d', 'a>b c>b', everywhere('childProcess'))).toEqual([
      'a childProcess: a b c',
      'd childProcess: d',
    ]);
  });

  test('unless they are configured apart', () => {
    const placement = everywhere('childProcess', { a: 'left', b: 'right' });
    expect(groupsOf('a b', 'a>b', placement)).toEqual(['left childProcess: a', 'right childProcess: b']);
  });

  test('a configured group takes those in that are wired to it alone', () => {
    const placement = everywhere('childProcess', { a: 'left', c: 'right' });
    expect(groupsOf('a b c d', 'b>a d>a d>c', placement)).toEqual([
      'left childProcess: a b',
      'right childProcess: c',
      'd childProcess: d',
    ]);
  });

  test('all of one configured group, wired or not', () => {
    expect(groupsOf('a b', '', everywhere('childProcess', { a: 'one', b: 'one' }))).toEqual([
      'one childProcess: a b',
    ]);
  });

  test('trusted plugins that are wired to each other stay in this process', () => {
    expect(groupsOf('a b', 'a>b', everywhere('inProcess'))).toEqual(['a inProcess: a b']);
  });

  test('one that is not trusted takes those that are wired to it into its child', () => {
    expect(groupsOf('a b c', 'a>b', mixed({ b: 'childProcess' }))).toEqual([
      'a childProcess: a b',
      'c inProcess: c',
    ]);
  });

  test('a requirer joins the child of its provider even when it was configured apart', () => {
    const placement = mixed({ b: 'childProcess' }, { a: 'ours', b: 'theirs' });
    expect(groupsOf('a b c', 'a>b c>a', placement)).toEqual(['ours childProcess: a b c']);
  });

  test('a provider in this process may serve a child that was configured apart', () => {
    const placement = mixed({ a: 'childProcess' }, { a: 'theirs', b: 'ours' });
    expect(groupsOf('a b', 'a>b', placement)).toEqual(['theirs childProcess: a', 'ours inProcess: b']);
  });

  test('on threads of this process plugins run alone: those that are wired go to a child', () => {
    expect(groupsOf('a b c', 'a>b', everywhere('async'))).toEqual(['a childProcess: a b', 'c async: c']);
  });
});
