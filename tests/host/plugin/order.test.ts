import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  abiVersion,
  HostError,
  Instance,
  Lifecycle,
  type Transition,
  textCapability,
  transitions,
} from '../../../src/abi/index.ts';
import { NativeBackend } from '../../../src/host/native/native-backend.ts';
import { openLibrary } from '../../../src/host/native/open-library.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';

let witness: string;
beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  witness = await compileNative('tests/host/plugin/witness.c');
});

const actions: Readonly<Record<string, (plugin: Instance) => unknown>> = {
  create: (plugin) => plugin.create(),
  start: (plugin) => plugin.start(),
  use: (plugin) => plugin.use(textCapability),
  call: (plugin) => plugin.call(textCapability, 'repeat', ['la', 2]),
  stop: (plugin) => plugin.stop(),
  close: (plugin) => plugin.close(),
};

/** Takes steps in any order against an instance whose rules are `table`; returns what the plugin complained of. */
function complaints(steps: readonly string[], table: readonly Transition[]): string[] {
  const library = openLibrary(witness, abiVersion);
  const backend = new NativeBackend(library, {
    memoryBytes: 2 ** 20,
    trace: false,
    abi: abiVersion,
  });
  const plugin = new Instance(backend, false, new Lifecycle(() => backend.id, 'mapped', table));
  for (const step of [...steps, 'close']) {
    try {
      actions[step]?.(plugin);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
  }
  return plugin.events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
}

const steps = fc.array(fc.constantFrom(...Object.keys(actions)), { maxLength: 12 });

test('no order of actions reaches the plugin in a state where it must not be called', () => {
  fc.assert(
    fc.property(steps, (order) => {
      expect(complaints(order, transitions)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('and a table that lets a created instance be stopped is noticed', () => {
  const seeded = transitions.map((each) =>
    each.action === 'stop' ? { ...each, from: ['created', ...each.from] } : each,
  );
  const found = fc.check(
    fc.property(steps, (order) => complaints(order, seeded as Transition[]).length === 0),
    { numRuns: 300 },
  );
  expect(found.failed).toBe(true);
  expect(complaints(['create', 'stop'], seeded as Transition[])).toEqual(['out of order: stop in state 1']);
});
