import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** All files of the project from its root, with `/`: what git has or would add, without what it ignores. */
export function listFiles(): string[] {
  return gitFiles('--cached', '--others', '--exclude-standard').filter((path) => existsSync(path));
}

/** The files below these folders that git ignores, and that a fresh clone would therefore lack. */
export function listIgnored(folders: readonly string[]): string[] {
  return gitFiles('--others', '--ignored', '--exclude-standard', '--', ...folders);
}

function gitFiles(...options: string[]): string[] {
  const output = execFileSync('git', ['ls-files', '-z', ...options], { encoding: 'utf8' });
  return output
    .split('\0')
    .filter((path) => path !== '')
    .sort();
}

/** The files as a map of path -> text. */
export function readFiles(paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
