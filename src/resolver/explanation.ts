import { type Conflict, type FactStep, type ProofStep, pluginsOf } from './conflict.ts';
import { outline } from './explanation-outline.ts';
import { askedFor, factSentence, oldestFirst, stepSentence } from './explanation-sentence.ts';
import type { RootFact } from './fact.ts';
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
    if ('fact' in step) {
      const chain = chainOf.get(step)!;
      say('fact', factSentence(conflict, chain), chain.flat());
      return;
    }
    const premises = premisesOf.get(step)!;
    // Steps first, facts right before the line that uses them.
    for (const premise of premises) if (!('fact' in premise)) tell(premise);
    const facts = premises.filter((premise) => 'fact' in premise && !numberOf.has(premise)) as FactStep[];
    for (const fact of orderFacts(conflict, facts)) tell(fact);
    if (step !== last) say('step', stepSentence(conflict, step.terms), [step], premises);
  };
  const roots = steps.filter(isRoot);
  // A root that no version meets is a line of its own.
  const meetable = roots.filter(({ terms }) => terms.length > 0);
  if (meetable.length > 0) say('request', `You ask for ${namesOf(meetable)}.`, meetable);
  tell(last);
  const together = roots.length > 1 ? ' together' : '';
  const proof = isSummary ? `: the proof from these lines has ${steps.length} steps` : '';
  const conclusion = `So ${namesOf(roots)} cannot be selected${together}${proof}.`;
  say('conclusion', conclusion, roots, premisesOf.get(last) ?? [last]);
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
  const groups = Map.groupBy(facts, ({ fact }) => fact.plugin);
  const ordered: FactStep[] = [];
  while (groups.size > 0) {
    const isNamed = (plugin: string) =>
      [...groups].some(
        ([other, group]) =>
          other !== plugin && group.some(({ terms }) => terms.some((term) => term.plugin === plugin)),
      );
    const plugins = [...groups.keys()];
    const next = plugins.find((plugin) => !isNamed(plugin)) ?? plugins[0]!;
    ordered.push(...oldestFirst(conflict, groups.get(next)!));
    groups.delete(next);
  }
  return ordered;
}

type RootStep = FactStep & { readonly fact: RootFact };

function isRoot(step: ProofStep): step is RootStep {
  return 'fact' in step && step.fact.kind === 'root';
}

function namesOf(roots: readonly RootStep[]): string {
  return joinWords(roots.map(({ fact }) => askedFor(fact.plugin, fact.range)).sort(), 'and');
}
