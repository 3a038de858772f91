import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import type { DatasetComparison, Section } from "./compareDataset";
import { contentsScript, reader, type Reading } from "./contentsScript";

const sections: Readonly<Record<string, Section>> = { meta: "meta", sums: "sums", attrs: "attrs", blocks: "blocks" };

/**
 * Reads snapshots on one host, all of them in one command, and hands over what is in them.
 * @param side 0 for the source, 1 for the target
 * @param onLine called behind each line
 * @throws ZfsrError of the connection, cancelled, unexpected-output
 */
export async function readSide(
  host: Host,
  side: 0 | 1,
  work: readonly { readonly reading: Reading; readonly comparison: DatasetComparison }[],
  onLine: () => void,
  signal: AbortSignal,
): Promise<void> {
  let reading: DatasetComparison | undefined;
  let section: Section | undefined;
  let over = 0;
  const leave = (): void => {
    if (section) reading?.sectionEnded(side, section);
    section = undefined;
  };
  const onMark = (word: string, rest: string): void => {
    leave();
    if (word === "begin") reading = work[Number(rest)]?.comparison;
    else if (word === "not") reading?.cannot(side, rest);
    else if (word === "end") {
      reading?.ended(side);
      over += 1;
    } else section = sections[word];
  };
  const said = { reading: undefined as DatasetComparison | undefined };
  const { code } = await host.follow(reader, {
    stdin: contentsScript(work.map((item) => item.reading)),
    signal,
    onStdoutLine: (line) => {
      const mark = /^= ([a-z-]+) ?(.*)$/s.exec(line);
      if (mark) onMark(mark[1] ?? "", mark[2] ?? "");
      else if (section) reading?.line(side, section, line);
      onLine();
    },
    onStderrLine: (line) => {
      const begun = /^= begin (\d+)$/.exec(line);
      if (begun) said.reading = work[Number(begun[1])]?.comparison;
      else if (!said.reading) throw failure(host, line);
      else said.reading.complaint(side, line);
    },
  });
  if (over < work.length) throw failure(host, `it ended with ${code ?? "a signal"} before all was read`);
}

function failure(host: Host, because: string): ZfsrError {
  return new ZfsrError({
    reason: "unexpected-output",
    object: host.id,
    because,
    nextStep: "see what keeps it from reading its snapshots, then compare again",
  });
}
