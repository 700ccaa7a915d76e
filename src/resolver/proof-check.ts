import type { CompiledIndex } from './compiled-index.ts';
import type { Conflict, ProofStep, ProofTerm } from './conflict.ts';
import type { Fact } from './fact.ts';
import { isWithdrawn, type Release, runsOn } from './release.ts';
import {
  parseContractVersion,
  parseRange,
  parseRangeWithPrereleases,
  parseVersion,
} from './version-range.ts';

export type ProofVerdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly step: number; readonly reason: string };

/**
 * Checks a proof step by step: each fact against the manifests, each derived step against its two parents.
 * It shares nothing with the search: no bitsets, no domains, no learned state.
 */
export function verifyProof(compiled: CompiledIndex, conflict: Conflict): ProofVerdict {
  const known = new Map(compiled.packages.map((entry) => [entry.id, entry.releases]));
  for (const [position, step] of conflict.steps.entries()) {
    const plugins = step.terms.map((term) => term.plugin);
    let reason: string | undefined;
    if (new Set(plugins).size !== plugins.length) reason = 'a plugin has two terms';
    else if (!step.terms.every((term) => isKnown(term, known)))
      reason = 'a term names a version the index does not hold';
    else if ('fact' in step)
      reason = factFault(step.fact, step.terms, conflict, known) ? 'the manifests do not say so' : undefined;
    else reason = derivationFault(step, position, conflict.steps, known);
    if (reason !== undefined) return { valid: false, step: position, reason };
  }
  const last = conflict.steps.length - 1;
  if (last < 0 || conflict.steps[last]!.terms.length > 0) {
    return { valid: false, step: last, reason: 'the last step leaves a possibility' };
  }
  return { valid: true };
}

type Known = ReadonlyMap<string, readonly Release[]>;

function isKnown(term: ProofTerm, known: Known): boolean {
  const versions = new Set(known.get(term.plugin)?.map((release) => release.version));
  return term.versions.every((version) => versions.has(version));
}

/** `undefined` stands for "not selected"; a plugin without a term may have any value. */
function holds(terms: readonly ProofTerm[], plugin: string, value: string | undefined): boolean {
  const term = terms.find((one) => one.plugin === plugin);
  if (term === undefined) return true;
  return value === undefined ? term.absent : term.versions.includes(value);
}

/** Resolution: a term may hold only where both parents' do, and at the pivot where either's does. */
function derivationFault(
  step: Extract<ProofStep, { pivot: string }>,
  position: number,
  steps: readonly ProofStep[],
  known: Known,
): string | undefined {
  const [left, right] = step.parents.map((parent) => (parent < position ? steps[parent] : undefined));
  if (left === undefined || right === undefined) return 'a parent is not an earlier step';
  for (const plugin of new Set([...left.terms, ...right.terms, ...step.terms].map((term) => term.plugin))) {
    for (const value of [undefined, ...(known.get(plugin) ?? []).map((release) => release.version)]) {
      const inLeft = holds(left.terms, plugin, value);
      const inRight = holds(right.terms, plugin, value);
      const isForbidden = plugin === step.pivot ? inLeft || inRight : inLeft && inRight;
      if (!isForbidden && holds(step.terms, plugin, value))
        return `it says more of ${plugin} than its parents`;
    }
  }
  return undefined;
}

/** Whether some values that the terms admit would break no rule, so that the fact forbids too much. */
function factFault(fact: Fact, terms: readonly ProofTerm[], { request }: Conflict, known: Known): boolean {
  const selectable = (plugin: string) =>
    (known.get(plugin) ?? []).filter((release) => holds(terms, plugin, release.version));
  const isAbsentHeld = (plugin: string) => holds(terms, plugin, undefined) && known.has(plugin);
  const admits = (range: string | undefined, version: string) =>
    range !== undefined && parseRange(range)!.test(parseVersion(version)!);
  const offers = (release: Release, capability: string) => Object.hasOwn(release.provides ?? {}, capability);
  if (fact.kind === 'root') {
    const range = Object.hasOwn(request.roots, fact.plugin) ? request.roots[fact.plugin] : undefined;
    return range === undefined || selectable(fact.plugin).some((release) => admits(range, release.version));
  }
  if (isAbsentHeld(fact.plugin)) return true;
  const owners = selectable(fact.plugin);
  switch (fact.kind) {
    case 'dependency':
      return owners.some((owner) => {
        const range = owner.dependencies?.[fact.target];
        if (range === undefined) return true;
        return fact.target === fact.plugin
          ? admits(range, owner.version)
          : selectable(fact.target).some((target) => admits(range, target.version));
      });
    case 'optional-dependency':
    case 'conflict': {
      if (isAbsentHeld(fact.target) || fact.target === fact.plugin) return true;
      return owners.some((owner) =>
        selectable(fact.target).some((target) => {
          if (fact.kind === 'optional-dependency') {
            const range = owner.optionalDependencies?.[fact.target];
            return range === undefined || admits(range, target.version);
          }
          const range = owner.conflicts?.[fact.target];
          return (
            range === undefined || !parseRangeWithPrereleases(range)!.test(parseVersion(target.version)!)
          );
        }),
      );
    }
    case 'capability':
      return owners.some((owner) => {
        const range = owner.requires?.[fact.capability];
        if (range === undefined) return true;
        const provides = (release: Release) =>
          offers(release, fact.capability) &&
          parseRange(range)!.test(parseContractVersion(release.provides![fact.capability]!)!);
        const others = [...known.keys()].filter((plugin) => plugin !== fact.plugin);
        return provides(owner) || others.some((plugin) => selectable(plugin).some(provides));
      });
    case 'exclusive':
      if (isAbsentHeld(fact.target) || fact.target === fact.plugin) return true;
      return (
        owners.some(
          (owner) => !owner.exclusive?.includes(fact.capability) || !offers(owner, fact.capability),
        ) || selectable(fact.target).some((target) => !offers(target, fact.capability))
      );
    case 'abi':
      return owners.some((owner) => parseRange(owner.abi)!.test(parseContractVersion(request.host.abi)!));
    case 'platform':
      return owners.some((owner) => runsOn(owner, request.platform));
    case 'yanked':
      return owners.some((owner) => !isWithdrawn(owner, request.locked));
  }
}
