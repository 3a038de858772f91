import { formatBytes } from "../base/bytes";
import type { Aspect, DatasetContents } from "./contents";

/** What a person reads of each way in which a file may differ. */
const words: Readonly<Record<Aspect, string>> = {
  "only-on-source": "not on the target",
  "only-on-target": "not on the source",
  kind: "another kind of file",
  mode: "mode",
  owner: "owner",
  group: "group",
  links: "number of links",
  size: "size",
  modified: "time of change",
  "link-target": "where the link leads",
  device: "device numbers",
  contents: "contents",
  attributes: "extended attributes",
  "unreadable-on-source": "cannot be read on the source",
  "unreadable-on-target": "cannot be read on the target",
};

/** Differences that are printed of one dataset; JSON has more. */
const mostPrinted = 50;

/** One dataset's contents as lines: its state, then each file that differs and in what. */
export function contentsText(result: DatasetContents): string {
  const { source, target, state, differences, because, nextStep } = result;
  const head = `${source}  ${target}  ${state}`;
  if (state === "equal") return `${head}  ${result.items} items, ${formatBytes(result.bytes)}\n`;
  const lines = differences
    .slice(0, mostPrinted)
    .map(({ path, what }) => `  ${path}: ${what.map((aspect) => words[aspect]).join(", ")}`);
  const more = result.more + differences.length - Math.min(differences.length, mostPrinted);
  return [
    head,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...because.map((clause) => `  ${clause}`),
    ...(nextStep === undefined ? [] : [`  Next: ${nextStep}`]),
    "",
  ].join("\n");
}
