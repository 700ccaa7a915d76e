import { createElement } from '../../elements/create-element.ts';
import type { Reason } from '../worker/answer.ts';
import { factsOf } from '../worker/lit-facts.ts';

/** Says whose ranges a reason speaks of, where they are the reader's and not those of the manifests. */
export function overrideNote(reason: Reason): HTMLElement[] {
  const ids = overriddenIn(reason);
  if (ids.length === 0) return [];
  const textContent = `What plugins ask of ${ids.join(' and ')} is your override here; their manifests may say otherwise.`;
  return [createElement('p', { className: 'override-note', textContent })];
}

function overriddenIn({ conflict }: Reason): string[] {
  const { overrides = {} } = conflict.request;
  const targets = factsOf(conflict).flatMap((fact) =>
    fact.kind === 'dependency' || fact.kind === 'optional-dependency' ? fact.target : [],
  );
  return [...new Set(targets)].filter((id) => Object.hasOwn(overrides, id));
}
