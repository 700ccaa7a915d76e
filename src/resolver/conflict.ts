import { type CompiledIndex, findPackage } from './compiled-index.ts';
import type { Fact, RootFact } from './fact.ts';
import type { Incompatibility, Term } from './incompatibility.ts';
import type { Request } from './request.ts';
import { ABSENT, contains } from './version-set.ts';

/** "The selection holds this plugin in one of these versions", or, with `absent`, "…or not at all". */
export interface ProofTerm {
  readonly plugin: string;
  readonly absent: boolean;
  /** Newest first. */
  readonly versions: readonly string[];
}

/** Terms that cannot all hold, and why: a fact, or two earlier steps resolved on `pivot`. */
export type ProofStep =
  | FactStep
  | {
      readonly terms: readonly ProofTerm[];
      readonly parents: readonly [number, number];
      readonly pivot: string;
    };

/** A step that follows from the manifests or the request alone. */
export interface FactStep {
  readonly terms: readonly ProofTerm[];
  readonly fact: Fact;
}

/**
 * That there is no selection, with its proof. Plain data: it can be stored, sent, explained and verified
 * without the search that found it.
 */
export interface Conflict {
  readonly request: Request;
  /** Each step follows from earlier ones; the last has no terms, so it forbids everything. */
  readonly steps: readonly ProofStep[];
  /** Versions the index holds of each plugin the proof speaks of, newest first. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
}

/** Turns the root cause, which keeps its parents, into the steps that lead to it. */
export function createConflict(
  compiled: CompiledIndex,
  request: Request,
  rootCause: Incompatibility,
): Conflict {
  const order = orderParentsFirst(rootCause);
  const position = new Map(order.map((incompatibility, index) => [incompatibility, index]));
  // A step has most of its terms from its parents.
  const told = new Map<Term, ProofTerm>();
  const tell = (term: Term): ProofTerm => {
    const { id, releases } = compiled.packages[term.package]!;
    const made = told.get(term) ?? {
      plugin: id,
      absent: contains(term.set, ABSENT),
      versions: releases.flatMap(({ version }, i) => (contains(term.set, i + 1) ? version : [])),
    };
    told.set(term, made);
    return made;
  };
  const steps = order.map((incompatibility): ProofStep => {
    const { cause } = incompatibility;
    const terms = incompatibility.terms.map(tell);
    if (cause.kind === 'fact') return { terms, fact: cause.fact };
    if (cause.kind === 'supposed')
      throw new Error('Cannot tell a proof: it rests on something only supposed');
    const parents = [position.get(cause.left)!, position.get(cause.right)!] as const;
    return { terms, parents, pivot: compiled.packages[cause.pivot]!.id };
  });
  const plugins = new Set(steps.flatMap(pluginsOf));
  const versions = [...plugins].sort().map((id) => {
    const { releases = [] } = findPackage(compiled, id) ?? {};
    return [id, releases.map(({ version }) => version)];
  });
  return { request, steps, versions: Object.fromEntries(versions) };
}

/** Whom a step speaks of; one plugin may be there more than once. */
export function pluginsOf(step: ProofStep): string[] {
  const plugins = step.terms.map(({ plugin }) => plugin);
  if ('fact' in step) {
    const { plugin, target = plugin }: { plugin: string; target?: string } = step.fact;
    plugins.push(plugin, target);
  }
  return plugins;
}

/** What a step says of a plugin. */
export function termOf({ terms }: ProofStep, plugin: string): ProofTerm | undefined {
  return terms.find((term) => term.plugin === plugin);
}

/** Whether a step says what was asked. */
export function isRoot(step: ProofStep): step is FactStep & { readonly fact: RootFact } {
  return 'fact' in step && step.fact.kind === 'root';
}

/** What the steps of a proof take from the manifests and the request. */
export function factsOf(steps: readonly ProofStep[]): Fact[] {
  return steps.flatMap((step) => ('fact' in step ? step.fact : []));
}

/** The incompatibility and all that it was derived from, each after its parents. */
export function orderParentsFirst(rootCause: Incompatibility): Incompatibility[] {
  const order = new Set<Incompatibility>();
  const open = [rootCause];
  while (open.length > 0) {
    const { cause } = open.at(-1)!;
    const next = cause.kind === 'derived' && [cause.left, cause.right].find((parent) => !order.has(parent));
    if (next) open.push(next);
    else order.add(open.pop()!);
  }
  return [...order];
}
