import type { CheckGroup, CheckResult } from "../../core/doctor/check";
import { printable } from "../../core/zfs/names";
import type { DoctorState } from "../../protocol/doctor";

const groups: Readonly<Record<CheckGroup, string>> = {
  software: "OpenZFS",
  connection: "Connection",
  machine: "Machines",
  pools: "Pools",
  datasets: "Datasets",
  upkeep: "Upkeep",
};

/** What the panel shows of the checks, named by their position. Pure. */
export function checkViews(results: readonly CheckResult[]): DoctorState["checks"] {
  return results.map(({ group, state, host, title, detail, why, remedy, fix }, i) => ({
    id: String(i),
    group: groups[group],
    state,
    host: printable(host),
    title: printable(title),
    detail: printable(detail),
    why: printable(why),
    remedy: remedy === undefined ? undefined : printable(remedy),
    planned: fix !== undefined,
  }));
}

/** `2 failed, 5 to look at, 3 not seen, 24 well.` */
export function countWords(results: readonly CheckResult[]): string {
  const count = (state: CheckResult["state"]): number => results.filter((result) => result.state === state).length;
  return `${count("fail")} failed, ${count("warn")} to look at, ${count("unknown")} not seen, ${count("ok")} well.`;
}

/** A check as a problem, and the line of the text that it stands on. */
export interface DoctorMark {
  readonly line: number;
  readonly result: CheckResult;
}

/** The checks as a document, and where each that is wrong stands in it. Pure. */
export function doctorText(
  place: string,
  results: readonly CheckResult[],
): { readonly lines: readonly string[]; readonly marks: readonly DoctorMark[] } {
  const lines = [`Doctor: ${printable(place)}`, countWords(results), ""];
  const marks: DoctorMark[] = [];
  for (const result of results) {
    const { state, host, title, detail, why, remedy } = result;
    if (state === "fail" || state === "warn") marks.push({ line: lines.length, result });
    lines.push(
      ...[`${state.padEnd(8)}${host}: ${title}`, `        seen: ${detail}`, `        why:  ${why}`].map(printable),
      ...(remedy === undefined ? [] : [printable(`        do:   ${remedy}`)]),
    );
  }
  return { lines, marks };
}
