import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A resolver written in Rust: a process that holds the instances of one file and times itself. */
export interface Peer {
  resolve(instance: number): Promise<{ ms: number; outcome: string }>;
  stop(): void;
}

/** The crates that are measured beside; each has a program in `tests/bench/peers`, with its versions locked. */
export type PeerName = 'pubgrub' | 'resolvo';

/** @param file instances as `formatNeutral` writes them */
export function startPeer(name: PeerName, file: string): Peer {
  const manifest = join('tests/bench/peers', name, 'Cargo.toml');
  const target = join('build/bench', name);
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
  const peer = spawn(join(target, `release/${name}-peer`), [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    async resolve(instance) {
      peer.stdin.write(`${instance}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${name} ended before instance ${instance}`);
      const [ms, outcome] = value.split(' ') as [string, string];
      return { ms: Number(ms), outcome };
    },
    stop() {
      peer.stdin.end();
    },
  };
}
