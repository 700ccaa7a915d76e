import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import koffi from 'koffi';
import type { CapabilityDeclaration } from '../../src/abi/index.ts';
import { openInstance } from '../../src/host/index.ts';
import { bindings, generatedFiles } from '../../src/toolkit/index.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import { median } from './statistics.ts';

/** Functions whose own work is next to nothing, so that what is measured is the way to them. */
export const arithmetic = {
  id: 'bench.arithmetic',
  version: { major: 1, minor: 0 },
  summary: 'Functions that do next to nothing.',
  functions: {
    add: {
      meaning: 'Adds two numbers.',
      since: '1.0',
      parameters: [
        { name: 'a', type: 'i32', meaning: 'one' },
        { name: 'b', type: 'i32', meaning: 'the other' },
      ],
      result: 'i32',
      resultMeaning: 'their sum, modulo 2^32',
    },
    copy: {
      meaning: 'Copies bytes.',
      since: '1.0',
      parameters: [{ name: 'data', type: 'bytes', meaning: 'what to copy' }],
      result: 'bytes',
      resultMeaning: 'a copy',
    },
  },
} as const satisfies CapabilityDeclaration;

/** A call's time, its peer's, and how the two compare: the median over rounds that ran in turn. */
export interface Comparison {
  readonly ns: number;
  readonly peerNs: number;
  readonly ratio: number;
}

const rounds = 1001;
const warmUps = 200;
const bufferBytes = 65_536;

/** Builds the plugin of peers/arithmetic.c, which needs no host to be called as a plain library either. */
export async function buildArithmetic(): Promise<string> {
  const folder = freshFolder();
  const headers = bindings.filter(({ language }) => language === 'c');
  for (const { path, text } of generatedFiles([arithmetic], headers, folder)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return compileNative('tests/bench/peers/arithmetic.c', undefined, `-I${folder}`, '-O2');
}

function nsOf(run: (times: number) => unknown, times: number): number {
  const begin = performance.now();
  run(times);
  return ((performance.now() - begin) * 1e6) / times;
}

/** Runs both in turns of a tenth of a millisecond: most of them run through, whatever else the machine does. */
function compare(ours: (n: number) => unknown, peer: (n: number) => unknown, times: number): Comparison {
  const all = { ns: [] as number[], peerNs: [] as number[], ratio: [] as number[] };
  for (let i = 0; i < rounds + warmUps; i++) {
    const ns = nsOf(ours, times);
    const peerNs = nsOf(peer, times);
    if (i < warmUps) continue;
    all.ns.push(ns);
    all.peerNs.push(peerNs);
    all.ratio.push(ns / peerNs);
  }
  return { ns: median(all.ns), peerNs: median(all.peerNs), ratio: median(all.ratio) };
}

/** The peer written by hand against Node-API. */
async function loadAddon(): Promise<(a: number, b: number) => number> {
  const headers = `-I${createRequire(import.meta.url).resolve('node-api-headers/package.json')}`.replace(
    'package.json',
    'include',
  );
  const file = await compileNative('tests/bench/peers/addon.c', undefined, headers, '-O2', '-Wno-pedantic');
  const addon = { exports: {} as { add: (a: number, b: number) => number } };
  process.dlopen(addon, file);
  return addon.exports.add;
}

/** The peer through node:ffi, which is experimental. */
async function bindNodeFfi(library: string): Promise<(a: number, b: number) => number> {
  const { dlopen } = await import('node:ffi');
  const { functions } = dlopen(library, { bare_add: { arguments: ['int32', 'int32'], return: 'int32' } });
  return functions.bare_add as unknown as (a: number, b: number) => number;
}

/**
 * The way to a function in this process against others: bare koffi, a Node-API addon written by hand, and Node's
 * own experimental foreign functions.
 *
 * `call`: (i32, i32) -> i32, through `instance.use`, against the same C function through koffi.
 * `buffer`: 64 KiB in and 64 KiB owned out, against koffi copying 64 KiB into native memory and 64 KiB out of it
 * into a fresh Buffer.
 */
export async function compareCalls(): Promise<
  Readonly<Record<'call' | 'callAndAddon' | 'callAndNodeFfi' | 'buffer', Comparison>>
> {
  const path = await buildArithmetic();
  const library = koffi.load(path);
  const bareAdd = library.func('int32_t bare_add(int32_t a, int32_t b)');
  const copyIn = library.func('void bare_copy(uint64_t to, const void *from, uint64_t size)');
  const copyOut = library.func('void bare_copy(_Out_ uint8_t *to, uint64_t from, uint64_t size)');
  const addonAdd = await loadAddon();
  const ffiAdd = await bindNodeFfi(path);
  const room = koffi.alloc('uint8_t', bufferBytes);
  const address = Number(koffi.address(room));
  const data = new Uint8Array(bufferBytes).fill(7);
  const instance = await openInstance(path);
  try {
    instance.start();
    const { add, copy } = instance.use(arithmetic);
    // A loop of its own for each, as a caller would have: what several functions went through is slower.
    const ours = (n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum = add(sum, i);
      return sum;
    };
    const koffis = (n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum = bareAdd(sum, i) as number;
      return sum;
    };
    const addons = (n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum = addonAdd(sum, i);
      return sum;
    };
    const nodes = (n: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum = ffiAdd(sum, i);
      return sum;
    };
    const call = compare(ours, koffis, 2000);
    const callAndAddon = compare(ours, addons, 2000);
    const callAndNodeFfi = compare(ours, nodes, 2000);
    const buffer = compare(
      (n) => {
        for (let i = 0; i < n; i++) copy(data);
      },
      (n) => {
        for (let i = 0; i < n; i++) {
          copyIn(address, data, bufferBytes);
          copyOut(Buffer.allocUnsafe(bufferBytes), address, bufferBytes);
        }
      },
      10,
    );
    return { call, callAndAddon, callAndNodeFfi, buffer };
  } finally {
    instance.close();
    koffi.free(room);
  }
}
