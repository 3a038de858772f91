import type { Definer } from "./definer";

/** `runs`, `report`, `attach`, `cancel`: what is kept of runs. */
export function defineRuns({ define, acts }: Definer): void {
  acts(
    define("runs", "list the runs, newest first").option(
      "--prune",
      "take old journals away, in place of a list; never the last of a job and target",
      false,
    ),
    ({ prune }: { prune: boolean }) =>
      async (environment) => {
        const runs = await import("../commands/runs");
        return prune ? runs.prune(environment) : runs.runs(environment);
      },
  );
  acts(
    define("report <run>", "all that is known of a run: what was asked for, what ran, what came of it"),
    (run: string) => async (environment) => (await import("../commands/runs")).report(run, environment),
  );
  acts(
    define("attach <run>", "follow a run"),
    (run: string) => async (environment) => (await import("../commands/runs")).attach(run, environment),
  );
  acts(
    define("cancel <run>", "end a run; what was received is kept"),
    (run: string) => async (environment) => (await import("../commands/runs")).cancel(run, environment),
  );
}
