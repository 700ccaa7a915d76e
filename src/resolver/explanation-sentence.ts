import { type Conflict, type FactStep, type ProofTerm, termOf } from './conflict.ts';
import type { CapabilityFact, RelationFact } from './fact.ts';
import { describeVersions, joinWords, listVersions, type VersionPhrase } from './version-list.ts';
import { parseRange, parseVersion } from './version-range.ts';

/** Of a long chain, so many links are told at either end. */
const LINKS_TOLD = 2;

/**
 * Says facts with their full stop.
 *
 * @param chain groups of facts: each group is what one plugin says of another, the next group goes on from there
 */
export function factSentence(conflict: Conflict, chain: readonly (readonly FactStep[])[]): string {
  const [first, ...rest] = chain;
  const sentence = first!.length > 1 ? groupSentence(conflict, first!) : sentenceOf(conflict, first![0]!);
  if (rest.length === 0) return `${sentence}.`;
  const links = rest.map((group) => {
    const { target, ranges } = group[0]!.fact as RelationFact;
    const told = oldestFirst(conflict, group).flatMap((step) =>
      (step.fact as RelationFact).ranges.toReversed(),
    );
    const all = [...new Set(told)];
    const needed =
      all.length > 3 ? `${target} in ${all.length} ranges` : askedFor(target, joinWords(all, 'or'));
    return `which needs ${needed}${unmet(conflict, group[0]!, target, ranges)}`;
  });
  const left = links.length - LINKS_TOLD * 2;
  if (left > 1) links.splice(LINKS_TOLD, left, `and so on over ${left} more plugins`);
  return `${sentence}, ${links.join(', ')}.`;
}

/** Up to three ranges are all said; more are summed up by the versions that any of them admits. */
function groupSentence(conflict: Conflict, facts: readonly FactStep[]): string {
  const { kind, plugin, target } = facts[0]!.fact as RelationFact;
  const ordered = oldestFirst(conflict, facts);
  if (ordered.length <= 3) {
    const parts = ordered.map((step, position) => {
      const [own, verb, wanted] = relationOf(conflict, step, step.fact as RelationFact);
      if (position === 0) return `${own} ${verb} ${wanted}`;
      return `${own.slice(plugin.length + 1)} ${verb} ${wanted.slice(target.length + 1) || 'any version'}`;
    });
    return `${parts.slice(0, -1).join('; ')}; and ${parts.at(-1)}`;
  }
  const all = new Set(ordered.flatMap((step) => versionsIn(step, plugin)));
  const said = versionsOf(conflict, plugin).filter((version) => all.has(version));
  const [own, verb] = subjectOf(kind, describe(conflict, plugin, said, 'and'));
  const subject = `${own} ${verb} ${target} in ${ordered.length} ranges`;
  if (kind === 'conflict') return `${subject}, a different one for each`;
  const known = versionsOf(conflict, target);
  const allowed = known.filter(
    (version) => !ordered.every((step) => versionsIn(step, target)!.includes(version)),
  );
  return `${subject} that admit ${listVersions(known, allowed, 'and')} between them`;
}

/** Facts of one plugin in the order of its versions. */
export function oldestFirst(conflict: Conflict, facts: readonly FactStep[]): FactStep[] {
  const ageOf = (step: FactStep) => {
    const { plugin } = step.fact;
    const oldest = versionsIn(step, plugin)?.at(-1) ?? '';
    return Math.max(0, versionsOf(conflict, plugin).indexOf(oldest));
  };
  return facts.toSorted((left, right) => ageOf(right) - ageOf(left));
}

/** Says one fact, without its full stop. */
function sentenceOf(conflict: Conflict, step: FactStep): string {
  const { fact } = step;
  if (fact.kind === 'root') {
    const { plugin, range } = fact;
    return `You ask for ${askedFor(plugin, range)}${unmet(conflict, step, plugin, [range])}`;
  }
  const { text, isPlural } = describe(conflict, fact.plugin, versionsIn(step, fact.plugin) ?? [], 'and');
  const needs = `${text} ${isPlural ? 'need' : 'needs'}`;
  switch (fact.kind) {
    case 'dependency':
    case 'conflict':
      return relationOf(conflict, step, fact).join(' ') + unmet(conflict, step, fact.target, fact.ranges);
    case 'optional-dependency': {
      const target = targetOf(conflict, step, fact);
      return `${text} can do without ${fact.target}, but ${isPlural ? 'work' : 'works'} only with ${target}`;
    }
    case 'capability': {
      const wanted = `${fact.capability}${fact.ranges.map((range) => ` ${range}`).join(' or')}`;
      return `${needs} the capability ${wanted}, ${whoProvides(conflict, step, fact)}`;
    }
    case 'exclusive': {
      const other = describe(conflict, fact.target, versionsIn(step, fact.target) ?? [], 'and');
      const provides = `${other.text} ${other.isPlural ? 'provide' : 'provides'}`;
      return `${text} must be the only provider of ${fact.capability}, and ${provides} it too`;
    }
    case 'abi': {
      const ranges = firstOf(fact.ranges.toReversed(), (left) => `one of ${left} more ranges`);
      return `${needs} ABI ${joinWords(ranges, 'or')}, and the host offers ABI ${fact.offered}`;
    }
    case 'platform': {
      const built = joinWords(fact.built, 'and') || 'no platform';
      return `${text} ${isPlural ? 'are' : 'is'} built for ${built}, and the host runs on ${fact.offered}`;
    }
    case 'yanked': {
      const reason = fact.reasons.length === 0 ? '' : `: ${fact.reasons.join('; ')}`;
      return `${text} ${isPlural ? 'were' : 'was'} yanked${reason}`;
    }
  }
}

