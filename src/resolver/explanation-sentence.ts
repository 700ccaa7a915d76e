import { type Conflict, type FactStep, type ProofTerm, termOf } from './conflict.ts';
import type { CapabilityFact, Fact, RelationFact, RootFact } from './fact.ts';
import { joinWords, listVersions } from './version-list.ts';
import { parseRange } from './version-range.ts';

/** What one plugin says of another. */
type Group = readonly FactStep[];

/** Of a long chain, so many links are told at either end. */
const LINKS_TOLD = 2;

/**
 * Says facts with their full stop.
 *
 * @param chain groups of facts: each group is what one plugin says of another, the next group goes on from there
 * @param told groups that were said before and lead to the same line
 */
export function factSentence(conflict: Conflict, chain: readonly Group[], told: readonly Group[]): string {
  const [first, ...rest] = chain;
  const links = rest.map((group) => {
    const { target } = group[0]!.fact as RelationFact;
    const told = oldestFirst(conflict, group).flatMap((step) =>
      (step.fact as RelationFact).ranges.toReversed(),
    );
    const all = [...new Set(told)];
    const needed =
      all.length > 3 ? `${target} in ${all.length} ranges` : askedFor(target, joinWords(all, 'or'));
    return `which needs ${needed}${unmet(conflict, group[0]!)}`;
  });
  const left = links.length - LINKS_TOLD * 2;
  if (left > 1) links.splice(LINKS_TOLD, left, `and so on over ${left} more plugins`);
  const missed = new Set(spelled(chain).map((step) => unmetTogether(conflict, step, spelled(told))));
  return `${[groupSentence(conflict, first!), ...links].join(', ')}${[...missed].join('')}.`;
}

/** The facts whose ranges are said. */
function spelled(groups: readonly Group[]): readonly FactStep[] {
  return groups.filter((group) => group.length <= 3).flat();
}

/** Up to three ranges are all said; more are summed up by the versions that any of them admits. */
function groupSentence(conflict: Conflict, facts: readonly FactStep[]): string {
  const { kind, plugin, target } = facts[0]!.fact as RelationFact;
  const ordered = oldestFirst(conflict, facts);
  if (ordered.length <= 3) {
    const parts = ordered.map((step, position) => {
      if (position === 0) return sentenceOf(conflict, step);
      const subject = subjectOf(conflict, kind, termOf(step, plugin)!).slice(plugin.length + 1);
      const wanted = targetOf(conflict, step).slice(target.length + 1) || 'any version';
      return `${step === ordered.at(-1) ? 'and ' : ''}${subject} ${wanted}`;
    });
    return parts.join('; ');
  }
  const said = conflict.versions[plugin]!.filter((version) =>
    ordered.some((step) => termOf(step, plugin)!.versions.includes(version)),
  );
  const subject = subjectOf(conflict, kind, { plugin, versions: said });
  const summary = `${subject} ${target} in ${ordered.length} ranges`;
  if (kind === 'conflict') return `${summary}, a different one for each`;
  const known = conflict.versions[target]!;
  const allowed = known.filter(
    (version) => !ordered.every((step) => termOf(step, target)!.versions.includes(version)),
  );
  return `${summary} that admit ${listVersions(known, allowed, 'and')} between them`;
}

/** Facts of one plugin in the order of its versions. */
export function oldestFirst({ versions }: Conflict, facts: readonly FactStep[]): FactStep[] {
  const ageOf = (step: FactStep) => {
    const { plugin } = step.fact;
    return versions[plugin]!.indexOf(termOf(step, plugin)!.versions.at(-1)!);
  };
  return facts.toSorted((left, right) => ageOf(right) - ageOf(left));
}

