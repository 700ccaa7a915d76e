import { describe, expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { openPlugin } from '../../../src/host/index.ts';
import { failureOf } from '../failures.ts';
import { buildWitness, openWitness } from './world.ts';

describe('a plugin that runs in a process of its own', () => {
  test('is the default', async () => {
    await using plugin = await openPlugin(await buildWitness());
    expect(plugin.isolation).toBe('childProcess');
  });

  test('that ignores the end of a call loses its process; the others in flight are told', async () => {
    const { plugin, lines } = await openWitness({ limits: { graceMs: 20 } }, 4);
    const { repeat } = await plugin.use(textCapability);
    const deaf = failureOf(() => repeat('deaf', 60_000, { deadlineMs: 10 }));
    const neighbour = failureOf(() => repeat('deaf', 60_000));
    expect((await deaf).code).toBe('call-timeout');
    const { code, message } = await neighbour;
    expect([code, message]).toEqual(['crashed', expect.stringContaining('did not end within 20 ms')]);
    expect([plugin.state, plugin.lost?.code]).toEqual(['faulted', 'crashed']);
    expect(await failureOf(() => repeat('la', 1))).toMatchObject({ code: 'wrong-state' });
    expect(lines.filter((line) => line.startsWith('fault ')).length).toBe(1);
    const report = await plugin.close();
    expect([report.state, report.leakedBlocks, report.errors]).toEqual(['unmapped', 0, []]);
  });

  test('and is stopped while it is deaf is ended', async () => {
    const { plugin } = await openWitness({ limits: { graceMs: 20 } });
    const { repeat } = await plugin.use(textCapability);
    const deaf = failureOf(() => repeat('deaf', 60_000));
    const report = await plugin.close(10);
    expect((await deaf).code).toBe('crashed');
    expect(report.state).toBe('unmapped');
  });
});
