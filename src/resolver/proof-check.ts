import type SemVer from 'semver/classes/semver.js';
import type { CompiledIndex } from './compiled-index.ts';
import type { Conflict, FactStep, ProofStep, ProofTerm } from './conflict.ts';
import { ownValue } from './record.ts';
import { isWithdrawn, offerOf, type Release, rangesOf, runsOn } from './release.ts';
import type { Request } from './request.ts';
import { parseContractVersion, parseRange, parseVersion } from './version-range.ts';

export type ProofVerdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly step: number; readonly reason: string };

/**
 * Checks a proof step by step: each fact against the manifests, each derived step against its two parents.
 * It shares nothing with the search: no bitsets, no domains, no learned state.
 */
export function verifyProof(compiled: CompiledIndex, conflict: Conflict): ProofVerdict {
  const known = new Map(compiled.packages.map(({ id, releases }) => [id, releases]));
  const checked: ProofStep[] = [];
  for (const step of conflict.steps) {
    const reason = faultOf(step, checked, conflict.request, known);
    if (reason !== undefined) return { valid: false, step: checked.length, reason };
    checked.push(step);
  }
  if (checked.at(-1)?.terms.length === 0) return { valid: true };
  return { valid: false, step: checked.length - 1, reason: 'the last step leaves a possibility' };
}

type Known = ReadonlyMap<string, readonly Release[]>;

/** @param checked the steps before it */
function faultOf(
  step: ProofStep,
  checked: readonly ProofStep[],
  request: Request,
  known: Known,
): string | undefined {
  const plugins = step.terms.map((term) => term.plugin);
  if (new Set(plugins).size !== plugins.length) return 'a plugin has two terms';
  for (const { plugin, versions } of step.terms) {
    const held = new Set((known.get(plugin) ?? []).map(({ version }) => version));
    if (!versions.every((version) => held.has(version)))
      return 'a term names a version the index does not hold';
  }
  if (!('fact' in step)) return derivationFault(step, checked, known);
  return admitsMore(step, request, known) ? 'the manifests do not say so' : undefined;
}

/** `undefined` stands for "not selected"; a plugin without a term may have any value. */
function holds(terms: readonly ProofTerm[], plugin: string, value: string | undefined): boolean {
  const term = terms.find((one) => one.plugin === plugin);
  return !term || (value === undefined ? term.absent : term.versions.includes(value));
}

/** Resolution: a term may hold only where both parents' do, and at the pivot where either's does. */
function derivationFault(
  { terms, parents, pivot }: Extract<ProofStep, { pivot: string }>,
  checked: readonly ProofStep[],
  known: Known,
): string | undefined {
  const [left, right] = parents.map((parent) => checked[parent]);
  if (left === undefined || right === undefined) return 'a parent is not an earlier step';
  for (const plugin of new Set([...left.terms, ...right.terms, ...terms].map((term) => term.plugin))) {
    for (const value of [undefined, ...(known.get(plugin) ?? []).map(({ version }) => version)]) {
      const inLeft = holds(left.terms, plugin, value);
      const inRight = holds(right.terms, plugin, value);
      const isForbidden = plugin === pivot ? inLeft || inRight : inLeft && inRight;
      if (!isForbidden && holds(terms, plugin, value)) return `it says more of ${plugin} than its parents`;
    }
  }
  return undefined;
}

/**
 * Whether some values that the terms admit would break no rule, so that the fact forbids too much; or the fact
 * quotes what nobody says. One whose kind, plugin or target is none forbids too much.
 */
function admitsMore({ fact, terms }: FactStep, request: Request, known: Known): boolean {
  const { plugin } = fact;
  const selectable = (id: string) => (known.get(id) ?? []).filter(({ version }) => holds(terms, id, version));
  const selectableWith = (owner: Release, id: string) => (id === plugin ? [owner] : selectable(id));
  const isAbsentHeld = (id: string) => holds(terms, id, undefined);
  const isOther = (id: string) => id !== plugin && !isAbsentHeld(id);
  const isQuoted = (range: string | undefined): range is string =>
    range !== undefined && 'ranges' in fact && fact.ranges.includes(range);
  // No version is in no range.
  const isIn = (range: string, version: SemVer | undefined, includePrerelease?: boolean) =>
    parseRange(range, includePrerelease)?.test(version!) ?? true;
  const owners = selectable(plugin);
  if (fact.kind === 'root') {
    const range = ownValue(request.roots, plugin);
    return (
      range === undefined ||
      fact.range !== range ||
      owners.some(({ version }) => isIn(range, parseVersion(version)))
    );
  }
  if (isAbsentHeld(plugin)) return true;
  switch (fact.kind) {
    case 'dependency':
    case 'optional-dependency':
    case 'conflict': {
      const { kind, target } = fact;
      const isConflict = kind === 'conflict';
      if (kind !== 'dependency' && !isOther(target)) return true;
      return owners.some((owner) => {
        const range = ownValue(rangesOf(owner, kind, request.overrides), target);
        const isAllowed = ({ version }: Release) =>
          isIn(range!, parseVersion(version), isConflict) !== isConflict;
        return !isQuoted(range) || selectableWith(owner, target).some(isAllowed);
      });
    }
    case 'capability':
      return owners.some((owner) => {
        const range = ownValue(owner.requires, fact.capability);
        const isProvider = (one: Release) =>
          isIn(range!, parseContractVersion(offerOf(one, fact.capability) ?? ''));
        return !isQuoted(range) || [...known.keys()].some((id) => selectableWith(owner, id).some(isProvider));
      });
    case 'exclusive':
      return (
        !isOther(fact.target) ||
        owners.some((owner) => !owner.exclusive?.includes(fact.capability)) ||
        [...owners, ...selectable(fact.target)].some((one) => offerOf(one, fact.capability) === undefined)
      );
    case 'abi':
      return (
        fact.offered !== request.host.abi ||
        owners.some(({ abi }) => !isQuoted(abi) || isIn(abi, parseContractVersion(request.host.abi)))
      );
    case 'platform':
      return owners.some((owner) => runsOn(owner, request.platform));
    case 'yanked':
      return owners.some((owner) => !isWithdrawn(owner, request.locked));
    default:
      return true;
  }
}
