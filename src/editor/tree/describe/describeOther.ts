import type { FailureNode, MoreNode, NoteNode } from "../nodes/node";
import { loadMoreLabel } from "../paging";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";
import { t } from "../../l10n/t";

export function describeMore(node: MoreNode): ItemText {
  const label = loadMoreLabel(node.shown, node.total);
  return {
    label,
    description: "",
    spoken: label,
    icon: { id: "ellipsis" },
    context: contextOf("zfs.more"),
    children: "none",
  };
}

/** What went wrong, in one line; the rest is in its tooltip. */
export function describeFailure(node: FailureNode): ItemText {
  const { because, nextStep } = node.error;
  return {
    label: capital(because),
    description: "",
    spoken: facts(because, t("next: {0}", nextStep)),
    icon: { id: "error", color: "list.errorForeground" },
    context: contextOf("zfs.failure", node.error.reason),
    children: "none",
  };
}

export function failureTooltip(node: FailureNode): TooltipText {
  const { object, because, nextStep } = node.error;
  return {
    title: object,
    rows: [
      [t("Why"), because],
      [t("Next"), nextStep],
    ],
  };
}

export function describeNote(node: NoteNode): ItemText {
  return {
    label: node.text,
    description: "",
    spoken: node.text,
    icon: { id: node.waiting ? "loading~spin" : "info" },
    context: contextOf("zfs.note"),
    children: "none",
  };
}

function capital(clause: string): string {
  return clause.slice(0, 1).toUpperCase() + clause.slice(1);
}
