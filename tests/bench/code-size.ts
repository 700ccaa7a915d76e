import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Size of what a page ships of these folders: bundled, minified and compressed, without the libraries they use.
 *
 * @returns kilobytes of 1000 bytes
 */
export function measureCodeSize(folders: readonly string[]): number {
  const out = 'build/bench';
  mkdirSync(out, { recursive: true });
  const entry = join(out, 'entry.ts');
  const bundle = join(out, 'bundle.js');
  const lines = folders.map((folder) => `export * from '../../src/${folder}/index.ts';\n`);
  writeFileSync(entry, lines.join(''));
  const options = [
    '--bundle',
    '--minify',
    '--format=esm',
    '--target=es2023',
    '--packages=external',
    '--log-level=error',
  ];
  execFileSync('node_modules/.bin/esbuild', [entry, ...options, `--outfile=${bundle}`]);
  return gzipSync(readFileSync(bundle), { level: 9 }).length / 1000;
}
