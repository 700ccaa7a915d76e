import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HostError, textCapability } from '../../src/abi/index.ts';
import { openInstance } from '../../src/host/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';

const workspace = workspaceAt(process.cwd());
const steps = 'content/docs/tutorials/memory';
const scratch = mkdtempSync(join(tmpdir(), 'tutti-starts-'));

beforeAll(async () => {
  await buildServices({ workspace });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Builds the start of a step natively, in a folder of its own. */
async function builtStart(step: string): Promise<string> {
  const folder = join(scratch, step);
  cpSync(`${steps}/${step}/solution/tutti.json`, join(folder, 'tutti.json'));
  cpSync(`${steps}/${step}/start/c`, join(folder, 'c'), { recursive: true });
  return (await buildPlugin(folder, { workspace, target: 'native' })).file;
}

// The step, what it is asked, what it answers, and what the native host counts: what the pages say of it.
test.each([
  ['1-borrowed', ['la\n'], ['la la la '], { leakedBlocks: 0, misuses: 0 }],
  ['2-owned', [''], [''], { leakedBlocks: 0, misuses: 1 }],
  ['3-leak', ['la ', 'Encore! '], ['la la la ', 'TUTTI_E_INVALID_ARGUMENT'], { leakedBlocks: 1, misuses: 0 }],
  [
    '4-double-release',
    ['la ', 'Encore! '],
    ['la la la ', 'TUTTI_E_INVALID_ARGUMENT'],
    { leakedBlocks: 0, misuses: 1 },
  ],
  ['6-wrong-allocator', ['la ', 'lo '], ['la la la ', 'lo lo lo '], { leakedBlocks: 0, misuses: 2 }],
] as const)(
  'the native host survives the start of %s, and counts what it did',
  async (step, texts, answers, counted) => {
    const instance = await openInstance(await builtStart(step));
    instance.start();
    const { repeat } = instance.use(textCapability);
    const answer = (text: string) => {
      try {
        return repeat(text, 3);
      } catch (error) {
        if (error instanceof HostError) return error.status;
        throw error;
      }
    };
    const answered = texts.map(answer);
    const { leakedBlocks, misuses } = instance.close();
    expect({ answered, counted: { leakedBlocks, misuses } }).toEqual({ answered: answers, counted });
  },
);
