import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A project with one step, `refrain`, that a test may change. */
export interface RefrainProject {
  readonly dir: string;
  /** Of the step, relative to `dir`. */
  readonly folder: string;
  /** Changes its plan. */
  plan(change: (plan: Record<string, unknown>) => void): void;
  /** Changes one of its files. */
  file(name: string, change: (text: string) => string): void;
}

export function refrainProject(): RefrainProject {
  const dir = mkdtempSync(path.join(tmpdir(), 'tutti-step-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const folder = 'content/docs/tutorials/songs/1-refrain';
  mkdirSync(path.join(dir, folder), { recursive: true });
  cpSync('tests/tutorials/fixtures/refrain', path.join(dir, folder), { recursive: true });
  const file: RefrainProject['file'] = (name, change) => {
    const place = path.join(dir, folder, name);
    writeFileSync(place, change(readFileSync(place, 'utf8')));
  };
  return {
    dir,
    folder,
    file,
    plan: (change) =>
      file('step.json', (text) => {
        const plan = JSON.parse(text) as Record<string, unknown>;
        change(plan);
        return JSON.stringify(plan);
      }),
  };
}
