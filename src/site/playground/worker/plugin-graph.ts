import type { Manifest } from '../../../manifest/index.ts';
import {
  type Fact,
  formatPlatform,
  type Ranges,
  type Release,
  type Request,
  type Resolution,
} from '../../../resolver/index.ts';
import type { Reason } from './answer.ts';
import { factsOf, litFacts } from './lit-facts.ts';

export interface GraphNode {
  readonly id: string;
  readonly kind: 'question' | 'plugin' | 'capability' | 'place';
  readonly name: string;
  /** Versions that matter, in a few words; may be empty. */
  readonly note: string;
  readonly isMissing: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'asks' | 'needs' | 'optional' | 'refuses' | 'provides';
  /** What it says, as a sentence without a full stop. */
  readonly words: string;
}

/** Plugins and capabilities, and what holds them together or apart. */
export interface PluginGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Edges that each line of each reason tells, as `reason.line` -> positions. */
  readonly lit: Readonly<Record<string, readonly number[]>>;
}

/** Of more, the lines from what is asked would hide what is needed. */
const ROOTS_DRAWN = 24;

/** Draws what was selected and what each of it needs. */
export function selectionGraph(
  resolution: Extract<Resolution, { outcome: 'resolved' }>,
  request: Request,
  releases: readonly (Release | Manifest)[],
): PluginGraph {
  const { selection, bindings } = resolution;
  const drawing = new GraphDrawing(request.overrides);
  const chosen = releases.filter(({ id, version }) => selection[id] === version);
  for (const [id, version] of Object.entries(selection)) drawing.plugin(id, version);
  const roots = Object.entries(request.roots);
  if (roots.length <= ROOTS_DRAWN) for (const [id, range] of roots) drawing.root(id, range);
  for (const { id, dependencies = {}, optionalDependencies = {} } of chosen) {
    for (const [target, range] of Object.entries(dependencies)) drawing.relation('needs', id, target, range);
    for (const [target, range] of Object.entries(optionalDependencies)) {
      if (Object.hasOwn(selection, target)) drawing.relation('optional', id, target, range);
    }
  }
  for (const { plugin, capability, range, provider, offers } of bindings) {
    drawing.requires(plugin, capability, range);
    drawing.provides(provider, capability, `${provider} provides ${capability} ${offers}`);
  }
  return drawing.graph({});
}

/** Draws what the proofs rest on; what else there is plays no part in a conflict. */
export function conflictGraph(reasons: readonly Reason[], request: Request): PluginGraph {
  const drawing = new GraphDrawing(request.overrides);
  const lit: Record<string, readonly number[]> = {};
  reasons.forEach(({ conflict, explanation }, reason) => {
    for (const [id, versions] of Object.entries(conflict.versions)) {
      const few = versions.length > 3 ? `${versions.length} versions` : versions.toReversed().join(', ');
      drawing.plugin(id, few, versions.length === 0);
    }
    const edges = factsOf(conflict).map((fact) => drawFact(drawing, fact, request));
    for (const [line, facts] of litFacts(conflict, explanation.lines)) {
      lit[`${reason}.${line}`] = [...new Set(facts.flatMap((at) => edges[at]!))];
    }
  });
  return drawing.graph(lit);
}

