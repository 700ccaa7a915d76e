import type { Conflict, ProofStep, ProofTerm } from './conflict.ts';
import type { Fact, RelationFact } from './fact.ts';
import { describeVersions, joinWords, listVersions, withoutVersions } from './version-list.ts';
import { parseRangeWithPrereleases, parseVersion } from './version-range.ts';

/** A step that follows from the manifests or the request alone. */
export type FactStep = Extract<ProofStep, { fact: Fact }>;

/** Says a fact with its full stop, or several of what the versions of one plugin need of another. */
export function factSentence(conflict: Conflict, facts: readonly FactStep[]): string {
  const [first] = facts;
  return facts.length > 1 ? dependencySentence(conflict, facts) : sentenceOf(conflict, first!);
}

/** Up to three ranges are all said; more are summed up by the versions that any of them admits. */
function dependencySentence(conflict: Conflict, facts: readonly FactStep[]): string {
  const { plugin, target } = facts[0]!.fact as RelationFact;
  const known = versionsOf(conflict, plugin);
  const versionsIn = (step: FactStep) => step.terms.find((term) => term.plugin === plugin)!.versions;
  const ageOf = (step: FactStep) => known.indexOf(versionsIn(step).at(-1)!);
  const ordered = facts.toSorted((left, right) => ageOf(right) - ageOf(left));
  if (ordered.length <= 3) {
    const parts = ordered.map((step, position) => {
      const versions = versionsIn(step);
      const own = `${position === 0 ? `${plugin} ` : ''}${listVersions(known, versions, 'and')}`;
      const wanted = relationTarget(conflict, step, target, (step.fact as RelationFact).ranges);
      const range = position === 0 ? wanted : wanted.slice(target.length + 1);
      return `${own} ${versions.length > 1 ? 'need' : 'needs'} ${range || 'any version'}`;
    });
    return `${parts.slice(0, -1).join('; ')}; and ${parts.at(-1)}.`;
  }
  const all = new Set(ordered.flatMap(versionsIn));
  const owners = describeVersions(
    plugin,
    known,
    known.filter((version) => all.has(version)),
    'and',
  );
  const excluded = ordered.map((step) => step.terms.find((term) => term.plugin === target)!.versions);
  const targets = versionsOf(conflict, target);
  const allowed = targets.filter((version) => !excluded.every((versions) => versions.includes(version)));
  const verb = owners.isPlural ? 'need' : 'needs';
  const range = `${target} in ${ordered.length} ranges`;
  return `${owners.text} ${verb} ${range} that admit ${listVersions(targets, allowed, 'and')} between them.`;
}

/** Says one fact, with its full stop. */
function sentenceOf(conflict: Conflict, step: FactStep): string {
  const { fact } = step;
  if (fact.kind === 'root')
    return `You ask for ${askedFor(fact.plugin, fact.range)}${unmetRoot(conflict, fact)}.`;
  const own = step.terms.find((term) => term.plugin === fact.plugin);
  const phrase = describeVersions(fact.plugin, versionsOf(conflict, fact.plugin), own?.versions ?? [], 'and');
  const verb = (singular: string, plural: string) => `${phrase.text} ${phrase.isPlural ? plural : singular}`;
  switch (fact.kind) {
    case 'dependency': {
      const target = relationTarget(conflict, step, fact.target, fact.ranges);
      // A step that still speaks of the target leaves some version of it.
      const isMeetable = step.terms.some((term) => term.plugin === fact.target);
      const unmet = isMeetable ? '' : unmetRange(conflict, fact.target, fact.ranges);
      return `${verb('needs', 'need')} ${target}${unmet}.`;
    }
    case 'optional-dependency': {
      const target = relationTarget(conflict, step, fact.target, fact.ranges);
      return `${verb('can do without', 'can do without')} ${fact.target}, but ${phrase.isPlural ? 'work' : 'works'} only with ${target}.`;
    }
    case 'conflict': {
      const isAny = fact.ranges.length === 1 && fact.ranges[0] === '*';
      const forbidden = step.terms.find((term) => term.plugin === fact.target)?.versions ?? [];
      const named = describeVersions(fact.target, versionsOf(conflict, fact.target), forbidden, 'or').text;
      const target = isAny
        ? fact.target
        : fact.ranges.length === 1
          ? `${fact.target} ${fact.ranges[0]}`
          : named;
      return `${verb('does not work with', 'do not work with')} ${target}.`;
    }
    case 'capability': {
      const wanted = `${fact.capability}${fact.ranges.map((range) => ` ${range}`).join(' or')}`;
      return `${verb('needs', 'need')} the capability ${wanted}, ${whoProvides(conflict, step, fact)}.`;
    }
    case 'exclusive': {
      const others = step.terms.find((term) => term.plugin === fact.target)?.versions ?? [];
      const other = describeVersions(fact.target, versionsOf(conflict, fact.target), others, 'and');
      const provides = other.isPlural ? 'provide' : 'provides';
      return `${verb('must be', 'must be')} the only provider of ${fact.capability}, and ${other.text} ${provides} it too.`;
    }
    case 'abi':
      return `${verb('needs', 'need')} ABI ${joinWords(fact.ranges.toReversed(), 'or')}, and the host offers ABI ${fact.offered}.`;
    case 'platform': {
      const built = fact.built.length === 0 ? 'no platform' : joinWords(fact.built, 'and');
      return `${verb('is', 'are')} built for ${built}, and the host runs on ${fact.offered}.`;
    }
    case 'yanked': {
      const reason = fact.reasons.length === 0 ? '' : `: ${fact.reasons.join('; ')}`;
      return `${verb('was', 'were')} yanked${reason}.`;
    }
  }
}

