import type { Conflict, ProofStep, ProofTerm } from './conflict.ts';
import type { Fact, RelationFact } from './fact.ts';
import { describeVersions, joinWords, listVersions, withoutVersions } from './version-list.ts';
import { parseRangeWithPrereleases, parseVersion } from './version-range.ts';

/** A step that follows from the manifests or the request alone. */
export type FactStep = Extract<ProofStep, { fact: Fact }>;

/**
 * Says facts with their full stop.
 *
 * @param chain groups of facts: each group is what one plugin says of another, the next group goes on from there
 */
export function factSentence(conflict: Conflict, chain: readonly (readonly FactStep[])[]): string {
  const [first, ...rest] = chain;
  const sentence = first!.length > 1 ? groupSentence(conflict, first!) : sentenceOf(conflict, first![0]!);
  if (rest.length === 0) return sentence;
  const links = rest.map((group) => {
    const { target, ranges } = group[0]!.fact as RelationFact;
    const all = [
      ...new Set(
        oldestFirst(conflict, group).flatMap((step) => (step.fact as RelationFact).ranges.toReversed()),
      ),
    ];
    const needed =
      all.length > 3 ? `${target} in ${all.length} ranges` : askedFor(target, joinWords(all, 'or'));
    const isMeetable = group.some((step) => step.terms.some((term) => term.plugin === target));
    return `which needs ${needed}${isMeetable ? '' : unmetRange(conflict, target, ranges)}`;
  });
  const left = links.length - LINKS_TOLD * 2;
  const told =
    left < 2
      ? links
      : [...links.slice(0, LINKS_TOLD), `and so on over ${left} more plugins`, ...links.slice(-LINKS_TOLD)];
  return `${sentence.slice(0, -1)}, ${told.join(', ')}.`;
}

/** Of a long chain, so many links are told at either end. */
const LINKS_TOLD = 2;

/** Up to three ranges are all said; more are summed up by the versions that any of them admits. */
function groupSentence(conflict: Conflict, facts: readonly FactStep[]): string {
  const { kind, plugin, target } = facts[0]!.fact as RelationFact;
  const [verb, verbs] = kind === 'conflict' ? ['does not work with', 'do not work with'] : ['needs', 'need'];
  const known = versionsOf(conflict, plugin);
  const versionsIn = (step: FactStep) => step.terms.find((term) => term.plugin === plugin)!.versions;
  const ordered = oldestFirst(conflict, facts);
  if (ordered.length <= 3) {
    const parts = ordered.map((step, position) => {
      const versions = versionsIn(step);
      const own = `${position === 0 ? `${plugin} ` : ''}${listVersions(known, versions, 'and')}`;
      const wanted =
        kind === 'conflict'
          ? conflictTarget(conflict, step, step.fact as RelationFact)
          : relationTarget(conflict, step, target, (step.fact as RelationFact).ranges);
      const range = position === 0 ? wanted : wanted.slice(target.length + 1);
      return `${own} ${versions.length > 1 ? verbs : verb} ${range || 'any version'}`;
    });
    return `${parts.slice(0, -1).join('; ')}; and ${parts.at(-1)}.`;
  }
  const all = new Set(ordered.flatMap(versionsIn));
  const said = known.filter((version) => all.has(version));
  const owners = describeVersions(plugin, known, said, 'and');
  const subject = `${owners.text} ${owners.isPlural ? verbs : verb} ${target} in ${ordered.length} ranges`;
  if (kind === 'conflict') return `${subject}, a different one for each.`;
  const excluded = ordered.map((step) => step.terms.find((term) => term.plugin === target)!.versions);
  const targets = versionsOf(conflict, target);
  const allowed = targets.filter((version) => !excluded.every((versions) => versions.includes(version)));
  return `${subject} that admit ${listVersions(targets, allowed, 'and')} between them.`;
}

/** Facts of one plugin in the order of its versions. */
function oldestFirst(conflict: Conflict, facts: readonly FactStep[]): FactStep[] {
  const ageOf = ({ fact, terms }: FactStep) => {
    const oldest = terms.find((term) => term.plugin === fact.plugin)?.versions.at(-1);
    return oldest === undefined ? 0 : versionsOf(conflict, fact.plugin).indexOf(oldest);
  };
  return facts.toSorted((left, right) => ageOf(right) - ageOf(left));
}

/** Whom a plugin does not work with: by the range where there is one, else by the versions that it means. */
function conflictTarget(conflict: Conflict, step: FactStep, { target, ranges }: RelationFact): string {
  if (ranges.length === 1) return ranges[0] === '*' ? target : `${target} ${ranges[0]}`;
  const forbidden = step.terms.find((term) => term.plugin === target)?.versions ?? [];
  return describeVersions(target, versionsOf(conflict, target), forbidden, 'or').text;
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
    case 'conflict':
      return `${verb('does not work with', 'do not work with')} ${conflictTarget(conflict, step, fact)}.`;
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
      return `${verb('needs', 'need')} ABI ${joinWords(fewRanges(fact.ranges.toReversed()), 'or')}, and the host offers ABI ${fact.offered}.`;
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

/** Up to four are all said. */
function fewRanges(ranges: readonly string[]): readonly string[] {
  return ranges.length > 4 ? [...ranges.slice(0, 3), `one of ${ranges.length - 3} more ranges`] : ranges;
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
