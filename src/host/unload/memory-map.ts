import { readFileSync } from 'node:fs';

/** A stretch of a process's memory that a file is mapped to. */
export interface Mapping {
  readonly from: number;
  readonly to: number;
  readonly isExecutable: boolean;
  /** Absolute, without links. */
  readonly file: string;
}

/** The files that a process has mapped. Linux only: elsewhere none are told. */
export function readMappings(pid: number | 'self' = 'self'): Mapping[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/maps`, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const [, from, to, mode, file] = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \d+ +(\/.*)$/.exec(line) ?? [];
    if (from === undefined || to === undefined || mode === undefined || file === undefined) return [];
    const isExecutable = mode.includes('x');
    const name = file.replace(/ \(deleted\)$/, '');
    return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), isExecutable, file: name }];
  });
}
