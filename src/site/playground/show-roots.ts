import type { Ranges, Release } from '../../resolver/index.ts';
import { createElement } from './create-element.ts';

/**
 * Lists every plugin of the index with a tick and a range.
 *
 * @param onChange called with the roots as they then are
 */
export function showRoots(
  place: HTMLElement,
  releases: readonly Release[],
  roots: Ranges,
  onChange: (roots: Ranges) => void,
): void {
  const ids = [...new Set([...releases.map((release) => release.id), ...Object.keys(roots)])].sort();
  place.replaceChildren(...ids.map((id) => rowOf(id, versionsOf(releases, id), roots, onChange)));
}

function versionsOf(releases: readonly Release[], id: string): string[] {
  return releases.filter((release) => release.id === id).map((release) => release.version);
}

function rowOf(
  id: string,
  versions: string[],
  roots: Ranges,
  onChange: (roots: Ranges) => void,
): HTMLLIElement {
  const tick = createElement('input', { type: 'checkbox', checked: Object.hasOwn(roots, id) });
  const range = createElement('input', {
    type: 'text',
    value: roots[id] ?? '*',
    spellcheck: false,
    autocomplete: 'off',
    ariaLabel: `Range of ${id}`,
  });
  const change = () => {
    const others = Object.entries(roots).filter(([other]) => other !== id);
    onChange(Object.fromEntries(tick.checked ? [...others, [id, range.value]] : others));
  };
  tick.addEventListener('change', change);
  range.addEventListener('change', change);
  const known = versions.length === 0 ? 'no version here' : versions.join(', ');
  return createElement(
    'li',
    {},
    createElement('label', {}, tick, createElement('span', { textContent: id })),
    range,
    createElement('small', { textContent: known }),
  );
}
