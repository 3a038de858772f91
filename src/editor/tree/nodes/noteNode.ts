import { nodeId } from "./ids";
import type { NoteNode, TreeNode } from "./node";

/** The node that says why there is nothing below another one. @param waiting the host has been asked */
export function noteNode({ id, host }: TreeNode, text: string, waiting = false): NoteNode {
  return { kind: "note", id: nodeId.child(id, "note"), host, text, waiting };
}
