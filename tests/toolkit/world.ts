import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { packageDir, type Workspace, workspaceAt } from '../../src/toolkit/index.ts';

/** An empty folder of one test, gone afterwards. */
export function emptyFolder(): string {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'tutti-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A workspace that holds a copy of `examples/repeat`. */
export function worldWithRepeat(env: NodeJS.ProcessEnv = {}): Workspace {
  const dir = emptyFolder();
  cpSync(path.join(packageDir, 'examples/repeat'), path.join(dir, 'examples/repeat'), { recursive: true });
  return workspaceAt(dir, env);
}

/** A workspace with one plugin `org.example.small` in `small/`, from the given C source. */
export function worldWithSource(source: string): Workspace {
  const dir = emptyFolder();
  mkdirSync(path.join(dir, 'small'));
  writeFileSync(path.join(dir, 'small/small.c'), source);
  const manifest = {
    id: 'org.example.small',
    version: '1.0.0',
    name: 'Small',
    abi: '^1.0',
    entry: { c: 'small.c' },
  };
  writeFileSync(path.join(dir, 'small/tutti.json'), JSON.stringify(manifest));
  return workspaceAt(dir, {});
}

/** What a promise is rejected with; fails the test when it is not. */
export async function rejection(promise: Promise<unknown>): Promise<{
  code: unknown;
  message: string;
  notes: unknown;
}> {
  try {
    await promise;
  } catch (error) {
    const { code, message, notes } = error as Error & { code?: unknown; notes?: unknown };
    return { code, message, notes };
  }
  throw new Error('should have been rejected');
}
