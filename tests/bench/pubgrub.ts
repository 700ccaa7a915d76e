import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The peer: a process that holds the instances of one file and times itself. */
export interface Pubgrub {
  resolve(instance: number): Promise<{ ms: number; outcome: string }>;
  stop(): void;
}

const source = 'tests/bench/peers/pubgrub';
const target = 'build/bench/pubgrub';

/** @param file instances as `formatNeutral` writes them */
export function startPubgrub(file: string): Pubgrub {
  const manifest = join(source, 'Cargo.toml');
  const build = [
    'build',
    '--quiet',
    '--release',
    '--locked',
    '--manifest-path',
    manifest,
    '--target-dir',
    target,
  ];
  execFileSync('cargo', build, { stdio: ['ignore', 'inherit', 'inherit'] });
  const peer = spawn(join(target, 'release/pubgrub-peer'), [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    async resolve(instance) {
      peer.stdin.write(`${instance}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`pubgrub ended before instance ${instance}`);
      const [ms, outcome] = value.split(' ') as [string, string];
      return { ms: Number(ms), outcome };
    },
    stop() {
      peer.stdin.end();
    },
  };
}
