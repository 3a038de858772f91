import type { TreeNode } from "./node";

/**
 * Gives the same object for the same node, since VS Code knows nodes by identity when one is to be drawn anew. A node whose
 * contents changed takes the place of the old one. Nodes that their parent no longer has are forgotten with all below them,
 * so that no more is kept than was last shown.
 */
export class NodeCache {
  private readonly nodes = new Map<string, TreeNode>();
  private readonly below = new Map<string, readonly string[]>();
  private readonly above = new Map<string, string>();

  /** Takes what now lies below a node (below nothing: the hosts). @returns the nodes to show */
  keepChildren(parent: TreeNode | undefined, children: readonly TreeNode[]): TreeNode[] {
    const key = parent?.id ?? "";
    const kept = children.map((child) => this.keep(child));
    const ids = kept.map(({ id }) => id);
    const still = new Set(ids);
    for (const id of this.below.get(key) ?? []) if (!still.has(id)) this.drop(id);
    this.below.set(key, ids);
    if (parent) for (const id of ids) this.above.set(id, parent.id);
    return kept;
  }

  keep<T extends TreeNode>(node: T): T {
    const known = this.nodes.get(node.id);
    if (known && sameNode(known, node)) return known as T;
    this.nodes.set(node.id, node);
    return node;
  }

  get(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  /** The node that a node was shown below; undefined for hosts, and for what was not shown. */
  parent(id: string): TreeNode | undefined {
    const parent = this.above.get(id);
    return parent === undefined ? undefined : this.nodes.get(parent);
  }

  /** Forgets what lies below a node. */
  forgetBelow(id: string): void {
    for (const child of this.below.get(id) ?? []) this.drop(child);
    this.below.delete(id);
  }

  get size(): number {
    return this.nodes.size;
  }

  private drop(id: string): void {
    this.forgetBelow(id);
    this.nodes.delete(id);
    this.above.delete(id);
  }
}

function sameNode(a: TreeNode, b: TreeNode): boolean {
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  return left.every(([key, value]) => sameValue(value, b[key as keyof TreeNode]));
}

/** Snapshots are made anew from their table each time they are shown. */
function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || a instanceof Error) return false;
  const left = Object.entries(a);
  return left.length === Object.keys(b).length && left.every(([key, value]) => value === (b as never)[key]);
}
