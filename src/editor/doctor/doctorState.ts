import type { CheckGroup, CheckResult } from "../../core/doctor/check";
import { printable } from "../../core/zfs/names";
import type { DoctorState } from "../../protocol/doctor";
import { t } from "../l10n/t";

function groupWord(group: CheckGroup): string {
  return {
    software: "OpenZFS",
    connection: t("Connection"),
    machine: t("Machines"),
    pools: t("Pools"),
    datasets: t("Datasets"),
    upkeep: t("Upkeep"),
  }[group];
}

/** What the panel shows of the checks, named by their position. Pure. */
export function checkViews(results: readonly CheckResult[]): DoctorState["checks"] {
  return results.map(({ group, state, host, title, detail, why, remedy, fix }, i) => ({
    id: String(i),
    group: groupWord(group),
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
  return t(
    "{0} failed, {1} to look at, {2} not seen, {3} well.",
    count("fail"),
    count("warn"),
    count("unknown"),
    count("ok"),
  );
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
