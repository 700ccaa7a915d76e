import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';
import { openPlugin, openStore, type StoredPlugin, textCapability } from '../../src/host/index.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import type { Figures } from './report.ts';
import { median, quantile } from './statistics.ts';

const files = 200;
const warmUps = 20;

/**
 * Opening: from an entry of the store to the first result, over distinct files, so that nothing is mapped yet. The
 * peer takes the same steps in C, in the same process, in turn with ours.
 *
 * @param library the plugin that is opened; each file is it, and a number behind its end
 */
export async function benchOpening(library: string): Promise<Figures> {
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
  const ratios: number[] = [];
  try {
    const store = await openStore(join(folder, 'store'));
    const bytes = readFileSync(library);
    const fileOf = (name: string) => {
      const path = join(folder, `${name}.so`);
      writeFileSync(path, Buffer.concat([bytes, Buffer.from(name)]));
      return path;
    };
    const stored: StoredPlugin[] = [];
    for (let i = 0; i < files + warmUps; i++) stored.push(await store.add(fileOf(`ours-${i}`)));
    const theirs = stored.map((_, i) => fileOf(`peer-${i}`));
    for (const [i, entry] of stored.entries()) {
      const ms = await openToFirstCall(entry);
      const us = openInC(theirs[i] as string);
      if (us < 0) throw new Error(`the peer in C failed with ${us}`);
      if (i < warmUps) continue;
      ours.push(ms);
      peers.push(us / 1000);
      ratios.push((ms * 1000) / us);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const name = 'dlopen + dlsym in C';
  const [p95, peerP95] = [quantile(ours, 0.95), quantile(peers, 0.95)];
  return {
    'open-to-first-call': {
      value: median(ours),
      unit: 'ms',
      peer: name,
      peerValue: median(peers),
      ratio: median(ratios),
      limit: 1,
      ratioLimit: 4,
    },
    'open-to-first-call-p95': {
      value: p95,
      unit: 'ms',
      peer: name,
      peerValue: peerP95,
      ratio: p95 / peerP95,
    },
  };
}

async function openToFirstCall(entry: StoredPlugin): Promise<number> {
  const begin = performance.now();
  const plugin = await openPlugin(entry, { trust: true });
  await plugin.start();
  const result = plugin.useSync(textCapability).repeat('cool', 3);
  const ms = performance.now() - begin;
  await plugin.close();
  if (result !== 'coolcoolcool') throw new Error(`the plugin said ${JSON.stringify(result)}`);
  return ms;
}
