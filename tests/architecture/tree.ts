import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** All files of the project from its root, with `/`: what git has or would add, without what it ignores. */
export function listFiles(): string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  return output
    .split('\0')
    .filter((path) => path !== '' && existsSync(path))
    .sort();
}

/** The files as a map of path -> text. */
export function readFiles(paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}
