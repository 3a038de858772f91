/** A line that a half of the pipeline reported, read. */
export type ReportLine =
  | { readonly kind: "mark"; readonly half: "send" | "receive"; readonly subject: string; readonly value: string }
  | { readonly kind: "size"; readonly bytes: number }
  | { readonly kind: "sent"; readonly bytes: number; readonly snapshot: string }
  | { readonly kind: "text"; readonly text: string };

/**
 * Reads one line of either half: our marks, what `zfs send -vP` tells (`size\t1234`, each second
 * `18:13:47\t6573696\ttank/data@s1`), or text of a tool.
 */
export function readReportLine(line: string, frame: string): ReportLine {
  if (line.startsWith(`${frame} `)) {
    const [, half, subject = "", ...value] = line.split(" ");
    return { kind: "mark", half: half === "send" ? "send" : "receive", subject, value: value.join(" ") };
  }
  const size = /^size\t(\d+)$/.exec(line);
  if (size) return { kind: "size", bytes: Number(size[1]) };
  const sent = /^\d\d:\d\d:\d\d\t(\d+)\t(.+)$/.exec(line);
  if (sent) return { kind: "sent", bytes: Number(sent[1]), snapshot: sent[2] ?? "" };
  return { kind: "text", text: line };
}

/** Lines of `zfs send -vP` that describe the stream and tell of no failure. */
export function isStreamDescription(text: string): boolean {
  return /^(full|incremental)\t|^resume token contents:|^nvlist version:|^\t\w+ = /.test(text);
}
