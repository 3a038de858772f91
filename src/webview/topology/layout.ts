import { Graph, layout } from "@dagrejs/dagre";
import type { TopologyState } from "../../protocol/topology";

/** Where something stands, by its middle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly hosts: ReadonlyMap<string, Box>;
  /** The points of each edge, and where its words stand. */
  readonly edges: ReadonlyMap<string, { readonly points: readonly { x: number; y: number }[]; readonly label: Box }>;
}

const margin = 16;
/** Pixels of a letter at 12 px, wide enough for capitals. */
const letter = 6.6;

/** What dagre writes to nodes and edges. */
type Placed = Partial<Box> & {
  readonly labelpos?: string;
  readonly points?: readonly { readonly x: number; readonly y: number }[];
};

/** Puts hosts in layers from sources to targets. @param words what stands on each edge, by its id */
export function drawingOf({ hosts, edges }: TopologyState, words: ReadonlyMap<string, string>): Drawing {
  const graph = new Graph<typeof spacing & Partial<Box>, Placed, Placed>({ multigraph: true, directed: true });
  graph.setGraph(spacing);
  // numbers stand for names: those come from elsewhere, and dagre keeps them as keys of objects
  const numbers = new Map(hosts.map(({ name }, i) => [name, `host ${i}`]));
  const number = (host: string): string => numbers.get(host) ?? "";
  for (const { name } of hosts)
    graph.setNode(number(name), { width: Math.max(110, name.length * 8.4 + 32), height: 52 });
  const known = edges.filter(({ from, to }) => numbers.has(from.host) && numbers.has(to.host));
  known.forEach(({ id, from, to }, i) => {
    const width = (words.get(id)?.length ?? 0) * letter + 12;
    graph.setEdge(number(from.host), number(to.host), { width, height: 20, labelpos: "c" }, `edge ${i}`);
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    hosts: new Map(hosts.map(({ name }) => [name, boxOf(graph.node(number(name)))])),
    edges: new Map(
      known.map(({ id, from, to }, i) => {
        const drawn = graph.edge(number(from.host), number(to.host), `edge ${i}`);
        return [id, { points: drawn.points ?? [], label: boxOf(drawn) }];
      }),
    ),
  };
}

const spacing = { rankdir: "LR", nodesep: 48, ranksep: 90, edgesep: 28, marginx: margin, marginy: margin };

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Placed): Box {
  return { x, y, width, height };
}
