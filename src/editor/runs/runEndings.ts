import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { Throttle } from "../../core/base/throttle";
import { isWithin } from "../../core/zfs/names";
import { transfersViewId } from "../commandIds";
import type { Inventory } from "../hosts/inventory";
import type { Notify, NotifyAction } from "../notify";
import { openRun } from "../problems/openRun";
import type { RunDiagnostics } from "../problems/runDiagnostics";
import { FailuresTogether } from "./failuresTogether";
import { outcomeText, severalFailed } from "./outcomeText";
import type { Replications } from "./replications";
import { touchedBy } from "./touched";
import type { Transfer, Transfers } from "./transfers";
import { t } from "../l10n/t";

/** Milliseconds. */
const renewEvery = 500;

/** Milliseconds. */
const failTogether = 1500;

/** Whether its last event was one that is told in the Problems panel. */
function hasNews({ events, state }: Transfer): boolean {
  return events.at(-1)?.type === "finding" && state.progress === undefined;
}

/** What follows from a run: its problems, the tree where it changed something, and a word at its end. */
export class RunEndings extends DisposableStore {
  private readonly latest = new Map<string, Transfer>();
  private readonly renewing = new Map<string, Throttle>();
  private readonly failures = this.add(
    new FailuresTogether<Transfer>(failTogether, (first, others) => this.tellFailed(first, others)),
  );

  constructor(
    transfers: Transfers,
    private readonly inventory: Inventory,
    private readonly diagnostics: RunDiagnostics,
    private readonly replications: Replications,
    private readonly notify: Notify,
  ) {
    super();
    this.add(
      transfers.onDidChange((transfer) => {
        if (transfer.state.endedAt === undefined && hasNews(transfer)) this.renew(transfer);
      }),
    );
    this.add({ dispose: () => [...this.renewing.values()].forEach((renewing) => renewing.dispose()) });
    this.add(transfers.onDidEnd((transfer) => this.ended(transfer)));
  }

  /** A run may say many things at once: its journal is rendered once for them, and once more at its end. */
  private renew(transfer: Transfer): void {
    const { id } = transfer.files;
    this.latest.set(id, transfer);
    const known = this.renewing.get(id);
    const renewing = known ?? new Throttle(renewEvery, () => this.update(id));
    this.renewing.set(id, renewing);
    renewing.trigger();
  }

  private update(id: string): void {
    const transfer = this.latest.get(id);
    if (transfer) this.diagnostics.update(transfer);
  }

  private ended(transfer: Transfer): void {
    this.renewing.get(transfer.files.id)?.dispose();
    this.renewing.delete(transfer.files.id);
    this.latest.delete(transfer.files.id);
    this.diagnostics.update(transfer);
    for (const { host, snapshots, datasets } of touchedBy(transfer.state)) {
      if (this.inventory.state(host).kind === "idle") continue;
      this.inventory.refreshSnapshots(host, (name) => [...snapshots].some((dataset) => isWithin(name, dataset)));
      if (datasets) void this.inventory.refresh(host, { within: [...snapshots] });
    }
    if (transfer.own) this.tell(transfer);
  }

  /** One message for a run that the user started in this window; a snapshot that was taken is seen in the tree. */
  private tell(transfer: Transfer): void {
    const { files, state } = transfer;
    const { request, outcome } = state;
    const resume: NotifyAction = { title: t("Resume"), run: () => this.replications.retry(files.id) };
    const text = outcomeText(state);
    const report = this.reportOf(transfer, t("Open Report"));
    if (outcome === "done" && !request) return;
    if (outcome === "done") this.notify.info(text, [report]);
    else if (outcome === "attention") this.notify.warn(text, [report]);
    else if (outcome === "interrupted") this.notify.warn(text, request ? [resume, report] : [report]);
    else this.failures.add(transfer);
  }

  private tellFailed(first: Transfer, others: readonly Transfer[]): void {
    if (others.length > 0) {
      const show = {
        title: t("Show Transfers"),
        run: () => vscode.commands.executeCommand(`${transfersViewId}.focus`),
      };
      this.notify.problem(severalFailed([first, ...others].map(({ state }) => state)), [show]);
      return;
    }
    const problem = this.reportOf(first, t("Show Problem"));
    const again: NotifyAction = { title: t("Retry"), run: () => this.replications.retry(first.files.id) };
    this.notify.problem(outcomeText(first.state), first.state.request ? [problem, again] : [problem]);
  }

  private reportOf({ files: { id } }: Transfer, title: string): NotifyAction {
    return { title, run: () => openRun(id, this.diagnostics.of(id)?.marks[0]?.line) };
  }
}
