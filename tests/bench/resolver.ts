import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import {
  compileIndex,
  explain,
  type Index,
  type Request,
  resolve,
  verifySelection,
} from '../../src/resolver/index.ts';
import { createEcosystem, type Ecosystem, formatNeutral, readEcosystem } from './ecosystem.ts';
import { startPubgrub } from './pubgrub.ts';
import type { Figure, Figures } from './report.ts';
import { median, quantile } from './statistics.ts';

const rounds = 5;

/**
 * Resolving, beside pubgrub on the same instances and in turn with it; compiling, beside node-semver on the same
 * (plugin, range) pairs; and what a program asks for again and again: checking, editing, explaining.
 */
export async function benchResolver(): Promise<Figures> {
  const small = createEcosystem(1000, 40, 60);
  const large = createEcosystem(5000, 40, 60);
  const figures: Record<string, Figure> = {};
  const compile = benchCompile(small.index);
  const [onSmall, onLarge] = [await benchResolve(small, 'small'), await benchResolve(large, 'large')];
  figures['resolve-1000-p50'] = against(onSmall, 0.5, 1);
  figures['resolve-1000-p95'] = against(onSmall, 0.95, 1.5);
  figures['resolve-5000-p95'] = against(onLarge, 0.95, 2);
  for (const count of [1000, 5000]) {
    const given = readEcosystem(count, 40);
    if (given === undefined) continue;
    const times = await benchResolve(given, 'given');
    if (count === 1000) figures['resolve-given-1000-p50'] = against(times, 0.5, 1);
    figures[`resolve-given-${count}-p95`] = against(times, 0.95, count === 1000 ? 1.5 : 2);
  }
  return { ...figures, ...benchRepeated(small), ...compile };
}

interface Times {
  readonly ours: readonly number[];
  readonly peers: readonly number[];
}

/** A share of the times; within its limit when it takes at most `factor` times as long as the peer. */
function against({ ours, peers }: Times, share: number, factor: number): Figure {
  const [value, peerValue] = [quantile(ours, share), quantile(peers, share)];
  const limit = factor * peerValue;
  return { value, unit: 'ms', peer: 'pubgrub in Rust', peerValue, ratio: value / peerValue, limit };
}

/** Both resolve each instance a few times in turn; the median of these is the instance's time. */
async function benchResolve(ecosystem: Ecosystem, name: string): Promise<Times> {
  const file = join('build/bench', `${name}.json`);
  mkdirSync('build/bench', { recursive: true });
  writeFileSync(file, formatNeutral(ecosystem));
  const compiled = compileIndex(ecosystem.index);
  const pubgrub = startPubgrub(file);
  const ours: number[] = [];
  const peers: number[] = [];
  try {
    for (const request of ecosystem.requests.slice(0, 20)) resolve(compiled, request);
    for (const [instance, request] of ecosystem.requests.entries()) {
      const [mine, theirs]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        const begin = performance.now();
        const { outcome } = resolve(compiled, request);
        mine.push(performance.now() - begin);
        const answer = await pubgrub.resolve(instance);
        theirs.push(answer.ms);
        if (answer.outcome !== outcome)
          throw new Error(`${name} ${instance}: ${outcome}, but pubgrub says ${answer.outcome}`);
      }
      ours.push(median(mine));
      peers.push(median(theirs));
    }
  } finally {
    pubgrub.stop();
  }
  return { ours, peers };
}

function benchRepeated({ index, requests }: Ecosystem): Figures {
  const compiled = compileIndex(index);
  const times = { check: [] as number[], again: [] as number[], explain: [] as number[] };
  const measure = (list: number[], action: () => void) => {
    const each = Array.from({ length: rounds }, () => {
      const begin = performance.now();
      action();
      return performance.now() - begin;
    });
    list.push(median(each));
  };
  for (const [number, request] of requests.entries()) {
    const resolution = resolve(compiled, request);
    if (resolution.outcome === 'conflict') {
      measure(times.explain, () => {
        const again = resolve(compiled, request);
        if (again.outcome === 'conflict') explain(again.conflict);
      });
    }
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
  return {
    'check-lock': { value: median(times.check), unit: 'ms', limit: 0.1 },
    're-resolve-p50': { value: median(times.again), unit: 'ms', limit: 1 },
    're-resolve-p95': { value: quantile(times.again, 0.95), unit: 'ms', limit: 5 },
    'explain-p95': { value: quantile(times.explain, 0.95), unit: 'ms', limit: 10 },
  };
}

/** From the text of the index, in turn with node-semver on the same pairs. */
function benchCompile(index: Index): Figures {
  const text = JSON.stringify(index);
  const ours: number[] = [];
  const peers: number[] = [];
  for (let round = 0; round < rounds; round++) {
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