/** Says one fact that is no root, without its full stop. */
function sentenceOf(conflict: Conflict, step: FactStep): string {
  const fact = step.fact as Exclude<Fact, RootFact>;
  const own = termOf(step, fact.plugin)!;
  const [text, ending] = describe(conflict, own);
  const subject = subjectOf(conflict, fact.kind, own);
  switch (fact.kind) {
    case 'dependency':
    case 'conflict':
      return `${subject} ${targetOf(conflict, step)}${unmet(conflict, step)}`;
    case 'optional-dependency':
      return `${text} can do without ${fact.target}, but work${ending} only with ${targetOf(conflict, step)}`;
    case 'capability': {
      const wanted = `${fact.capability} ${fact.ranges.join(' or ')}`;
      return `${subject} the capability ${wanted}, ${whoProvides(conflict, step, fact)}`;
    }
    case 'exclusive': {
      const [other, otherEnding] = describe(conflict, termOf(step, fact.target)!);
      return `${text} must be the only provider of ${fact.capability}, and ${other} provide${otherEnding} it too`;
    }
    case 'abi': {
      const ranges = firstOf(fact.ranges.toReversed(), (left) => `one of ${left} more ranges`);
      return `${subject} ABI ${joinWords(ranges, 'or')}, and the host offers ABI ${fact.offered}`;
    }
    case 'platform': {
      const built = joinWords(fact.built, 'and') || 'no platform';
      return `${text} ${ending ? 'is' : 'are'} built for ${built}, and the host runs on ${fact.offered}`;
    }
    case 'yanked': {
      const reason = fact.reasons.length === 0 ? '' : `: ${fact.reasons.join('; ')}`;
      return `${text} ${ending ? 'was' : 'were'} yanked${reason}`;
    }
  }
}

/** Who, with the verb. */
function subjectOf(conflict: Conflict, kind: Fact['kind'], own: NamedVersions): string {
  const [text, ending] = describe(conflict, own);
  return kind === 'conflict' ? `${text} ${ending ? 'does' : 'do'} not work with` : `${text} need${ending}`;
}

/** Whom a fact speaks of: by the range where there is one, else by the versions that it means if it means any. */
function targetOf(conflict: Conflict, step: FactStep): string {
  const { kind, target, ranges } = step.fact as RelationFact;
  const term = termOf(step, target);
  if (ranges.length === 1 || term === undefined) return askedFor(target, joinWords(ranges, 'or'));
  return kind === 'conflict' ? describe(conflict, term, 'or')[0] : alternativesTo(conflict, term);
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
  const subjects = terms.filter((term) => !term.absent).map((term) => describe(conflict, term));
  const names = subjects.map(([text]) => text);
  if (names.length === 0) return `So ${alternatives} must be selected.`;
  if (needed.length === 0) return `${refuse(names)}.`;
  const verb = names.length > 1 ? 'together need' : `need${subjects[0]![1]}`;
  return `So ${joinWords(names, 'and')} ${verb} ${alternatives}.`;
}

/** Says that some cannot all be selected, without its full stop. */
export function refuse(names: readonly string[]): string {
  return `So ${joinWords(names, 'and')} cannot be selected${names.length > 1 ? ' together' : ''}`;
}

/** A root as the request has it: `org.tutti.repeat ^1.0.0`, or the id alone when any version will do. */
export function askedFor(plugin: string, range: string): string {
  return range === '*' || range === '' ? plugin : `${plugin} ${range}`;
}

type NamedVersions = Omit<ProofTerm, 'absent'>;

/**
 * Says versions of a plugin, and what a verb after them ends with.
 *
 * @param conjunction between two runs: `and` when all are meant, `or` when one of them is
 * @returns `every version of a` (needs), `a 1.0.0` (needs), `a 1.0.0 to 1.2.0` (need)
 */
function describe(
  conflict: Conflict,
  { plugin, versions }: NamedVersions,
  conjunction: 'and' | 'or' = 'and',
): [text: string, ending: 's' | ''] {
  const known = conflict.versions[plugin]!;
  if (versions.length === known.length && known.length > 1)
    return [conjunction === 'and' ? `every version of ${plugin}` : plugin, 's'];
  return [`${plugin} ${listVersions(known, versions, conjunction)}`, versions.length > 1 ? '' : 's'];
}

/** What may be selected of each plugin that a step wants, so that its terms do not all hold. */
function alternativesIn(conflict: Conflict, terms: readonly ProofTerm[]): string[] {
  return terms.filter((term) => term.absent).map((term) => alternativesTo(conflict, term));
}

