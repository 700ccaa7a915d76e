import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { libraryOf } from './fault-library.ts';
import { isUpdating, reportedRow, tell, writeReport } from './fault-report.ts';
import { type Fault, faults } from './fault-table.ts';
import { sacrifice } from './sacrifice.ts';

let healthy: string;
beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  healthy = await compileNative('examples/repeat/c/repeat.c');
});
afterAll(() => {
  if (isUpdating) writeReport();
});

/** What the test says that becomes of a fault. */
function sentence({ inProcess }: Fault): string {
  if (inProcess === 'none') return 'harms nobody';
  if (typeof inProcess === 'string') return `is ${inProcess}`;
  if (inProcess.kind === 'changes') return `changes the ${inProcess.facts.join(' and the ')} of the process`;
  return inProcess.kind === 'stays' ? 'never comes back' : `ends the process: ${inProcess.how}`;
}

// Each in a Node of its own: it would be no proof to believe that a process survives what it runs.
describe.runIf(process.platform === 'linux')('in the process of the host', () => {
  for (const fault of faults) {
    test.concurrent(`${fault.id} ${sentence(fault)}`, async (context) => {
      const library = await libraryOf(context, fault);
      const expected = fault.inProcess;
      const isStaying = typeof expected !== 'string' && expected.kind === 'stays';
      const { ends, changed, account, answer, said } = await sacrifice(library, healthy, isStaying);
      if (typeof expected === 'string') {
        const stays = account?.ended.startsWith('resident') ? ['maps'] : [];
        expect({ ends, changed, answer }, said).toEqual({ ends: 'lives', changed: stays, answer: 'lalala' });
        expect(account?.failures[0]?.code ?? 'none').toBe(expected);
        if (account) tell(fault, { inProcess: account });
        if (!isUpdating) expect(account).toEqual(reportedRow(fault.id)?.inProcess);
        return;
      }
      const told = { ends, changed };
      if (expected.kind === 'changes') expect(told, said).toEqual({ ends: 'lives', changed: expected.facts });
      else if (expected.kind === 'ends') {
        expect(expected.how.split(' or '), said).toContain(ends);
        tell(fault, { inProcess: { ends: expected.how, changed: [] } });
        return;
      }
      if (expected.kind === 'stays') expect(told, said).toEqual({ ends: 'does not come back', changed: [] });
      tell(fault, { inProcess: told });
      if (!isUpdating) expect(told).toEqual(reportedRow(fault.id)?.inProcess);
    });
  }
});
