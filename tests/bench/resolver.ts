import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import {
  compileIndex,
  explain,
  findConflicts,
  type Index,
  type Request,
  resolve,
  suggestFixes,
  verifySelection,
} from '../../src/resolver/index.ts';
import { adversarialCases } from './adversarial.ts';
import { readCkan } from './ckan.ts';
import { measureCodeSize } from './code-size.ts';
import { createEcosystem, type Ecosystem, formatNeutral, readEcosystem } from './ecosystem.ts';
import type { Figure, Figures } from './report.ts';
import { type PeerName, startPeer } from './rust-peer.ts';
import { median, quantile } from './statistics.ts';

const rounds = 9;
const compileRounds = 15;

/**
 * Resolving, beside pubgrub and beside resolvo on the same instances and in turn with each; compiling, beside node-semver on the same
 * (plugin, range) pairs; and what a program asks for again and again: checking, editing, explaining.
 */
export async function benchResolver(): Promise<Figures> {
  const small = createEcosystem(1000, 40, 60);
  const figures: Record<string, Figure> = {};
  const compile = benchCompile(small.index);
  const large = createEcosystem(5000, 40, 60);
  const onSmall = await benchResolve(small, 'small', 'pubgrub');
  const onLarge = await benchResolve(large, 'large', 'pubgrub');
  figures['resolve-1000-p50'] = against(onSmall, 0.5, 1);
  figures['resolve-1000-p95'] = against(onSmall, 0.95, 1.5);
  figures['resolve-5000-p95'] = against(onLarge, 0.95, 2);
  for (const count of [1000, 5000]) {
    const given = readEcosystem(count, 40);
    if (given === undefined) continue;
    const times = await benchResolve(given, 'given', 'pubgrub');
    if (count === 1000) figures['resolve-given-1000-p50'] = against(times, 0.5, 1);
    figures[`resolve-given-${count}-p95`] = against(times, 0.95, count === 1000 ? 1.5 : 2);
  }
  const besideResolvo = await benchResolve(small, 'small', 'resolvo');
  figures['resolvo-1000-p50'] = beside(besideResolvo, 0.5);
  figures['resolvo-1000-p95'] = beside(besideResolvo, 0.95);
  figures['resolvo-5000-p95'] = beside(await benchResolve(large, 'large', 'resolvo'), 0.95);
  const { shipped, answering, withSchema, withLibraries } = await measureCodeSize();
  const rest = { ...benchRepeated(small), ...compile, ...benchCkan(), ...benchAdversarial() };
  return {
    ...figures,
    ...rest,
    'resolver-size': { value: shipped, unit: 'kB gz', limit: 20 },
    'resolver-size-answering': { value: answering, unit: 'kB gz' },
    'resolver-size-with-schema': { value: withSchema, unit: 'kB gz' },
    'resolver-size-with-libraries': { value: withLibraries, unit: 'kB gz' },
  };
}

interface Times {
  readonly peer: PeerName;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** A share of the times beside the same share of the peer's. */
function beside({ peer, ours, theirs }: Times, share: number): Figure & { readonly peerValue: number } {
  const [value, peerValue] = [quantile(ours, share), quantile(theirs, share)];
  return { value, unit: 'ms', peer: `${peer} in Rust`, peerValue, ratio: value / peerValue };
}

/** The same, within its limit when it takes at most `factor` times as long as the peer. */
function against(times: Times, share: number, factor: number): Figure {
  const figure = beside(times, share);
  return { ...figure, limit: factor * figure.peerValue };
}

/**
 * Both resolve each instance once before, so that neither is measured cold, and then a few times in turn; the median
 * of these is the instance's time.
 */
async function benchResolve(ecosystem: Ecosystem, name: string, peer: PeerName): Promise<Times> {
  const file = join('build/bench', `${name}.json`);
  mkdirSync('build/bench', { recursive: true });
  writeFileSync(file, formatNeutral(ecosystem));
  const compiled = compileIndex(ecosystem.index);
  const other = startPeer(peer, file);
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    for (const [instance, request] of ecosystem.requests.entries()) {
      const { outcome } = resolve(compiled, request);
      const answer = await other.resolve(instance);
      if (answer.outcome !== outcome)
        throw new Error(`${name} ${instance}: ${outcome}, but ${peer} says ${answer.outcome}`);
    }
    for (const [instance, request] of ecosystem.requests.entries()) {
      const [own, foreign]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        const begin = performance.now();
        resolve(compiled, request);
        own.push(performance.now() - begin);
        foreign.push((await other.resolve(instance)).ms);
      }
      ours.push(median(own));
      theirs.push(median(foreign));
    }
  } finally {
    other.stop();
  }
  return { peer, ours, theirs };
}

/** Enough requests that a share of the conflicts among them says something. */
const conflictsOf = 400;

