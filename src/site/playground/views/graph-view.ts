import { createElement, createSvg } from '../../elements/create-element.ts';
import type { LaidOutGraph, Point } from '../worker/graph-layout.ts';

/** Plugins and capabilities in layers, and the same as a list of sentences. A line of a reason lights its edges. */
export class GraphView {
  readonly #drawing: HTMLElement;
  readonly #words: HTMLElement;
  readonly #lit: HTMLElement;
  #graph: LaidOutGraph | undefined;

  constructor(place: HTMLElement) {
    this.#drawing = place.querySelector('.graph')!;
    this.#words = place.querySelector('.graph-words')!;
    this.#lit = place.querySelector('.graph-lit')!;
  }

  show(graph: LaidOutGraph | undefined): void {
    this.#graph = graph;
    if (graph === undefined || graph.nodes.length === 0) {
      this.#drawing.replaceChildren(
        createElement('p', { className: 'silent', textContent: 'There is nothing to draw.' }),
      );
      this.#words.replaceChildren();
      this.light(undefined);
      return;
    }
    const { width, height } = graph;
    const svg = createSvg(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, width, height, 'aria-hidden': 'true' },
      arrowHeads(),
    );
    graph.edges.forEach((edge, at) => {
      if (edge.points.length > 0)
        svg.append(createSvg('path', { class: `edge ${edge.kind}`, 'data-edge': at, d: curve(edge.points) }));
    });
    for (const node of graph.nodes) svg.append(drawNode(node));
    const names = graph.nodes.map(({ name }) => name).join(', ');
    this.#drawing.replaceChildren(svg);
    this.#drawing.setAttribute(
      'aria-label',
      `Graph of ${graph.nodes.length} plugins and capabilities: ${names.slice(0, 300)}`,
    );
    const hidden =
      graph.hidden > 0 ? [createElement('li', { textContent: `Not drawn: ${graph.hidden} more.` })] : [];
    this.#words.replaceChildren(
      ...graph.edges.map(({ words, kind }, at) => {
        const item = createElement('li', { className: kind, textContent: `${words}.` });
        item.dataset.edge = String(at);
        return item;
      }),
      ...hidden,
    );
    this.light(undefined);
  }

  /** Lights what a line of a reason tells; nothing lit shows everything alike. */
  light(key: string | undefined): void {
    const edges = key === undefined ? undefined : this.#graph?.lit[key];
    const lit = new Set(edges ?? []);
    this.#drawing.classList.toggle('has-light', lit.size > 0);
    const nodes = new Set(
      [...lit].flatMap((at) => [this.#graph!.edges[at]!.from, this.#graph!.edges[at]!.to]),
    );
    for (const element of [
      ...this.#drawing.querySelectorAll<SVGElement>('[data-edge]'),
      ...this.#words.querySelectorAll<HTMLElement>('[data-edge]'),
    ])
      element.classList.toggle('is-lit', lit.has(Number(element.dataset.edge)));
    for (const element of this.#drawing.querySelectorAll<SVGElement>('[data-node]'))
      element.classList.toggle('is-lit', nodes.has(element.dataset.node!));
    this.#lit.textContent =
      lit.size > 0
        ? [...lit].map((at) => this.#graph!.edges[at]!.words).join(' · ')
        : 'Point at a line of the reason to see what it rests on.';
    this.#lit.hidden = Object.keys(this.#graph?.lit ?? {}).length === 0;
  }
}

function drawNode({
  id,
  kind,
  name,
  note,
  isMissing,
  x,
  y,
  width,
  height,
}: LaidOutGraph['nodes'][number]): SVGGElement {
  const left = x - width / 2;
  const top = y - height / 2;
  const isRound = kind === 'capability';
  const shape = createSvg('rect', { x: left, y: top, width, height, rx: isRound ? height / 2 : 0 });
  const label = createSvg('text', { x, y: note === '' ? y + 4.5 : y - 3, 'text-anchor': 'middle' }, name);
  const group = createSvg(
    'g',
    { class: `node ${kind}${isMissing ? ' is-missing' : ''}`, 'data-node': id },
    createSvg('title', {}, id),
    shape,
    label,
  );
  if (note !== '')
    group.append(createSvg('text', { class: 'note-text', x, y: y + 14, 'text-anchor': 'middle' }, note));
  return group;
}

/** Edges end in an arrow, refusals in a bar: what they mean does not hang on their colour. */
function arrowHeads(): SVGDefsElement {
  const marker = (id: string, d: string) =>
    createSvg(
      'marker',
      {
        id,
        viewBox: '0 0 10 10',
        refX: 9,
        refY: 5,
        markerWidth: 8,
        markerHeight: 8,
        orient: 'auto',
        markerUnits: 'userSpaceOnUse',
      },
      createSvg('path', { d, class: id }),
    );
  return createSvg('defs', {}, marker('graph-arrow', 'M0 1L9 5L0 9'), marker('graph-bar', 'M8 0V10'));
}

function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const at = ({ x, y }: Point) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
  if (rest.length < 2) return `M${at(first!)}L${at(rest[0] ?? first!)}`;
  let path = `M${at(first!)}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const end = i === rest.length - 2 ? rest[i + 1]! : middle(rest[i]!, rest[i + 1]!);
    path += `Q${at(rest[i]!)} ${at(end)}`;
  }
  return path;
}

function middle(left: Point, right: Point): Point {
  return { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
}