/** @returns positions of the edges that say this fact */
function drawFact(drawing: GraphDrawing, fact: Fact, request: Request): number[] {
  const { plugin } = fact;
  switch (fact.kind) {
    case 'root':
      return [drawing.root(plugin, fact.range)];
    case 'dependency':
      return [drawing.relation('needs', plugin, fact.target, fact.ranges.join(' or '))];
    case 'optional-dependency':
      return [drawing.relation('optional', plugin, fact.target, fact.ranges.join(' or '))];
    case 'conflict':
      return [drawing.relation('refuses', plugin, fact.target, fact.ranges.join(' or '))];
    case 'capability':
      return [
        drawing.requires(plugin, fact.capability, fact.ranges.join(' or '), fact.provided.length === 0),
        ...fact.provided.map((one) => {
          const words = `${one.plugin} ${one.version} provides ${fact.capability} ${one.offers}`;
          return drawing.provides(one.plugin, fact.capability, words);
        }),
      ];
    case 'exclusive':
      return [
        drawing.provides(
          plugin,
          fact.capability,
          `${plugin} must be the only provider of ${fact.capability}`,
        ),
        drawing.provides(fact.target, fact.capability, `${fact.target} provides ${fact.capability} too`),
      ];
    case 'abi':
      return [
        drawing.place(
          plugin,
          'Host',
          `ABI ${request.host.abi}`,
          `${plugin} needs ABI ${fact.ranges.join(' or ')}`,
        ),
      ];
    case 'platform': {
      const built = fact.built.length === 0 ? 'no platform' : fact.built.join(' and ');
      const name = formatPlatform(request.platform);
      return [drawing.place(plugin, 'Platform', name, `${plugin} is built for ${built}`)];
    }
    case 'yanked':
      return [drawing.place(plugin, 'Yanked', '', `${plugin} was yanked`)];
  }
}

/** Gathers nodes and edges, each once. */
class GraphDrawing {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges: GraphEdge[] = [];
  readonly #edgeAt = new Map<string, number>();
  readonly #overrides: Ranges;

  constructor(overrides: Ranges = {}) {
    this.#overrides = overrides;
  }

  plugin(id: string, note: string, isMissing = false): void {
    const known = this.#nodes.get(id);
    if (known === undefined || known.note === '') {
      this.#nodes.set(id, {
        id,
        kind: 'plugin',
        name: shortest(id),
        note: isMissing ? 'not there' : note,
        isMissing,
      });
    }
  }

  root(id: string, range: string): number {
    this.#nodes.set('?', { id: '?', kind: 'question', name: 'You ask for', note: '', isMissing: false });
    if (!this.#nodes.has(id)) this.plugin(id, '', true);
    return this.#edge('asks', '?', id, `You ask for ${id}${range === '*' ? '' : ` ${range}`}`);
  }

  relation(kind: 'needs' | 'optional' | 'refuses', from: string, to: string, range: string): number {
    if (!this.#nodes.has(to)) this.plugin(to, '', true);
    const isOverridden = kind !== 'refuses' && Object.hasOwn(this.#overrides, to);
    const said = isOverridden ? ` ${this.#overrides[to]} (your override)` : range === '*' ? '' : ` ${range}`;
    const verb = { needs: 'needs', optional: 'can do without, or with', refuses: 'does not work with' }[kind];
    return this.#edge(kind, from, to, `${from} ${verb} ${to}${said}`);
  }

  requires(plugin: string, capability: string, range: string, isMissing = false): number {
    this.#capability(capability, isMissing);
    return this.#edge(
      'needs',
      plugin,
      `{${capability}}`,
      `${plugin} needs the capability ${capability} ${range}`,
    );
  }

  provides(plugin: string, capability: string, words: string): number {
    this.#capability(capability, false);
    if (!this.#nodes.has(plugin)) this.plugin(plugin, '');
    return this.#edge('provides', `{${capability}}`, plugin, words);
  }

  place(plugin: string, name: string, note: string, words: string): number {
    this.#nodes.set(`@${name}`, { id: `@${name}`, kind: 'place', name, note, isMissing: false });
    return this.#edge('refuses', plugin, `@${name}`, words);
  }

  graph(lit: PluginGraph['lit']): PluginGraph {
    return { nodes: [...this.#nodes.values()], edges: this.#edges, lit };
  }

  #capability(id: string, isMissing: boolean): void {
    const note = isMissing ? 'nobody provides it' : '';
    this.#nodes.set(`{${id}}`, { id: `{${id}}`, kind: 'capability', name: id, note, isMissing });
  }

  #edge(kind: GraphEdge['kind'], from: string, to: string, words: string): number {
    const key = `${kind} ${from} ${to} ${words}`;
    const known = this.#edgeAt.get(key);
    if (known !== undefined) return known;
    this.#edgeAt.set(key, this.#edges.length);
    return this.#edges.push({ kind, from, to, words }) - 1;
  }
}

function shortest(id: string): string {
  return id.split('.').at(-1) ?? id;
}
