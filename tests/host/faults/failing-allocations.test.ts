import { expect, test } from 'vitest';
import {
  abiVersion,
  type CapabilityDeclaration,
  HostError,
  textCapability,
  wordsCapability,
} from '../../../src/abi/index.ts';
import { ChildRoad } from '../../../src/host/child/child-road.ts';
import { type Isolation, Plugin, type Road } from '../../../src/host/index.ts';
import { openLocalRoad } from '../../../src/host/local/open-local-road.ts';
import type { Language } from '../../../src/manifest/index.ts';
import { compileNative } from '../../native/compile.ts';
import { buildNative } from '../../sdk/build.ts';

/** An example's life: what is called, in order, and whether it has a state. */
interface Life {
  readonly capability: CapabilityDeclaration;
  readonly calls: readonly (readonly [name: string, ...args: unknown[]])[];
  readonly isStateful: boolean;
}

const lives: Readonly<Record<string, Life>> = {
  repeat: {
    capability: textCapability,
    calls: [
      ['repeat', 'la', 3],
      ['repeat', '', 0],
      ['repeat', 'do', 5000],
    ],
    isStateful: false,
  },
  'word-count': {
    capability: wordsCapability,
    calls: [
      ['add', 'one two two\nthree three three\n'],
      ['add', Array.from({ length: 200 }, (_, i) => `word${i}`).join(' ')],
      ['total'],
      ['mostFrequent', 5],
      ['reset'],
      ['total'],
      ['add', 'again and again'],
    ],
    isStateful: true,
  },
};

interface Run {
  readonly answers: readonly unknown[];
  readonly state: Uint8Array | undefined;
  /** The steps that were refused memory, with their codes. */
  readonly refused: readonly string[];
}

function openRoad(path: string, isolation: Isolation): Promise<Road> {
  const options = { memoryBytes: 2 ** 24, trace: false, abi: abiVersion };
  return isolation === 'childProcess'
    ? ChildRoad.open(path, options)
    : Promise.resolve(openLocalRoad(isolation, path, options));
}

/**
 * Lives once through everything, the nth allocation failing; a step that was refused memory is tried once more, and
 * must then succeed. In a child the services begin with `create`, so what create allocates is counted in process.
 */
async function live(
  path: string,
  isolation: Isolation,
  life: Life,
  nth: number,
  state?: Uint8Array,
): Promise<Run> {
  const road = await openRoad(path, isolation);
  const plugin = new Plugin(road);
  const refused: string[] = [];
  const step = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof HostError) || error.status !== 'TUTTI_E_NOMEM') throw error;
      refused.push(`${name}: ${error.code}`);
      return run();
    }
  };
  try {
    if (isolation === 'inProcess') await road.failAllocationAt(nth);
    await step('create', () => plugin.create());
    if (isolation === 'childProcess') await road.failAllocationAt(nth);
    if (state) await step('restore', () => plugin.restore(state));
    await step('start', () => plugin.start());
    const api = (await plugin.use(life.capability)) as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    const answers: unknown[] = [];
    for (const [name, ...args] of life.calls) {
      answers.push(await step(name, async () => api[name]?.(...args)));
    }
    const saved = life.isStateful ? await step('save', () => plugin.save()) : undefined;
    await step('stop', () => plugin.stop());
    return { answers, state: saved, refused };
  } finally {
    const { leakedBlocks, misuses, errors } = await plugin.close();
    expect({ nth, refused, leakedBlocks, misuses, errors }).toEqual({
      nth,
      refused,
      leakedBlocks: 0,
      misuses: 0,
      errors: [],
    });
  }
}

const languages: readonly Language[] = ['c', 'cpp', 'rust', 'zig'];
const rows = Object.keys(lives).flatMap((example) =>
  languages.flatMap((language) =>
    (['inProcess', 'childProcess'] as const).map((isolation) => ({ example, language, isolation })),
  ),
);

/** What a step that got no memory fails with. */
const codes: Readonly<Record<string, string>> = {
  create: 'create-failed',
  restore: 'restore-failed',
  start: 'start-failed',
  save: 'save-failed',
};

test.for(rows)(
  '$example in $language, $isolation: whichever allocation fails, that step says so, and the next try succeeds',
  async ({ example, language, isolation }, context) => {
    const life = lives[example];
    if (life === undefined) throw new Error(`${example} has no life`);
    const { file } = await buildNative(context, `examples/${example}`, language);
    const { state } = await live(file, isolation, life, 0);
    const healthy = await live(file, isolation, life, 0, state);
    const refused = new Set<string>();
    for (let nth = 1; ; nth++) {
      const run = await live(file, isolation, life, nth, state);
      expect(run.answers).toEqual(healthy.answers);
      expect(run.state).toEqual(healthy.state);
      if (run.refused.length === 0) break;
      expect(run.refused).toHaveLength(1);
      for (const step of run.refused) refused.add(step);
    }
    for (const step of refused) {
      const [name = ''] = step.split(': ');
      expect(step).toBe(`${name}: ${codes[name] ?? 'call-failed'}`);
    }
    const names = [...refused].map((step) => step.split(': ')[0]);
    const some = [
      ...(isolation === 'inProcess' ? ['create'] : []),
      ...(life.isStateful ? ['restore', 'add', 'save'] : ['repeat']),
    ];
    expect(names).toEqual(expect.arrayContaining(some));
  },
);

test('a plugin that takes a refused allocation for something else is caught', async () => {
  const library = await compileNative('tests/faulty/failed-allocation-is-refused.c');
  const { repeat } = lives;
  if (repeat === undefined) throw new Error('repeat has no life');
  await live(library, 'inProcess', repeat, 0);
  await expect(live(library, 'inProcess', repeat, 2)).rejects.toThrow(
    'Cannot call tutti.text.repeat of plugin "org.tutti.faulty": something went wrong (TUTTI_E_INTERNAL)',
  );
});