function benchRepeated({ index, requests }: Ecosystem): Figures {
  const compiled = compileIndex(index);
  const times = {
    check: [] as number[],
    again: [] as number[],
    explain: [] as number[],
    fixes: [] as number[],
  };
  for (const [number, request] of requests.entries()) {
    const resolution = resolve(compiled, request);
    if (resolution.outcome !== 'resolved') continue;
    const { selection } = resolution;
    const locked: Request = { ...request, locked: selection };
    measure(times.check, () => {
      const faults = verifySelection(compiled, locked, selection);
      if (faults.length > 0) throw new Error(faults.join('\n'));
    });
    const added = `org.example.p${(number * 7919) % 1000}`;
    const edited: Request = { ...locked, roots: { ...request.roots, [added]: '*' } };
    measure(times.again, () => resolve(compiled, edited));
  }
  for (const request of createEcosystem(1000, 40, conflictsOf).requests) {
    const resolution = resolve(compiled, request);
    if (resolution.outcome !== 'conflict') continue;
    measure(times.explain, () => {
      const again = resolve(compiled, request);
      if (again.outcome === 'conflict')
        for (const one of findConflicts(compiled, again.conflict)) explain(one);
    });
    measure(times.fixes, () => suggestFixes(compiled, resolution.conflict, 3));
  }
  return {
    'check-lock': { value: median(times.check), unit: 'ms', limit: 0.1 },
    're-resolve-p50': { value: median(times.again), unit: 'ms', limit: 1 },
    're-resolve-p95': { value: quantile(times.again, 0.95), unit: 'ms', limit: 5 },
    'explain-p95': { value: quantile(times.explain, 0.95), unit: 'ms', limit: 10 },
    'fixes-p95': { value: quantile(times.fixes, 0.95), unit: 'ms', limit: 100 },
  };
}

/** Adds the median of a few rounds. */
function measure(list: number[], action: () => void): void {
  const each = Array.from({ length: rounds }, () => {
    const begin = performance.now();
    action();
    return performance.now() - begin;
  });
  list.push(median(each));
}

/** The real plugins of a game, where the data is. */
function benchCkan(): Figures {
  const ckan = readCkan();
  if (ckan === undefined) return {};
  const text = JSON.stringify(ckan.index);
  const times = { compile: [] as number[], resolve: [] as number[] };
  measure(times.compile, () => compileIndex(JSON.parse(text) as Index));
  const compiled = compileIndex(ckan.index);
  for (const request of ckan.requests) {
    measure(times.resolve, () => {
      const resolution = resolve(compiled, request);
      if (resolution.outcome === 'unknown') throw new Error(`ABI ${request.host.abi}: no answer`);
    });
  }
  return {
    'ckan-compile': { value: median(times.compile), unit: 'ms', limit: 1000 },
    'ckan-top100-p95': { value: quantile(times.resolve, 0.95), unit: 'ms', limit: 100 },
  };
}

/** The slowest of the questions that are made to be hard, its explanation included, and the memory they took. */
function benchAdversarial(): Figures {
  const times: number[] = [];
  const before = process.memoryUsage().rss;
  let memory = 0;
  for (const { releases, request } of adversarialCases()) {
    const begin = performance.now();
    const compiled = compileIndex({ releases });
    const resolution = resolve(compiled, request);
    if (resolution.outcome === 'conflict') explain(findConflicts(compiled, resolution.conflict)[0]!);
    times.push(performance.now() - begin);
    memory = Math.max(memory, process.memoryUsage().rss - before);
  }
  return {
    adversarial: { value: Math.max(...times), unit: 'ms', limit: 10_000 },
    'adversarial-memory': { value: memory / 2 ** 20, unit: 'MiB', limit: 512 },
  };
}

/** From the text of the index, in turn with node-semver on the same pairs. */
function benchCompile(index: Index): Figures {
  const text = JSON.stringify(index);
  const ours: number[] = [];
  const peers: number[] = [];
  for (let round = 0; round < compileRounds; round++) {
    let begin = performance.now();
    compileIndex(JSON.parse(text) as Index);
    ours.push(performance.now() - begin);
    begin = performance.now();
    evaluateWithSemver(JSON.parse(text) as Index);
    peers.push(performance.now() - begin);
  }
  const [value, peerValue] = [median(ours), median(peers)];
  const compared = { peer: "node-semver's satisfies", peerValue, ratio: value / peerValue };
  return {
    'compile-index': { value, unit: 'ms', ...compared, limit: 60 },
    'compile-index-speedup': { value: peerValue / value, unit: '×', limit: 5, atLeast: true },
  };
}

/** Asks of every version of a plugin and every range that anybody has for it, each pair once. */
function evaluateWithSemver({ releases }: Index): number {
  const versions = new Map<string, string[]>();
  const ranges = new Map<string, Set<string>>();
  for (const { id, version, dependencies } of releases) {
    const known = versions.get(id);
    if (known === undefined) versions.set(id, [version]);
    else known.push(version);
    for (const [target, range] of Object.entries(dependencies ?? {})) {
      const asked = ranges.get(target);
      if (asked === undefined) ranges.set(target, new Set([range]));
      else asked.add(range);
    }
  }
  let matches = 0;
  for (const [id, asked] of ranges) {
    for (const range of asked) {
      for (const version of versions.get(id) ?? []) if (satisfies(version, range)) matches++;
    }
  }
  return matches;
}