function alternativesTo(conflict: Conflict, { plugin, versions }: ProofTerm): string {
  const allowed = conflict.versions[plugin]!.filter((version) => !versions.includes(version));
  return describe(conflict, { plugin, versions: allowed }, 'or')[0];
}

/** Of whom a fact wants versions, or with `conflict` does not, and in which ranges: of nobody where it says none. */
function wishOf({ fact }: FactStep): [plugin: string, ranges: readonly string[]] {
  if (fact.kind === 'root') return [fact.plugin, [fact.range]];
  const { target = '', ranges = [] } = fact as Partial<RelationFact>;
  return [target, ranges];
}

/** What the index holds instead, when no version is in the ranges that a root or a dependency has. */
export function unmet(conflict: Conflict, step: FactStep): string {
  const [plugin] = wishOf(step);
  // A step that still speaks of the target leaves some version of it.
  if (termOf(step, plugin) !== undefined) return '';
  if (conflict.versions[plugin]!.length === 0) return ', which is not in the index';
  return `, and the index holds only ${held(conflict, plugin, [step])}`;
}

/** The same when the fact leaves no version together with one told before, though their ranges have some in common. */
function unmetTogether(conflict: Conflict, step: FactStep, told: readonly FactStep[]): string {
  const [plugin] = wishOf(step);
  for (const other of told) {
    const both = [step, other];
    const known = conflict.versions[plugin]!;
    if (
      wishOf(other)[0] === plugin &&
      other.fact.plugin !== step.fact.plugin &&
      // A fact that has no term of the plugin wants none of its versions, or is unmet by itself.
      both.every((step) => termOf(step, plugin)) &&
      known.every((version) => both.some((step) => termOf(step, plugin)!.versions.includes(version))) &&
      // A range may be open below.
      [...known, '0.0.0', ...both.flatMap(edgesOf)].some((version) => isLeft(both, version))
    )
      return `; the index holds ${plugin} only in ${held(conflict, plugin, both)}`;
  }
  return '';
}

/** Versions at the edges of the ranges of a fact, in the index or not. */
function edgesOf(step: FactStep): string[] {
  return wishOf(step)[1].flatMap((range) =>
    parseRange(range)!
      .set.flat()
      // The comparator that admits everything holds a symbol in place of a version.
      .flatMap(({ semver: { major = 0, minor = 0, patch = 0 } }) => [
        `${major}.${minor}.${patch}`,
        `${major}.${minor}.${patch + 1}`,
      ]),
  );
}

/** Whether facts would all leave a version if prereleases were versions like any other. */
function isLeft(facts: readonly FactStep[], version: string): boolean {
  return facts.every((step) => {
    const isIn = wishOf(step)[1].some((range) => parseRange(range, true)!.test(version));
    return isIn !== (step.fact.kind === 'conflict');
  });
}

/** All versions of a plugin, and which of them the facts leave out only because they are prereleases. */
function held({ versions }: Conflict, plugin: string, facts: readonly FactStep[]): string {
  const known = versions[plugin]!;
  const all = known.length > 6 ? listVersions(known, known, 'and') : joinWords(known.toReversed(), 'and');
  const prereleases = known.filter((version) => isLeft(facts, version));
  if (prereleases.length === 0) return all;
  const are = prereleases.length > 1 ? 'are prereleases' : 'is a prerelease';
  return `${all}; ${listVersions(known, prereleases, 'and')} ${are}, which a range includes only by naming one of the same version`;
}

function whoProvides(conflict: Conflict, { terms }: FactStep, { provided }: CapabilityFact): string {
  if (provided.length === 0) return 'which no plugin in the index provides';
  const providers = joinWords(alternativesIn(conflict, terms), 'or');
  if (providers) return `which only ${providers} can provide`;
  const offers = new Set(provided.map(({ offers, plugin }) => `${offers} (${plugin})`));
  const named = firstOf([...offers], (left) => `${left} more`);
  return `and the index holds it only in version ${joinWords(named, 'and')}`;
}
