import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { type Comparison, compareCalls } from './calls.ts';
import { benchChild } from './child.ts';
import { benchLoads } from './loads.ts';
import { benchOpenClose } from './open-close.ts';
import { benchOpening } from './opening.ts';
import { benchRecovery } from './recovery.ts';
import { benchRegistry } from './registry.ts';
import type { Figure, Figures } from './report.ts';
import { benchSwaps } from './swaps.ts';

/** Everything that the host claims: opening, calling, isolation, endurance, updates. About five minutes. */
export async function benchHost(): Promise<Figures> {
  const workspace = workspaceAt(process.cwd());
  await buildServices({ workspace });
  const { file } = await buildPlugin('examples/repeat', { workspace, target: 'native' });
  return {
    ...(await benchOpening(file)),
    ...(await benchCalls()),
    ...(await benchChild()),
    ...(await benchRecovery()),
    ...(await benchRegistry()),
    ...(await benchOpenClose(file)),
    ...(await benchLoads(file)),
    ...(await benchSwaps()),
  };
}

async function benchCalls(): Promise<Figures> {
  const { call, callAndAddon, callAndNodeFfi, buffer } = await compareCalls();
  return {
    'call-vs-koffi': figure(call, 'ns', 1, 'koffi', 1.3),
    'call-vs-napi': figure(callAndAddon, 'ns', 1, 'a Node-API addon', 2),
    'call-vs-node-ffi': figure(callAndNodeFfi, 'ns', 1, 'node:ffi', 2),
    'buffer-64k': figure(buffer, 'µs', 1000, 'two memcpy through koffi', 1.5),
  };
}

function figure(
  { ns, peerNs, ratio }: Comparison,
  unit: string,
  divisor: number,
  peer: string,
  ratioLimit: number,
): Figure {
  return { value: ns / divisor, unit, peer, peerValue: peerNs / divisor, ratio, ratioLimit };
}
