import type { MoreNode } from "../../tree/nodes/node";
import type { Services } from "../services";

/** Shows the next page of a list of snapshots. */
export function loadMore({ tree }: Pick<Services, "tree">, node?: MoreNode): void {
  if (node) tree.showMore(node);
}
