import { beforeAll, expect, test } from 'vitest';
import { checksFor } from '../../src/checks/index.ts';
import { buildServices, runChecksApart, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative } from '../native/compile.ts';

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

const run = async (fault: string, limitMs?: number) => {
  const library = await compileNative('tests/faulty/takes-the-process-down.c', undefined, `-DFAULT=${fault}`);
  const results = await runChecksApart(library, ['tutti.text'], limitMs === undefined ? {} : { limitMs });
  expect(results.map(({ id }) => id)).toEqual(checksFor(['tutti.text']).map(({ id }) => id));
  return results
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ id, outcome, detail }) => ({ id, outcome, detail }));
};

// fault, what a person reads
test.skipIf(process.platform === 'win32').each([
  ['CRASHES', "the plugin's process was ended by SIGSEGV"],
  ['EXITS', "the plugin's process ended with 0"],
  ['ABORTS', "the plugin's process was ended by SIGABRT"],
])('a plugin that %s loses that check alone, and the others run', async (fault, detail) => {
  expect(await run(fault)).toEqual([{ id: 'count-zero-gives-empty-text', outcome: 'crashed', detail }]);
});

test('a plugin that never returns is ended, and the others run', async () => {
  expect(await run('SPINS', 3000)).toEqual([
    {
      id: 'count-zero-gives-empty-text',
      outcome: 'crashed',
      detail: 'the plugin did not come back within 3 seconds',
    },
  ]);
});

test('an abort ends the child and is thrown', async () => {
  const library = await compileNative('tests/faulty/takes-the-process-down.c', undefined, '-DFAULT=SPINS');
  const controller = new AbortController();
  const running = runChecksApart(library, ['tutti.text'], { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
});
