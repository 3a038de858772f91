import type { CheckGroup, CheckResult, CheckState } from "../../core/doctor/check";
import { worstOf } from "../../core/doctor/examine";
import { runDoctor } from "../../core/doctor/runDoctor";
import { parsePlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, writeText } from "../output";

export interface DoctorOptions {
  /** Show what is well, too. */
  readonly all: boolean;
}

/** `zfsr doctor SRC [DST]`: checks before the first run. Changes nothing. */
export async function doctor(
  source: string,
  target: string | undefined,
  options: DoctorOptions,
  environment: Environment,
): Promise<number> {
  const results = await runDoctor(parsePlace(source), target === undefined ? undefined : parsePlace(target), {
    host: environment.host,
    now: Date.now,
    signal: environment.cancel.signal,
  });
  if (environment.options.json) printJson(environment, { checks: results });
  else writeText(environment.stdout, renderChecks(results, options.all));
  const worst = worstOf(results);
  return worst === "fail" ? exitCode.failed : worst === "ok" ? exitCode.done : exitCode.attention;
}

const marks: Readonly<Record<CheckState, string>> = { fail: "FAIL", warn: "warn", unknown: "?   ", ok: "ok  " };
const titles: Readonly<Record<CheckGroup, string>> = {
  software: "OpenZFS",
  connection: "Connection",
  machine: "Machines",
  pools: "Pools",
  datasets: "Datasets",
  upkeep: "Upkeep",
};

/** Groups with the worst first; what is well in one line, unless all is wanted. */
export function renderChecks(results: readonly CheckResult[], all: boolean): string {
  const shown = all ? results : results.filter(({ state }) => state === "fail" || state === "warn");
  const groups = [...new Set(shown.map(({ group }) => group))];
  const lines = groups.flatMap((group) => [
    titles[group],
    ...shown.filter((result) => result.group === group).flatMap(resultLines),
    "",
  ]);
  const count = (state: CheckState): number => results.filter((result) => result.state === state).length;
  const unknown = results.filter(({ state }) => state === "unknown");
  const rest =
    all || unknown.length === 0
      ? []
      : [`Not seen: ${unknown.map(({ host, title }) => `${host}: ${title}`).join("; ")}.`];
  const sum = `${count("fail")} failed, ${count("warn")} to look at, ${count("unknown")} not seen, ${count("ok")} well.`;
  return [...lines, ...rest, all ? sum : `${sum} ${count("ok") > 0 ? "--all shows them." : ""}`.trim(), ""].join("\n");
}

function resultLines({ state, host, title, detail, why, remedy }: CheckResult): string[] {
  const more = state === "fail" || state === "warn" ? [`         why: ${why}`] : [];
  return [
    `  ${marks[state]}  ${host}: ${title}`,
    `         ${detail}`,
    ...more,
    ...(remedy === undefined ? [] : [`         do:  ${remedy}`]),
  ];
}
