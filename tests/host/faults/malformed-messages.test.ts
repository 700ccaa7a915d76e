import { beforeAll, describe, expect, test } from 'vitest';
import { wordsCapability } from '../../../src/abi/index.ts';
import { openInstance, openPlugin, type Plugin } from '../../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { failureOf } from '../failures.ts';

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

const malformed = (...flags: string[]) =>
  compileNative('tests/faulty/host/malformed.c', undefined, '-Wno-unused-const-variable', ...flags);

async function opened(path: string, isolation: 'inProcess' | 'childProcess'): Promise<Plugin> {
  const plugin = await openPlugin(path, { isolation });
  await plugin.start();
  return plugin;
}

const call = (name: string) =>
  `Cannot call tutti.words.${name} of plugin "org.tutti.faulty": what it handed over is not valid: `;

describe.each(['inProcess', 'childProcess'] as const)('a message that is none, %s', (isolation) => {
  test('the well-formed one is read', async () => {
    await using plugin = await opened(await malformed(), isolation);
    const { mostFrequent } = await plugin.use(wordsCapability);
    expect(await mostFrequent(0)).toEqual([{ word: 'la', count: 7n }]);
  });

  test('one whose list lies over its own root is read within its bounds', async () => {
    await using plugin = await opened(await malformed(), isolation);
    const { mostFrequent } = await plugin.use(wordsCapability);
    expect(await mostFrequent(8)).toEqual([{ word: '\0', count: (2n << 32n) | 24n }]);
  });

  // what is wrong with it, the parameter that asks for it, why it is refused
  test.each([
    ['no bytes', 1, 'the value has 0 bytes and needs at least 8'],
    ['half of its root', 2, 'the value has 4 bytes and needs at least 8'],
    ['a list outside of it', 3, 'the value has 16 bytes at 1000, beyond the end of the message at 32'],
    ['a list longer than it', 4, 'the value has 68719476720 bytes at 8, beyond the end of the message at 32'],
    ['a list between two alignments', 5, 'the value lies at 12, which is no multiple of 8'],
    ['a text outside of it', 6, '"[0].word" has 2 bytes at 1073741824, beyond the end of the message at 32'],
    ['a text that is not UTF-8', 7, '"[0].word" is not UTF-8'],
  ])('with %s faults the plugin, and leaves nothing behind', async (_what, limit, why) => {
    const plugin = await opened(await malformed(), isolation);
    const { mostFrequent } = await plugin.use(wordsCapability);
    expect(await failureOf(() => mostFrequent(limit))).toEqual({
      code: 'bad-result',
      message: call('mostFrequent') + why,
    });
    expect(plugin.state).toBe('faulted');
    const { leakedBlocks, misuses, errors } = await plugin.close();
    expect({ leakedBlocks, misuses, errors }).toEqual({ leakedBlocks: 0, misuses: 0, errors: [] });
  });
});

test('an invoke that says it is done and does nothing is a bad result', async () => {
  await using plugin = await opened(await malformed('-DFAULT=INVOKE_DOES_NOTHING'), 'childProcess');
  const { total } = await plugin.use(wordsCapability);
  expect(await failureOf(() => total())).toEqual({
    code: 'bad-result',
    message: `${call('total')}its record claims 0 bytes and has 56`,
  });
});

test('an invoke that returns no status is a bad result', async () => {
  await using plugin = await opened(await malformed('-DFAULT=INVOKE_UNKNOWN_STATUS'), 'childProcess');
  const { reset } = await plugin.use(wordsCapability);
  expect(await failureOf(() => reset())).toEqual({
    code: 'bad-result',
    message: `${call('reset')}it returned 77, which is no status`,
  });
});

test('a table without invoke offers nothing', async () => {
  await using plugin = await opened(await malformed('-DFAULT=INVOKE_MISSING'), 'childProcess');
  expect(await failureOf(() => plugin.use(wordsCapability))).toEqual({
    code: 'capability-missing',
    message:
      'Cannot use tutti.words.add of plugin "org.tutti.faulty": its table has no invoke: generate it with `tutti generate`',
  });
  const instance = await openInstance(await malformed('-DFAULT=INVOKE_MISSING'));
  expect(await failureOf(() => instance.use(wordsCapability))).toEqual({
    code: 'capability-missing',
    message:
      'Cannot use tutti.words of plugin "org.tutti.faulty": its table has no invoke: generate it with `tutti generate`',
  });
  instance.close();
});
