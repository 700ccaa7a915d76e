import { describe, expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { openPlugin } from '../../../src/host/index.ts';
import { failureOf } from '../failures.ts';
import { everywhere } from './isolations.ts';
import { buildWitness, linesOf, openWitness } from './world.ts';

describe.each(everywhere)('closing a plugin that runs %s', (isolation) => {
  test('runs its cleanups while it works, the last one first, and tells of every failure', async () => {
    const { plugin, lines } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    const log: string[] = [];
    plugin.onClose(async () => void log.push(`first: ${await repeat('la', 2)}`));
    plugin.onClose(() => {
      throw new Error('second failed');
    });
    plugin.onClose(() => void log.push(`third: ${plugin.state}`));
    plugin.onClose(() => Promise.reject(new Error('fourth failed')));
    const report = await plugin.close();
    expect(log).toEqual(['third: active', 'first: lala']);
    expect(report.errors).toEqual([new Error('fourth failed'), new Error('second failed')]);
    expect(report.state).toBe('unmapped');
    expect(lines).toContain('hook of close failed: second failed');
  });

  test('happens once, however often it is asked for', async () => {
    const { plugin } = await openWitness({ isolation });
    const [first, second] = await Promise.all([plugin.close(), plugin.close()]);
    expect(second).toBe(first);
    expect(await plugin.close()).toBe(first);
  });

  test('happens at the end of "await using", and the usage stays known', async () => {
    let opened: Awaited<ReturnType<typeof openPlugin>>;
    {
      await using plugin = await openPlugin(await buildWitness(), { isolation });
      opened = plugin;
      await plugin.start();
      await plugin.call(textCapability, 'repeat', ['la', 1]);
    }
    expect(opened.state).toBe('unmapped');
    const { liveBlocks, calls } = await opened.usage();
    expect([liveBlocks, calls.total]).toEqual([0, 1]);
    expect(await failureOf(() => opened.call(textCapability, 'repeat', ['la', 1]))).toEqual({
      code: 'wrong-state',
      message: 'Cannot call plugin "org.tutti.witness": current state is unmapped',
    });
  });

  test('reports what was not given back, block by block in a trace', async () => {
    const { plugin, lines } = await openWitness({ isolation, trace: true });
    await plugin.call(textCapability, 'repeat', ['keep', 5]);
    const { leakedBlocks, leakedBytes } = await plugin.close();
    expect([leakedBlocks, leakedBytes]).toEqual([1, 5]);
    expect(lines).toContain('leak of block 2, 5 bytes');
    expect(plugin.ledger().filter((row) => row.fate === 'leaked')).toEqual([
      { block: 2, sizeBytes: 5, call: 1, owner: 'plugin', fate: 'leaked' },
    ]);
  });

  test('cannot be refused by a hook, whose error is in the report', async () => {
    const refuse = () => {
      throw new Error('please stay');
    };
    const plugin = await openPlugin(await buildWitness(), { isolation, hooks: { before: { stop: refuse } } });
    await plugin.start();
    expect(await failureOf(() => plugin.stop())).toEqual({
      code: 'transition-vetoed',
      message: 'Cannot stop plugin "org.tutti.witness": a hook before it refused: please stay',
    });
    const report = await plugin.close();
    expect([report.state, report.errors]).toEqual(['unmapped', [new Error('please stay')]]);
  });

  test('waits for a step that is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const plugin = await openPlugin(await buildWitness(), {
      isolation,
      hooks: { before: { start: () => promise } },
    });
    const lines = linesOf(plugin);
    const starting = plugin.start();
    const closing = plugin.close();
    resolve();
    await starting;
    await closing;
    expect(lines.slice(0, 3)).toEqual(['active', 'draining', 'quiesced']);
  });

  test('waits for the calls in flight, and ends those that take too long', async () => {
    const { plugin } = await openWitness({ isolation: isolation === 'inProcess' ? 'async' : isolation });
    const { repeat } = await plugin.use(textCapability);
    const short = repeat('deaf', 20);
    const long = failureOf(() => repeat('wait', 1));
    // Time for the short one on a machine that stands still meanwhile.
    const report = await plugin.close(2000);
    expect(await short).toBe('deaf');
    expect((await long).message).toBe(
      'Cannot call tutti.text.repeat of plugin "org.tutti.witness": as you wish (TUTTI_E_CANCELLED)',
    );
    expect([report.state, report.errors]).toEqual(['unmapped', []]);
  });

  test('a library whose plugin asked for it stays, with the reason', async () => {
    const { plugin } = await openWitness({ isolation }, 1);
    const { state, pinnedBy } = await plugin.close();
    const stays = 'its plugin asks never to be unmapped (TUTTI_PLUGIN_NO_UNLOAD)';
    // A process of its own takes its libraries with it.
    expect([state, pinnedBy]).toEqual(
      isolation === 'childProcess' ? ['unmapped', undefined] : ['resident', stays],
    );
  });
});

describe('where a plugin runs', () => {
  test('in this process when it is trusted', async () => {
    const asked: string[] = [];
    await using plugin = await openPlugin(await buildWitness(), {
      trust: ({ sha256 }) => {
        asked.push(sha256);
        return true;
      },
    });
    expect([plugin.isolation, asked[0]?.length]).toEqual(['inProcess', 64]);
  });

  test('not in this process when it must have one of its own', async () => {
    const library = await buildWitness(16);
    expect(await failureOf(() => openPlugin(library, { isolation: 'inProcess' }))).toEqual({
      code: 'isolation-unavailable',
      message:
        'Cannot open plugin "org.tutti.witness" in this process: it must run in a process of its own (TUTTI_PLUGIN_PROC_ONLY)',
    });
  });
});
