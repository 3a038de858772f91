import * as vscode from "vscode";
import { formatBytes } from "../../../core/base/bytes";
import { ZfsrError } from "../../../core/base/errors";
import { observeTree } from "../../../core/hosts/observeTree";
import { compareTrees } from "../../../core/replication/compareTrees";
import { requestsOf } from "../../../core/replication/requestsOf";
import { scopeTrees } from "../../../core/replication/scopeTrees";
import { compareContents } from "../../../core/verify/compareContents";
import type { JobsNode } from "../../jobs/jobNode";
import { plainText } from "../../plainText";
import type { TreeNode } from "../../tree/nodes/node";
import { pairName, pairOf, type VerifyPair } from "../../verify/verifyPair";
import { type VerifyReport, verifyReport } from "../../verify/verifyText";
import type { Services } from "../services";
import { type AskingCopy, askVerifyPair } from "./askVerifyPair";
import { t } from "../../l10n/t";

type Verifying = AskingCopy & Pick<Services, "connections" | "verifications" | "notify">;

/** A row of either view, or the pair that a quick fix has. */
export type VerifyArgument = TreeNode | JobsNode | { readonly pair: VerifyPair };

/** Compares every snapshot of a dataset, and of all below it, with its copy by guid. Changes nothing. */
export function verifyDataset(services: Verifying, argument?: VerifyArgument): Promise<void> {
  return verify(services, t("Verify"), false, argument);
}

/** The same, and then what is in the newest common snapshots: both hosts read all of it. */
export function verifyContents(services: Verifying, argument?: VerifyArgument): Promise<void> {
  return verify(services, t("Verify Contents"), true, argument);
}

async function verify(
  services: Verifying,
  title: string,
  contents: boolean,
  argument: VerifyArgument | undefined,
): Promise<void> {
  for (const pair of await pairsOf(services, title, argument)) {
    const report = await withProgress(`${title}: ${pairName(pair)}`, (progress, signal) =>
      compare(services, pair, contents, progress, signal),
    ).catch((error: unknown) => {
      // whoever cancels one of several targets wants none of the rest
      if (ZfsrError.is(error, "cancelled")) return "cancelled" as const;
      services.notify.error(error, pairName(pair));
      return undefined;
    });
    if (report === "cancelled") return;
    if (!report) continue;
    const name = pairName(pair);
    services.verifications.show(name, { pair, contents, report });
    const open = { title: t("Open Comparison"), run: () => services.verifications.open(name) };
    if (report.well) services.notify.info(t("Verified: {0}: {1}", name, report.summary), [open]);
    else services.notify.warn(t("Not all is well: {0}: {1}", name, report.summary), [open]);
  }
}

/** A job stands for all of its targets; a dataset for the one that is chosen. */
async function pairsOf(
  services: Verifying,
  title: string,
  argument: VerifyArgument | undefined,
): Promise<readonly VerifyPair[]> {
  if (argument && "pair" in argument) return [argument.pair];
  if (argument?.kind === "job") return requestsOf(argument.found.job).map(pairOf);
  if (argument?.kind === "target") {
    const { place, found } = argument;
    return requestsOf(found.job)
      .filter(({ target }) => target.host === place.host && target.dataset === place.dataset)
      .map(pairOf);
  }
  const pair = await askVerifyPair(services, title, argument as TreeNode | undefined);
  return pair ? [pair] : [];
}

type Report = (message: string, percent?: number) => void;

async function compare(
  { connections }: Verifying,
  pair: VerifyPair,
  contents: boolean,
  report: Report,
  signal: AbortSignal,
): Promise<VerifyReport> {
  report(t("looking at both sides"));
  const options = { recursive: pair.recursive, signal };
  const sides = await Promise.all(
    [pair.source, pair.target].map(({ host, dataset }) => observeTree(connections.host(host), dataset, options)),
  );
  const [left, right] = sides as [(typeof sides)[number], (typeof sides)[number]];
  // a source that is not there is told before a job's selection makes it look empty
  if (left.datasets.size === 0) compareTrees(left, right);
  const { source, target } = scopeTrees(left, right, pair.select);
  const trees = source.datasets.size === 0 ? nothing : compareTrees(source, target);
  if (!contents || source.datasets.size === 0) return verifyReport(pair, trees, undefined, new Date());
  const compared = await compareContents(source, target, {
    named: { source: undefined, target: undefined },
    host: connections.host,
    signal,
    onEvent: (event) => {
      if (event.type !== "progress") return;
      const { bytes, total, dataset } = event;
      report(
        t("{0} of about {1}, {2}", formatBytes(bytes), formatBytes(total), dataset),
        total === 0 ? 0 : Math.min(100, (100 * bytes) / total),
      );
    },
  });
  return verifyReport(pair, trees, compared, new Date());
}

/** A selection that leaves nothing. */
const nothing = { datasets: [], onlyOnTarget: [], complete: false };

/** One notification that tells how far it is, with Cancel. */
async function withProgress<T>(title: string, work: (report: Report, signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancel = new AbortController();
    const subscription = token.onCancellationRequested(() => cancel.abort());
    let shown = 0;
    const report: Report = (message, percent = 0) => {
      progress.report({ message: plainText(message), increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    };
    return work(report, cancel.signal).finally(() => void subscription.dispose());
  });
}
