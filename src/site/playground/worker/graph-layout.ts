import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode, PluginGraph } from './plugin-graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A graph with places: nodes by their centre, edges by the points they go through, in CSS pixels. */
export interface LaidOutGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly (GraphNode & Point & { readonly width: number; readonly height: number })[];
  readonly edges: readonly (GraphEdge & { readonly points: readonly Point[] })[];
  readonly lit: PluginGraph['lit'];
  /** Nodes that are not drawn because there are too many. */
  readonly hidden: number;
}

/** What a drawing can hold and still be read. */
const MAX_NODES = 130;
/** Width of a character of the code face at 13 px. */
const CHARACTER = 7.9;

/**
 * Lays a graph out in layers, from what is asked to what it needs.
 *
 * @param direction `across` for a wide place, `down` for a narrow one
 * @remarks Some milliseconds for tens of nodes, some hundreds for more: call it where nothing waits.
 */
export function layOut(whole: PluginGraph, direction: 'across' | 'down'): LaidOutGraph {
  const nodes = whole.nodes.slice(0, MAX_NODES);
  const ids = new Set(nodes.map(({ id }) => id));
  const graph = new Graph({ multigraph: true });
  const isAcross = direction === 'across';
  graph.setGraph({
    rankdir: isAcross ? 'LR' : 'TB',
    nodesep: isAcross ? 18 : 16,
    ranksep: isAcross ? 64 : 44,
    edgesep: 12,
    marginx: 4,
    marginy: 4,
  });
  for (const node of nodes) {
    const longest = Math.max(node.name.length, node.note.length * 0.93);
    graph.setNode(node.id, {
      width: Math.round(longest * CHARACTER) + 26,
      height: node.note === '' ? 30 : 46,
    });
  }
  whole.edges.forEach(({ from, to }, at) => {
    if (ids.has(from) && ids.has(to)) graph.setEdge(from, to, { weight: 1 }, String(at));
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: nodes.map((node) => ({ ...node, ...(graph.node(node.id) as Placed) })),
    edges: whole.edges.map((edge, at) => {
      const placed = graph.edge(edge.from, edge.to, String(at)) as { points?: Point[] } | undefined;
      return { ...edge, points: (placed?.points ?? []).map(({ x, y }) => ({ x, y })) };
    }),
    lit: whole.lit,
    hidden: whole.nodes.length - nodes.length,
  };
}

type Placed = Point & { width: number; height: number };
