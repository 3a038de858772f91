import type { Plan } from "../../plan/plan";
import { isTransfer, type TransferStep } from "../../plan/step";
import type { ReplicationRequest } from "../../replication/request";
import { overlaps } from "../../zfs/writer";
import { isAlive } from "../control";
import type { RunEvent } from "../events";
import { JournalWriter, readJournal } from "../journal";
import { readFirst } from "../readEnds";
import { listRuns, type RunFiles } from "../runDirectory";

/** A transfer that a run has left on its source host: it may still go on, or have a result that nobody has heard. */
export interface OpenTransfer {
  /** The run that began it. */
  readonly files: RunFiles;
  readonly host: string;
  readonly frame: string;
  readonly steps: readonly [TransferStep, ...TransferStep[]];
  /** The plan that the steps are of. */
  readonly plan: Plan;
}

/** The transfers that the events of a run leave open, in the order in which they began: several where streams run side by side. */
export function openTransfers(files: RunFiles, events: readonly RunEvent[]): OpenTransfer[] {
  const open = new Map<string, OpenTransfer>();
  let plan: Plan | undefined;
  for (const event of events) {
    if (event.type === "planned") ({ plan } = event);
    if (event.type !== "on-source") continue;
    const { state, host, frame, steps: ids } = event;
    open.delete(frame);
    const [first, ...rest] = plan?.steps.filter(isTransfer).filter(({ id }) => ids.includes(id)) ?? [];
    if (state === "begun" && plan && first) open.set(frame, { files, host, frame, steps: [first, ...rest], plan });
  }
  return [...open.values()];
}

/**
 * The transfers to the target of a request that runs of this machine have left on their source, newest run first. Runs whose
 * process lives look after their own.
 * @param runs the folder of runs @param own the run that asks
 */
export async function openTransfersTo(
  runs: string,
  { target }: Pick<ReplicationRequest, "target">,
  own: RunFiles,
): Promise<OpenTransfer[]> {
  const found: OpenTransfer[] = [];
  for (const files of await listRuns(runs)) {
    const first = await readFirst(files);
    if (first?.type !== "run-started" || first.request?.target.host !== target.host) continue;
    if (!overlaps(first.request.target.dataset, target.dataset)) continue;
    // a journal that cannot be read tells nothing
    const open = openTransfers(files, await readJournal(files).catch(() => []));
    if (open.length > 0 && (files.id === own.id || !(await isAlive(files)))) found.push(...open);
  }
  return found;
}

/** Writes into the journal of the run that began a transfer that another run has heard its result. */
export function closeTransfer({ files, host, frame, steps }: OpenTransfer, by: RunFiles["id"]): void {
  const journal = new JournalWriter(files);
  const at = new Date().toISOString();
  const ids = steps.map(({ id }) => id);
  journal.write({ at, type: "log", level: "info", message: `its transfer was taken over by the run ${by}` });
  journal.write({ at, type: "on-source", state: "over", host, frame, steps: ids });
  journal.close();
}
