import type { CommandId } from "../commandIds";
import { abortPartialReceive } from "./dataset/abortPartialReceive";
import { destroy } from "./item/destroy";
import { rename } from "./item/rename";
import { copyZfsCommand, copyZfsrCommand } from "./item/copyCommand";
import {
  bookmarkSnapshots,
  cloneSnapshot,
  holdSnapshots,
  releaseSnapshots,
  rollbackTo,
  sendToFile,
} from "./snapshot/administer";
import { diffSnapshots } from "./snapshot/diff";
import {
  allowUser,
  inheritProperty,
  loadKey,
  mountDataset,
  promoteDataset,
  receiveFromFile,
  scrubPool,
  setProperty,
  unloadKey,
  unmountDataset,
} from "./dataset/administer";
import { replicate } from "./dataset/replicate";
import { resume } from "./dataset/resume";
import { verifyContents, verifyDataset } from "./dataset/verify";
import { examine } from "./health/doctor";
import { fixCheck } from "./health/fix";
import { measureThroughput } from "./health/measure";
import { addHost } from "./host/add";
import { editSettings } from "./host/editSettings";
import { clearFilter, filterHosts } from "./host/filter";
import { refresh } from "./host/refresh";
import { removeHost } from "./host/remove";
import { retryHost } from "./host/retry";
import { forgetSecrets } from "./secret/forget";
import { reportIssue } from "./issue/report";
import { explainClipboard, explainLog } from "./log/explain";
import { openLogs } from "./log/open";
import { dryRunJob } from "./job/dryRun";
import { openJob } from "./job/open";
import { runJob } from "./job/run";
import { jobStatus } from "./job/status";
import { showLog } from "./log/show";
import { askHost } from "./problem/askHost";
import { copyCommand } from "./problem/copyCommand";
import { reviewRemedy } from "./problem/reviewRemedy";
import { showPage } from "./problem/showPage";
import { runInTerminal } from "./problem/runInTerminal";
import { showDashboard, showLineage, showTopology } from "./panel/show";
import { showScript } from "./plan/showScript";
import type { Services } from "./services";
import { loadMore } from "./snapshot/loadMore";
import { takeSnapshot } from "./snapshot/take";
import { cancelTransfer, pauseTransfer } from "./transfer/cancel";
import { retryTransfer } from "./transfer/retry";
import { showTransfers } from "./transfer/show";
import { showRunLog } from "./transfer/showLog";

export type RunCommand = (services: Services, ...args: never[]) => unknown;

/** What each command does. Loaded with the first that is run: starting the editor needs none of it. */
export const commands: Readonly<Record<CommandId, RunCommand>> = {
  "zfsReplication.host.add": addHost,
  "zfsReplication.host.remove": removeHost,
  "zfsReplication.host.refresh": refresh,
  "zfsReplication.host.retry": retryHost,
  "zfsReplication.host.editSettings": editSettings,
  "zfsReplication.host.filter": filterHosts,
  "zfsReplication.host.clearFilter": clearFilter,
  "zfsReplication.snapshot.take": takeSnapshot,
  "zfsReplication.snapshot.loadMore": loadMore,
  "zfsReplication.dataset.replicate": replicate,
  "zfsReplication.dataset.resume": resume,
  "zfsReplication.dataset.abortPartialReceive": abortPartialReceive,
  "zfsReplication.item.destroy": destroy,
  "zfsReplication.item.rename": rename,
  "zfsReplication.item.copyZfsCommand": copyZfsCommand,
  "zfsReplication.item.copyZfsrCommand": copyZfsrCommand,
  "zfsReplication.snapshot.hold": holdSnapshots,
  "zfsReplication.snapshot.release": releaseSnapshots,
  "zfsReplication.snapshot.bookmark": bookmarkSnapshots,
  "zfsReplication.snapshot.rollback": rollbackTo,
  "zfsReplication.snapshot.clone": cloneSnapshot,
  "zfsReplication.snapshot.sendToFile": sendToFile,
  "zfsReplication.snapshot.diff": diffSnapshots,
  "zfsReplication.dataset.promote": promoteDataset,
  "zfsReplication.dataset.mount": mountDataset,
  "zfsReplication.dataset.unmount": unmountDataset,
  "zfsReplication.dataset.loadKey": loadKey,
  "zfsReplication.dataset.unloadKey": unloadKey,
  "zfsReplication.dataset.setProperty": setProperty,
  "zfsReplication.dataset.inheritProperty": inheritProperty,
  "zfsReplication.dataset.receiveFromFile": receiveFromFile,
  "zfsReplication.dataset.allow": allowUser,
  "zfsReplication.dataset.verify": verifyDataset,
  "zfsReplication.dataset.verifyContents": verifyContents,
  "zfsReplication.pool.scrub": scrubPool,
  "zfsReplication.job.run": runJob,
  "zfsReplication.job.dryRun": dryRunJob,
  "zfsReplication.job.status": jobStatus,
  "zfsReplication.job.open": openJob,
  "zfsReplication.transfer.cancel": cancelTransfer,
  "zfsReplication.transfer.pause": pauseTransfer,
  "zfsReplication.transfer.show": showTransfers,
  "zfsReplication.transfer.showLog": showRunLog,
  "zfsReplication.transfer.retry": retryTransfer,
  "zfsReplication.problem.runInTerminal": runInTerminal,
  "zfsReplication.problem.copyCommand": copyCommand,
  "zfsReplication.problem.reviewRemedy": reviewRemedy,
  "zfsReplication.problem.askHost": askHost,
  "zfsReplication.problem.showPage": showPage,
  "zfsReplication.panel.transfers": showDashboard,
  "zfsReplication.plan.showScript": showScript,
  "zfsReplication.panel.lineage": showLineage,
  "zfsReplication.panel.topology": showTopology,
  "zfsReplication.health.doctor": examine,
  "zfsReplication.health.measure": measureThroughput,
  "zfsReplication.health.fix": fixCheck,
  "zfsReplication.secret.forget": forgetSecrets,
  "zfsReplication.issue.report": reportIssue,
  "zfsReplication.log.show": showLog,
  "zfsReplication.log.open": openLogs,
  "zfsReplication.log.explain": explainLog,
  "zfsReplication.log.explainClipboard": explainClipboard,
};