/** Says what a derived step forbids, as its consequence: `So … .` */
export function stepSentence(conflict: Conflict, terms: readonly ProofTerm[]): string {
  const present = terms.filter((term) => !term.absent);
  const needed = terms
    .filter((term) => term.absent)
    .map((term) => {
      const known = versionsOf(conflict, term.plugin);
      const allowed = withoutVersions(known, term.versions);
      return describeVersions(term.plugin, known, allowed, 'or').text;
    });
  const subjects = present.map((term) =>
    describeVersions(term.plugin, versionsOf(conflict, term.plugin), term.versions, 'and'),
  );
  const [only] = subjects;
  if (only === undefined) return `So ${joinAlternatives(needed)} must be selected.`;
  const names = joinWords(
    subjects.map((phrase) => phrase.text),
    'and',
  );
  if (needed.length > 0) {
    const verb = subjects.length > 1 ? 'together need' : only.isPlural ? 'need' : 'needs';
    return `So ${names} ${verb} ${joinAlternatives(needed)}.`;
  }
  return subjects.length > 1 ? `So ${names} cannot be selected together.` : `So ${names} cannot be selected.`;
}

/** Alternatives that may hold an "or" themselves: `a 1.0.0, or b 2.0.0 or 3.0.0`. */
function joinAlternatives(names: readonly string[]): string {
  return names.some((name) => name.includes(' or ')) ? names.join(', or ') : joinWords(names, 'or');
}

/** A root as the request has it: `org.tutti.repeat ^1.0.0`, or the id alone when any version will do. */
export function askedFor(plugin: string, range: string): string {
  return range === '*' || range === '' ? plugin : `${plugin} ${range}`;
}

function versionsOf(conflict: Conflict, plugin: string): readonly string[] {
  return conflict.versions[plugin] ?? [];
}

function relationTarget(
  conflict: Conflict,
  step: FactStep,
  target: string,
  ranges: readonly string[],
): string {
  if (ranges.length === 1) return askedFor(target, ranges[0]!);
  const known = versionsOf(conflict, target);
  const excluded = step.terms.find((term) => term.plugin === target)?.versions;
  if (excluded === undefined) return `${target} ${joinWords(ranges, 'or')}`;
  const allowed = withoutVersions(known, excluded);
  return describeVersions(target, known, allowed, 'or').text;
}

function unmetRoot(conflict: Conflict, fact: Extract<Fact, { kind: 'root' }>): string {
  return unmetRange(conflict, fact.plugin, [fact.range]);
}

/** What the index holds instead, when no version of `target` is in the ranges. */
function unmetRange(conflict: Conflict, target: string, ranges: readonly string[]): string {
  const known = versionsOf(conflict, target);
  if (known.length === 0) return ', which is not in the index';
  const step = conflict.steps.find(
    (one) =>
      'fact' in one && isAbout(one.fact, target, ranges) && !one.terms.some((term) => term.plugin === target),
  );
  if (step === undefined) return '';
  const prereleases = known.filter((version) =>
    ranges.some((range) => parseRangeWithPrereleases(range)?.test(parseVersion(version)!)),
  );
  const all = known.length > 6 ? listVersions(known, known, 'and') : joinWords(known.toReversed(), 'and');
  const held = `, and the index holds only ${all}`;
  if (prereleases.length === 0) return held;
  const names = listVersions(known, prereleases, 'and');
  return `${held}; ${names} ${prereleases.length > 1 ? 'are prereleases' : 'is a prerelease'}, which a range includes only by naming one`;
}

function isAbout(fact: Fact, target: string, ranges: readonly string[]): boolean {
  if (fact.kind === 'root') return fact.plugin === target && fact.range === ranges[0];
  return fact.kind === 'dependency' && fact.target === target && fact.ranges.join() === ranges.join();
}

function whoProvides(
  conflict: Conflict,
  step: FactStep,
  fact: Extract<Fact, { kind: 'capability' }>,
): string {
  if (fact.provided.length === 0) return 'which no plugin in the index provides';
  const providers = step.terms
    .filter((term) => term.absent)
    .map((term) => {
      const known = versionsOf(conflict, term.plugin);
      const providing = withoutVersions(known, term.versions);
      return describeVersions(term.plugin, known, providing, 'or').text;
    });
  if (providers.length > 0) return `which only ${joinWords(providers, 'or')} can provide`;
  const offers = [...new Set(fact.provided.map((one) => `${one.offers} (${one.plugin})`))];
  const named = offers.length > 4 ? [...offers.slice(0, 3), `${offers.length - 3} more`] : offers;
  return `and the index holds it only in version ${joinWords(named, 'and')}`;
}
