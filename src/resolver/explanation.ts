import type { Conflict, ProofStep } from './conflict.ts';
import { outline } from './explanation-outline.ts';
import { askedFor, type FactStep, factSentence, stepSentence } from './explanation-sentence.ts';
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
  const last = steps.length - 1;
  const { groupsOf, premisesOf, isSummary } = outline(conflict);
  const lines: ExplanationLine[] = [];
  const numberOf = new Map<number, number>();
  const say = (position: number, line: Omit<ExplanationLine, 'number'>) => {
    const text = line.text.replace(/^every/, 'Every');
    lines.push({ number: lines.length + 1, ...line, text });
    numberOf.set(position, lines.length);
  };
  const roots = steps
    .flatMap((step, position) => (isRoot(step) && isMeetable(conflict, step) ? [position] : []))
    .sort((left, right) => (rootName(steps[left]!) < rootName(steps[right]!) ? -1 : 1));
  if (roots.length > 0) {
    const asked = roots.map((position) => rootName(steps[position]!));
    const plugins = roots.flatMap((position) => pluginsOf(steps[position]!)).sort();
    const text = `You ask for ${joinWords(asked, 'and')}.`;
    say(roots[0]!, { kind: 'request', text, because: [], plugins });
    for (const position of roots) numberOf.set(position, 1);
  }
  const sayFact = (position: number) => {
    const chain = groupsOf.get(position)!.map((group) => group.map((fact) => steps[fact] as FactStep));
    const plugins = [...new Set(chain.flat().flatMap(pluginsOf))].sort();
    say(position, { kind: 'fact', text: factSentence(conflict, chain), because: [], plugins });
  };
  const stack: number[] = [last];
  while (stack.length > 0) {
    const position = stack[stack.length - 1]!;
    const step = steps[position]!;
    const isSaid = numberOf.has(position);
    if (isSaid || 'fact' in step) {
      if (!isSaid) sayFact(position);
      stack.pop();
      continue;
    }
    const premises = premisesOf.get(position)!;
    // Steps first, facts right before the line that uses them.
    const unsaid = premises.filter((premise) => !numberOf.has(premise));
    const unsaidSteps = unsaid.filter((premise) => !('fact' in steps[premise]!));
    if (unsaid.length > 0) {
      stack.push(...(unsaidSteps.length > 0 ? unsaidSteps : orderFacts(conflict, unsaid)).toReversed());
      continue;
    }
    if (position === last) break;
    const because = numbersOf(premises, numberOf);
    const text = stepSentence(conflict, step.terms);
    say(position, { kind: 'step', text, because, plugins: pluginsOf(step) });
  }
  const premises = 'fact' in steps[last]! ? [last] : premisesOf.get(last)!;
  const asked = steps.filter(isRoot);
  const names = joinWords(asked.map(rootName).sort(), 'and');
  const proof = isSummary ? `: the proof from these lines has ${steps.length} steps` : '';
  const text = `So ${names} cannot be selected${asked.length > 1 ? ' together' : ''}${proof}.`;
  const plugins = asked.flatMap(pluginsOf).sort();
  say(-1, { kind: 'conclusion', text, because: numbersOf(premises, numberOf), plugins });
  return { lines, text: lines.map(formatLine).join('\n') };
}

function formatLine(line: ExplanationLine): string {
  const because = line.because.length === 0 ? '' : ` (${line.because.join(', ')})`;
  return `${line.number}. ${line.text}${because}`;
}

/**
 * A fact about a plugin comes after the fact that speaks of this plugin as another's, so that the facts read as
 * a way down; facts about one plugin stand together, oldest versions first.
 */
function orderFacts(conflict: Conflict, facts: readonly number[]): number[] {
  const pluginOf = (position: number) => {
    const step = conflict.steps[position]!;
    return 'fact' in step ? step.fact.plugin : '';
  };
  const ageOf = (position: number) => {
    const plugin = pluginOf(position);
    const oldest = conflict.steps[position]!.terms.find((term) => term.plugin === plugin)?.versions.at(-1);
    return oldest === undefined ? 0 : conflict.versions[plugin]!.indexOf(oldest);
  };
  const groups = new Map<string, number[]>();
  for (const position of facts) {
    const plugin = pluginOf(position);
    groups.set(plugin, [...(groups.get(plugin) ?? []), position]);
  }
  const ordered: number[] = [];
  while (groups.size > 0) {
    const isNamed = (plugin: string) =>
      [...groups].some(
        ([other, positions]) =>
          other !== plugin &&
          positions.some((position) =>
            conflict.steps[position]!.terms.some((term) => term.plugin === plugin),
          ),
      );
    const next = [...groups.keys()].find((plugin) => !isNamed(plugin)) ?? [...groups.keys()][0]!;
    ordered.push(...groups.get(next)!.toSorted((left, right) => ageOf(right) - ageOf(left)));
    groups.delete(next);
  }
  return ordered;
}

function numbersOf(premises: readonly number[], numberOf: ReadonlyMap<number, number>): number[] {
  return [...new Set(premises.map((premise) => numberOf.get(premise)!))].sort((left, right) => left - right);
}

function pluginsOf(step: ProofStep): string[] {
  const named =
    'fact' in step ? [step.fact.plugin, ...('target' in step.fact ? [step.fact.target] : [])] : [];
  return [...new Set([...named, ...step.terms.map((term) => term.plugin)])].sort();
}

function isRoot(step: ProofStep): boolean {
  return 'fact' in step && step.fact.kind === 'root';
}

/** Whether the index holds any version the root asks for; one that it does not is a line of its own. */
function isMeetable(conflict: Conflict, step: ProofStep): boolean {
  const [term] = step.terms;
  return term !== undefined && term.versions.length < (conflict.versions[term.plugin] ?? []).length;
}

function rootName(step: ProofStep): string {
  return 'fact' in step && step.fact.kind === 'root' ? askedFor(step.fact.plugin, step.fact.range) : '';
}
