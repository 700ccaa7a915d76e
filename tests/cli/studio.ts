import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { commands, plain, runCommandLine } from '../../src/cli/index.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

/** A folder with these releases of plugins, and a way to run commands in it. */
export function studio(
  releases: readonly (readonly [id: string, version: string, dependencies?: object, more?: object])[],
) {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'tutti-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [id, version, dependencies = {}, more = {}] of releases) {
    const folder = path.join(dir, `${id}-${version}`);
    mkdirSync(folder);
    const manifest = { id: `org.example.${id}`, version, name: id, abi: '^1.0', dependencies, ...more };
    writeFileSync(path.join(folder, 'tutti.json'), JSON.stringify(manifest, null, 2));
  }
  const workspace = workspaceAt(dir);
  return {
    dir,
    run: async (line: string) => {
      const { exitCode, text } = await runCommandLine(line.split(' '), commands, { workspace, paint: plain });
      return [exitCode, ...text.split('\n').map((shown) => shown.replace(/ on ABI .*:$/, ' here:'))];
    },
    read: () => JSON.parse(readFileSync(path.join(dir, 'tutti.lock'), 'utf8')),
  };
}
