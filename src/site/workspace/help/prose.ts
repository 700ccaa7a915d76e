import { createElement } from '../../elements/create-element.ts';

/** A sentence of a step.json: what stands between backticks is code. */
export function proseOf(text: string): (Node | string)[] {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? createElement('code', { textContent: part }) : part));
}
