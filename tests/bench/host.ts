import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';
import { openInstance, textCapability } from '../../src/host/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import type { Figures } from './report.ts';
import { median, quantile } from './statistics.ts';

const files = 200;
const warmUps = 10;

/**
 * Opening: from the path to the first result, over distinct files, so that nothing is mapped yet. The peer takes
 * the same steps in C, in the same process, in turn with ours.
 */
export async function benchHost(): Promise<Figures> {
  const workspace = workspaceAt(process.cwd());
  await buildServices({ workspace });
  const { file } = await buildPlugin('examples/repeat', { workspace, target: 'native' });
  const peer = await compileNative(
    'tests/bench/peers/open.c',
    undefined,
    '-Inative/host',
    'native/host/services.c',
    '-O2',
  );
  const openInC = koffi.load(peer).func('double peer_open_to_first_call(str path)') as (
    path: string,
  ) => number;
  const folder = freshFolder();
  const ours: number[] = [];
  const peers: number[] = [];
  try {
    for (let i = 0; i < files + warmUps; i++) {
      const [mine, theirs] = [copyOf(file, folder, `ours-${i}`), copyOf(file, folder, `peer-${i}`)];
      const ms = await openToFirstCall(mine);
      const us = openInC(theirs);
      if (us < 0) throw new Error(`the peer in C failed with ${us}`);
      if (i < warmUps) continue;
      ours.push(ms);
      peers.push(us / 1000);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const value = median(ours);
  const peerValue = median(peers);
  const inC = { peer: 'dlopen + dlsym in C', peerValue, ratio: value / peerValue };
  const [p95, peerP95] = [quantile(ours, 0.95), quantile(peers, 0.95)];
  return {
    'open-to-first-call': { value, unit: 'ms', ...inC, limit: 1 },
    'open-to-first-call-p95': {
      value: p95,
      unit: 'ms',
      peer: inC.peer,
      peerValue: peerP95,
      ratio: p95 / peerP95,
      limit: 10,
    },
  };
}

function copyOf(file: string, folder: string, name: string): string {
  const copy = join(folder, `${name}.so`);
  copyFileSync(file, copy);
  return copy;
}

async function openToFirstCall(path: string): Promise<number> {
  const begin = performance.now();
  const plugin = await openInstance(path);
  plugin.start();
  const result = plugin.use(textCapability).repeat('cool', 3);
  const ms = performance.now() - begin;
  plugin.close();
  if (result !== 'coolcoolcool') throw new Error(`the plugin said ${JSON.stringify(result)}`);
  return ms;
}
