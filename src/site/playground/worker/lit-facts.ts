import type { Conflict, ExplanationLine, Fact } from '../../../resolver/index.ts';

/**
 * What of a proof each line of its explanation tells, as positions in `factsOf`: for a line that follows from
 * others, all that it rests on. A line of facts tells the facts about the plugins it names, in its own kind of words.
 */
export function litFacts(conflict: Conflict, lines: readonly ExplanationLine[]): Map<number, number[]> {
  const facts = factsOf(conflict);
  const lit = new Map<number, number[]>();
  for (const line of lines) {
    const own =
      line.kind === 'request'
        ? facts.flatMap((fact, at) => (fact.kind === 'root' && line.plugins.includes(fact.plugin) ? at : []))
        : line.kind === 'fact'
          ? facts.flatMap((fact, at) => (tells(line, fact) ? at : []))
          : [];
    const earlier = line.because.flatMap((number) => lit.get(number) ?? []);
    lit.set(
      line.number,
      [...new Set([...own, ...earlier])].sort((left, right) => left - right),
    );
  }
  return lit;
}

export function factsOf(conflict: Conflict): Fact[] {
  return conflict.steps.flatMap((step) => ('fact' in step ? [step.fact] : []));
}

function tells({ plugins, text }: ExplanationLine, fact: Fact): boolean {
  if (!plugins.includes(fact.plugin) || ('target' in fact && !plugins.includes(fact.target))) return false;
  switch (fact.kind) {
    case 'root':
      return text.includes('ask for');
    case 'dependency':
      return /\bneeds?\b/.test(text) && !/\b(ABI|capability)\b/.test(text);
    case 'optional-dependency':
      return text.includes('can do without');
    case 'conflict':
      return text.includes('not work with');
    case 'capability':
    case 'exclusive':
      return text.includes(fact.capability);
    case 'abi':
      return /\bABI\b/.test(text);
    case 'platform':
      return text.includes(fact.offered);
    case 'yanked':
      return text.includes('yanked');
  }
}
