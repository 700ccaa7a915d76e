import {
  type Conflict,
  type FactStep,
  factsOf,
  isRoot,
  type ProofStep,
  pluginsOf,
  termOf,
} from './conflict.ts';
import { outline } from './explanation-outline.ts';
import { askedFor, factSentence, oldestFirst, refuse, stepSentence, unmet } from './explanation-sentence.ts';
import { sortEntries } from './record.ts';
import { joinWords } from './version-list.ts';

/** One sentence of an explanation. */
export interface ExplanationLine {
  /** Counted from 1. */
  readonly number: number;
  /** `request` and `fact` lines stand by themselves; `step` and `conclusion` follow from earlier lines. */
  readonly kind: 'request' | 'fact' | 'step' | 'conclusion';
  readonly text: string;
  /** Numbers of the earlier lines it follows from. */
  readonly because: readonly number[];
  /** Ids of the plugins it speaks of, sorted. */
  readonly plugins: readonly string[];
}

export interface Explanation {
  readonly lines: readonly ExplanationLine[];
  /** The lines as prose, one a line, numbered, each step with the lines it follows from. */
  readonly text: string;
}

/** Tells a proof to a person: what was asked, the facts that matter, and what follows from what. */
export function explain(conflict: Conflict): Explanation {
  const { steps } = conflict;
  const last = steps.at(-1)!;
  const { chainOf, premisesOf, isSummary } = outline(conflict);
  const lines: ExplanationLine[] = [];
  const numberOf = new Map<ProofStep, number>();
  const say = (
    kind: ExplanationLine['kind'],
    sentence: string,
    said: readonly ProofStep[],
    premises: readonly ProofStep[] = [],
  ) => {
    const text = sentence.replace(/^every/, 'Every');
    const because = [...new Set(premises.map((premise) => numberOf.get(premise)!))].sort((a, b) => a - b);
    const plugins = [...new Set(said.flatMap(pluginsOf))].sort();
    const number = lines.push({ number: lines.length + 1, kind, text, because, plugins });
    for (const step of said) numberOf.set(step, number);
  };
  // A proof of which more than a few steps were told is summed up, so that this never goes deep.
  const tell = (step: ProofStep): void => {
    if (numberOf.has(step)) return;
    const premises = premisesOf.get(step)!;
    // Steps first, facts right before the line that uses them.
    for (const premise of premises) if (!('fact' in premise)) tell(premise);
    const facts = premises.filter((premise) => 'fact' in premise && !numberOf.has(premise)) as FactStep[];
    for (const fact of orderFacts(conflict, facts)) {
      const chain = chainOf.get(fact)!;
      const told = premises.flatMap((one) => (numberOf.has(one) && chainOf.get(one as FactStep)) || []);
      say('fact', factSentence(conflict, chain, told), chain.flat());
    }
    if (step !== last) say('step', stepSentence(conflict, step.terms), [step], premises);
  };
  const roots = steps.filter(isRoot);
  const names = roots.map(({ fact }) => askedFor(fact.plugin, fact.range)).sort();
  const overridden = sortEntries(conflict.request.overrides).flatMap(([id, range]) =>
    factsOf(steps).some(({ target }: { plugin: string; target?: string }) => target === id)
      ? `${id} with ${range}`
      : [],
  );
  const instead = overridden.length > 0 ? `, and override ${joinWords(overridden, 'and')}` : '';
  // A root that no version meets is the whole proof: what is asked is then the fact.
  const asked = `You ask for ${joinWords(names, 'and')}${instead}${unmet(conflict, roots[0]!)}.`;
  say('fact' in last ? 'fact' : 'request', asked, roots);
  tell(last);
  const proof = isSummary ? `: the proof from these lines has ${steps.length} steps` : '';
  say('conclusion', `${refuse(names)}${proof}.`, roots, premisesOf.get(last));
  return { lines, text: lines.map(formatLine).join('\n') };
}

function formatLine({ number, text, because }: ExplanationLine): string {
  return `${number}. ${text}${because.length === 0 ? '' : ` (${because.join(', ')})`}`;
}

/**
 * A fact about a plugin comes after the fact that speaks of this plugin as another's, so that the facts read as
 * a way down; facts about one plugin stand together, oldest versions first.
 */
function orderFacts(conflict: Conflict, facts: readonly FactStep[]): FactStep[] {
  const ordered: FactStep[] = [];
  let left = facts;
  while (left.length > 0) {
    const isNamed = (plugin: string) =>
      left.some((step) => step.fact.plugin !== plugin && termOf(step, plugin));
    const { plugin } = (left.find(({ fact }) => !isNamed(fact.plugin)) ?? left[0]!).fact;
    ordered.push(
      ...oldestFirst(
        conflict,
        left.filter(({ fact }) => fact.plugin === plugin),
      ),
    );
    left = left.filter(({ fact }) => fact.plugin !== plugin);
  }
  return ordered;
}
