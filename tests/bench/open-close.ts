import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Holdings } from './endurance/open-close.ts';
import type { Figures } from './report.ts';

const run = promisify(execFile);
const cycles = 10_000;

/** What a process holds more after 10,000 times open, start, call and close of `library` than before. */
export async function benchOpenClose(library: string): Promise<Figures> {
  const program = fileURLToPath(new URL('./endurance/open-close.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', program, library, String(cycles)], {
    timeout: 180_000,
  });
  const { before, after } = JSON.parse(stdout) as Record<'before' | 'after', Holdings>;
  const grown = (key: keyof Holdings) => after[key] - before[key];
  return {
    'open-close-10k-rss': { value: Math.max(0, grown('rssBytes')) / 2 ** 20, unit: 'MiB more', limit: 2 },
    'open-close-10k-fds': { value: grown('fds'), unit: 'more', limit: 0 },
    'open-close-10k-threads': { value: grown('threads'), unit: 'more', limit: 0 },
    'open-close-10k-maps': { value: grown('maps'), unit: 'more', limit: 0 },
  };
}
