import type { TreeNode } from "./node";

/**
 * Gives the same object for the same node, since VS Code knows nodes by identity when one is to be drawn anew.
 * A node whose contents changed takes the place of the old one.
 */
export class NodeCache {
  private readonly nodes = new Map<string, TreeNode>();

  keep<T extends TreeNode>(node: T): T {
    const known = this.nodes.get(node.id);
    if (known && sameNode(known, node)) return known as T;
    this.nodes.set(node.id, node);
    return node;
  }

  get(id: string): TreeNode | undefined {
    return this.nodes.get(id);
  }

  /** Forgets a host's nodes. */
  forget(host: string): void {
    for (const [id, node] of this.nodes) if (node.host === host) this.nodes.delete(id);
  }
}

function sameNode(a: TreeNode, b: TreeNode): boolean {
  const left = Object.entries(a);
  return left.length === Object.keys(b).length && left.every(([key, value]) => value === (b as never)[key]);
}
