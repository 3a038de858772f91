import { readJournal } from "../../../core/runs/journal";
import { listRuns, runId } from "../../../core/runs/runDirectory";
import { emptyRunState, withEvent } from "../../../core/runs/runState";
import { openRun } from "../../problems/openRun";
import { back, pickOne } from "../../prompts/quickInputs";
import type { Services } from "../services";

/** Opens the log of a run: the one that is given, or one of the newest. */
export async function showRunLog({ runs }: Pick<Services, "runs">, run?: string): Promise<void> {
  if (run !== undefined) return openRun(runId(run));
  const items = listRuns(runs).then((all) =>
    Promise.all(
      all.slice(0, newest).map(async (files) => {
        const events = await readJournal(files).catch(() => []);
        const state = events.reduce(withEvent, emptyRunState(files.id));
        const started = state.startedAt === "" ? "" : new Date(state.startedAt).toLocaleString();
        return { label: state.title, description: `${state.outcome ?? "no end"}, ${started}`, id: files.id };
      }),
    ),
  );
  const picked = await pickOne({ title: "Log of a Run", placeholder: "The newest runs", items });
  if (picked !== undefined && picked !== back) await openRun(picked.id);
}

/** How many runs are offered. */
const newest = 50;
