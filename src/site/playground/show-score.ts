import { drawScore } from '../score/draw-score.ts';
import { describeScore, type Score } from '../score/score.ts';
import { createElement } from './create-element.ts';

/** Draws the score at the width its place has, and says it in a table for those who do not see it. */
export function showScore(place: HTMLElement, score: Score | undefined): void {
  if (!score || score.staves.length === 0) {
    place.replaceChildren(
      createElement('p', { className: 'silent', textContent: 'No plugin is asked for: silence.' }),
    );
    return;
  }
  const width = Math.max(Math.min(place.clientWidth, 760), 300);
  const { viewBox, body } = drawScore(score, {
    width,
    spacing: 92,
    together: 'tutti',
    apart: 'never together',
  });
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('class', 'score is-live');
  drawing.setAttribute('viewBox', viewBox);
  drawing.setAttribute('aria-hidden', 'true');
  drawing.innerHTML = body;
  place.replaceChildren(drawing, createElement('div', { className: 'sr-only' }, tableOf(score)));
}

function tableOf(score: Score): HTMLTableElement {
  const table = createElement('table', {});
  table.createCaption().textContent = 'What fits each host version, and what was chosen';
  const head = table.createTHead().insertRow();
  for (const name of ['Plugin', ...score.bars])
    head.append(createElement('th', { scope: 'col', textContent: name }));
  const body = table.createTBody();
  for (const { name, cells } of describeScore(score)) {
    const row = body.insertRow();
    row.append(createElement('th', { scope: 'row', textContent: name }));
    for (const cell of cells) row.insertCell().textContent = cell;
  }
  return table;
}
