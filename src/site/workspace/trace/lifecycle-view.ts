import { type State, stateMeanings } from '../../../abi/index.ts';
import { counted } from '../../elements/counted.ts';
import { createElement, createSvg } from '../../elements/create-element.ts';
import type { BlockRow } from './block-lives.ts';
import { type PlannedState, planLifecycle } from './lifecycle-plan.ts';
import { barlines, fermata, heldNotes, layOut, type Sheet, slurPath, stave } from './lifecycle-sheet.ts';
import type { Stand } from './recorded-run.ts';

/** Below this width the names of the states stand in two rows. */
const narrowPx = 560;

/** The lifecycle as a stave on which the run's marker moves, the blocks that are held above it, and both in words. */
export class LifecycleView {
  readonly element: HTMLElement;
  readonly #plan = planLifecycle();
  readonly #figure = createElement('div', { className: 'lifecycle-drawing' });
  readonly #caption = createElement('p', { className: 'lifecycle-words' });
  readonly #held = createElement('p', { className: 'held-words' });
  #sheet: Sheet | undefined;
  #svg: SVGSVGElement | undefined;
  #shown: { stand: Stand; blocks: readonly BlockRow[] } | undefined;

  constructor() {
    this.element = createElement(
      'section',
      { className: 'lifecycle' },
      createElement('h3', { textContent: 'Where it stands' }),
      ...[this.#figure, this.#caption, this.#held],
    );
    new ResizeObserver(([entry]) => this.#draw((entry?.contentRect.width ?? 0) < narrowPx)).observe(
      this.#figure,
    );
  }

  show(stand: Stand, blocks: readonly BlockRow[]): void {
    this.#shown = { stand, blocks };
    this.#caption.replaceChildren(...standWords(stand));
    this.#held.textContent = heldWords(blocks);
    if (this.#sheet) this.#update();
  }

  #draw(isNarrow: boolean): void {
    if (this.#sheet?.isNarrow === isNarrow) return;
    const sheet = layOut(this.#plan, isNarrow);
    const { width, height } = sheet;
    this.#sheet = sheet;
    this.#svg = createSvg(
      'svg',
      { class: 'score', viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
      createSvg('rect', { class: 'chosen-bar', y: sheet.top - 4, width: sheet.columnWidth, height: 40 }),
      createSvg('path', { class: 'line', d: stave(sheet) }),
      ...barlines(this.#plan, sheet),
      ...this.#plan.map((planned) => drawState(planned, sheet)),
      createSvg('path', { class: 'slur' }),
      createSvg(
        'g',
        { class: 'marker' },
        createSvg('ellipse', { rx: 8, ry: 5.6, transform: 'rotate(-20)' }),
        createSvg('path', { class: 'stem', d: 'M7.2 -2V-30' }),
        createSvg('path', { class: 'cross', d: 'M-7 -7L7 7M-7 7L7 -7' }),
      ),
      createSvg('g', { class: 'held' }),
    );
    this.#figure.replaceChildren(this.#svg);
    if (this.#shown) this.#update();
  }

  #columnOf(state: State | undefined): number {
    return this.#plan.find((planned) => planned.state === state)?.column ?? 0;
  }

  #update(): void {
    const sheet = this.#sheet;
    const svg = this.#svg;
    if (sheet === undefined || svg === undefined || this.#shown === undefined) return;
    const { stand, blocks } = this.#shown;
    const planned = this.#plan.find(({ state }) => state === stand.state);
    const spot = sheet.spots.get(stand.state);
    if (planned === undefined || spot === undefined) return;
    const visited = new Set(stand.visited);
    for (const group of svg.querySelectorAll<SVGElement>('[data-state]')) {
      const state = group.dataset.state as State;
      group.classList.toggle('is-visited', visited.has(state));
      group.classList.toggle('is-current', state === stand.state);
    }
    const isWrong = stand.state === 'faulted' || stand.failure !== undefined;
    const marker = svg.querySelector<SVGElement>('.marker');
    marker?.style.setProperty('transform', `translate(${spot.x}px, ${spot.y}px)`);
    svg.classList.toggle('is-wrong', isWrong);
    const bar = svg.querySelector('.chosen-bar');
    bar?.setAttribute('x', String(spot.x - sheet.columnWidth / 2));
    bar?.classList.toggle('is-off', planned.side !== 'line');
    const left = stand.from && sheet.spots.get(stand.from);
    const isOff = planned.side === 'below' && left !== undefined;
    svg
      .querySelector('.slur')
      ?.setAttribute(
        'd',
        isOff ? slurPath({ x: left.x, y: sheet.labelY(this.#columnOf(stand.from)) }, spot) : '',
      );
    svg.querySelector('.held')?.replaceChildren(...heldNotes(blocks, sheet));
  }
}

function drawState({ state, side, column }: PlannedState, sheet: Sheet): SVGGElement {
  const spot = sheet.spots.get(state) ?? { x: 0, y: 0 };
  const { x, y } = spot;
  const attributes = { class: `state of-${side}`, 'data-state': state };
  if (side === 'above') {
    const label = createSvg('text', { x: x + 14, y: y + 4 }, state);
    return createSvg('g', attributes, fermata(x, y), label);
  }
  const head =
    side === 'below' && state === 'faulted'
      ? createSvg('path', { class: 'cross', d: `M${x - 5} ${y - 5}l10 10m-10 0l10 -10` })
      : createSvg('ellipse', { cx: x, cy: y, rx: 6.2, ry: 4.4, transform: `rotate(-20 ${x} ${y})` });
  const label =
    side === 'below'
      ? createSvg('text', { x: x + 14, y: y + 4.5 }, state)
      : createSvg('text', { x, y: sheet.labelY(column), 'text-anchor': 'middle' }, state);
  return createSvg('g', attributes, head, label);
}

function standWords({ instance, state, call, failure }: Stand): Node[] {
  const who = instance > 1 ? `Instance ${instance}: ` : '';
  const words = createElement('b', { textContent: state });
  const where = call === 0 ? '' : ` Call ${call} is under way.`;
  const nodes: Node[] = [
    document.createTextNode(who),
    words,
    document.createTextNode(`: ${stateMeanings[state]}.${where}`),
  ];
  if (state === 'faulted') words.className = 'is-wrong';
  if (failure !== undefined)
    nodes.push(createElement('span', { className: 'is-wrong', textContent: ` Failed: ${failure}` }));
  return nodes;
}

function heldWords(blocks: readonly BlockRow[]): string {
  const held = blocks.filter(({ owner }) => owner === 'plugin' || owner === 'host');
  const lost = blocks.filter(({ fate }) => fate === 'leaked');
  const list = (rows: readonly BlockRow[]) =>
    rows.length > 6
      ? counted(rows.length, 'block')
      : rows.map(({ block, owner }) => `block ${block}${owner === 'host' ? ' (the host’s)' : ''}`).join(', ');
  const sentences = [held.length === 0 ? 'No block is held.' : `Held now: ${list(held)}.`];
  if (lost.length > 0) sentences.push(`Leaked: ${list(lost)}.`);
  return sentences.join(' ');
}
