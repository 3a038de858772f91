import { Command } from "commander";
import type { GlobalOptions } from "./environment";
import { defineAdministration } from "./program/administration";
import { defineDatasets } from "./program/datasets";
import { type Act, createDefiner } from "./program/definer";
import { defineExplain } from "./program/explain";
import { defineHealth } from "./program/health";
import { defineJobs } from "./program/jobs";
import { defineMeasure } from "./program/measure";
import { defineReplication } from "./program/replication";
import { defineRuns } from "./program/runs";

/**
 * The command line as commander sees it. Parsing only chooses: the action that was chosen is handed to `act`, with the
 * global options. Each command's code is loaded when it is chosen.
 */
export function createProgram(version: string, act: (options: GlobalOptions, action: Act) => void): Command {
  const program = new Command("zfsr")
    .description(
      "Replicates ZFS snapshots between machines: planned before it runs, resumed when it breaks, proven on the target.",
    )
    .version(version)
    .showHelpAfterError("(zfsr --help shows what there is)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nA place is host:dataset, host:dataset@snapshot, host:pool or host:, where host is an alias of your ssh config,\nuser@name, or local; sudo+host runs zfs and zpool there through sudo -n.\n\nExit codes: 0 done; 1 failed; 2 wrong use; 3 done, something is left for you; 4 interrupted, what was received is\nkept; 5 consent is needed.",
    );
  const cli = createDefiner(program, act);
  defineDatasets(cli);
  defineAdministration(cli);
  defineReplication(cli);
  defineJobs(cli);
  defineRuns(cli);
  defineHealth(cli);
  defineMeasure(cli);
  defineExplain(cli);
  return program;
}
