import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlugin, type Plugin, textCapability } from '../../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { accountOf, impatientMs } from './account.ts';
import { libraryOf } from './fault-library.ts';
import { isUpdating, reportedRow, tell, writeReport } from './fault-report.ts';
import { faults } from './fault-table.ts';
import { processFacts } from './process-facts.ts';

const neighbours: Plugin[] = [];

/** A healthy plugin in this process and one in a child of its own both answer. */
async function neighboursAnswer(count: number): Promise<string[]> {
  return Promise.all(
    neighbours.map(async (plugin) => (await plugin.use(textCapability)).repeat('la', count)),
  );
}

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  const healthy = await compileNative('examples/repeat/c/repeat.c');
  for (const isolation of ['inProcess', 'childProcess'] as const) {
    const plugin = await openPlugin(healthy, { isolation });
    await plugin.start();
    neighbours.push(plugin);
  }
  // What a first child makes the host open for good.
  await (await openPlugin(healthy, { isolation: 'childProcess' })).close();
});

afterAll(async () => {
  for (const plugin of neighbours) await plugin.close();
  if (isUpdating) writeReport();
});

describe.runIf(process.platform === 'linux')('in a process of its own', () => {
  for (const fault of faults) {
    const seen = fault.childProcess === 'none' ? 'harms nobody' : `is ${fault.childProcess}`;
    test(`${fault.id} ${seen}, and the neighbours never notice`, async (context) => {
      const library = await libraryOf(context, fault);
      expect(await neighboursAnswer(1)).toEqual(['la', 'la']);
      const before = processFacts();
      let meanwhile: string[] = [];
      const account = await accountOf(
        library,
        'childProcess',
        async () => {
          meanwhile = await neighboursAnswer(2);
        },
        fault.group === 'stays' ? impatientMs : undefined,
      );
      const after = processFacts();
      expect(await neighboursAnswer(3)).toEqual(['lalala', 'lalala']);
      if (meanwhile.length > 0) expect(meanwhile).toEqual(['lala', 'lala']);
      expect(after).toEqual(before);
      expect(account.failures[0]?.code ?? 'none').toBe(fault.childProcess);
      tell(fault, { childProcess: account });
      if (!isUpdating) expect(account).toEqual(reportedRow(fault.id)?.childProcess);
    });
  }
});