/** Who, the verb, and whom. */
function relationOf(conflict: Conflict, step: FactStep, fact: RelationFact): [string, string, string] {
  const own = describe(conflict, fact.plugin, versionsIn(step, fact.plugin) ?? [], 'and');
  return [...subjectOf(fact.kind, own), targetOf(conflict, step, fact)];
}

function subjectOf(kind: RelationFact['kind'], { text, isPlural }: VersionPhrase): [string, string] {
  if (kind === 'conflict') return [text, isPlural ? 'do not work with' : 'does not work with'];
  return [text, isPlural ? 'need' : 'needs'];
}

/** Whom a fact speaks of: by the range where there is one, else by the versions that it means. */
function targetOf(conflict: Conflict, step: FactStep, { kind, target, ranges }: RelationFact): string {
  if (ranges.length === 1) return askedFor(target, ranges[0]!);
  const term = termOf(step, target);
  if (term === undefined) return `${target} ${joinWords(ranges, 'or')}`;
  return kind === 'conflict'
    ? describe(conflict, target, term.versions, 'or').text
    : alternativesTo(conflict, term);
}

/** All are said up to four. */
function firstOf(words: readonly string[], rest: (left: number) => string): readonly string[] {
  return words.length > 4 ? [...words.slice(0, 3), rest(words.length - 3)] : words;
}

/** Says what a derived step forbids, as its consequence: `So … .` */
export function stepSentence(conflict: Conflict, terms: readonly ProofTerm[]): string {
  const needed = alternativesIn(conflict, terms);
  // Alternatives may hold an "or" themselves: `a 1.0.0, or b 2.0.0 or 3.0.0`.
  const alternatives = needed.some((name) => name.includes(' or '))
    ? needed.join(', or ')
    : joinWords(needed, 'or');
  const subjects = terms
    .filter((term) => !term.absent)
    .map((term) => describe(conflict, term.plugin, term.versions, 'and'));
  const [only, ...more] = subjects;
  if (only === undefined) return `So ${alternatives} must be selected.`;
  const names = joinWords(
    subjects.map(({ text }) => text),
    'and',
  );
  if (needed.length === 0) return `So ${names} cannot be selected${more.length > 0 ? ' together' : ''}.`;
  const verb = more.length > 0 ? 'together need' : only.isPlural ? 'need' : 'needs';
  return `So ${names} ${verb} ${alternatives}.`;
}

/** A root as the request has it: `org.tutti.repeat ^1.0.0`, or the id alone when any version will do. */
export function askedFor(plugin: string, range: string): string {
  return range === '*' || range === '' ? plugin : `${plugin} ${range}`;
}

function versionsIn(step: FactStep, plugin: string): readonly string[] | undefined {
  return termOf(step, plugin)?.versions;
}

function versionsOf(conflict: Conflict, plugin: string): readonly string[] {
  return conflict.versions[plugin] ?? [];
}

function describe(
  conflict: Conflict,
  plugin: string,
  versions: readonly string[],
  conjunction: 'and' | 'or',
): VersionPhrase {
  return describeVersions(plugin, versionsOf(conflict, plugin), versions, conjunction);
}

/** What may be selected of each plugin that a step wants, so that its terms do not all hold. */
function alternativesIn(conflict: Conflict, terms: readonly ProofTerm[]): string[] {
  return terms.filter((term) => term.absent).map((term) => alternativesTo(conflict, term));
}

function alternativesTo(conflict: Conflict, { plugin, versions }: ProofTerm): string {
  const excluded = new Set(versions);
  const allowed = versionsOf(conflict, plugin).filter((version) => !excluded.has(version));
  return describe(conflict, plugin, allowed, 'or').text;
}

/** What the index holds instead, when no version is in the ranges that a root or a dependency has. */
function unmet(conflict: Conflict, step: FactStep, target: string, ranges: readonly string[]): string {
  // A step that still speaks of the target leaves some version of it.
  if (termOf(step, target) !== undefined) return '';
  const known = versionsOf(conflict, target);
  if (known.length === 0) return ', which is not in the index';
  const prereleases = known.filter((version) =>
    ranges.some((range) => parseRange(range, true)?.test(parseVersion(version)!)),
  );
  const all = known.length > 6 ? listVersions(known, known, 'and') : joinWords(known.toReversed(), 'and');
  const held = `, and the index holds only ${all}`;
  if (prereleases.length === 0) return held;
  const are = prereleases.length > 1 ? 'are prereleases' : 'is a prerelease';
  return `${held}; ${listVersions(known, prereleases, 'and')} ${are}, which a range includes only by naming one`;
}

function whoProvides(conflict: Conflict, { terms }: FactStep, { provided }: CapabilityFact): string {
  if (provided.length === 0) return 'which no plugin in the index provides';
  const providers = alternativesIn(conflict, terms);
  if (providers.length > 0) return `which only ${joinWords(providers, 'or')} can provide`;
  const offers = [...new Set(provided.map(({ offers, plugin }) => `${offers} (${plugin})`))];
  const named = firstOf(offers, (left) => `${left} more`);
  return `and the index holds it only in version ${joinWords(named, 'and')}`;
}
