import * as vscode from "vscode";
import type { Disposable } from "../core/base/disposable";
import { DisposableStore } from "../core/base/disposable";
import { askKeyBy } from "../core/runs/askKey";
import { runsFolder } from "../core/runs/runDirectory";
import { hostsViewId, jobsViewId, transfersViewId } from "./commandIds";
import { registerCommands } from "./commands/registerCommands";
import { ContextKeys } from "./contextKeys";
import { LiveRemedies } from "./findings/liveRemedies";
import { ProblemDocuments } from "./findings/problemDocuments";
import { HostConnections } from "./hosts/hostConnections";
import { type Deadlines, Inventory } from "./hosts/inventory";
import { pollHosts } from "./hosts/polling";
import { JobFiles } from "./jobs/jobFiles";
import { JobRuns } from "./jobs/jobRuns";
import { JobsTree } from "./jobs/jobsTree";
import { KnownReplication } from "./jobs/knownReplication";
import { JobFileProblems } from "./jobs/open/jobFileProblems";
import { JobLenses } from "./jobs/open/jobLenses";
import { OpenJobFiles } from "./jobs/open/openJobFiles";
import { speakBy } from "./l10n/t";
import { createLogChannel } from "./logChannel";
import { LogDocuments } from "./logs/logDocuments";
import { LogFindings } from "./logs/logFindings";
import { registerLogLanguage } from "./logs/logLanguage";
import { Notify } from "./notify";
import { LazyPanels } from "./panels/lazyPanels";
import { PlanDocuments } from "./plans/planDocuments";
import { QuickFixes } from "./problems/quickFixes";
import { RunDiagnostics } from "./problems/runDiagnostics";
import { RunDocuments } from "./problems/runDocuments";
import { modalConfirm, quickPickConfirm } from "./prompts/confirm";
import { EditorPrompter } from "./prompts/editorPrompter";
import { RememberedSecrets } from "./prompts/rememberedSecrets";
import { DetachedRuns } from "./runs/detachedRuns";
import { PlanRuns } from "./runs/planRuns";
import { RecentRuns } from "./runs/recentRuns";
import { Replications } from "./runs/replications";
import { RunEndings } from "./runs/runEndings";
import { RunHistory } from "./runs/runHistory";
import { RunPrompts } from "./runs/runPrompts";
import { TransferStatus } from "./runs/transferStatus";
import { Transfers } from "./runs/transfers";
import { Settings } from "./settings";
import { StateDecorations } from "./tree/decorations";
import { DatasetDrag } from "./tree/datasetDrag";
import { showTransfersView } from "./transfers/showTransfersView";
import { TransfersTree } from "./transfers/transfersTree";
import { UnseenFailures } from "./transfers/unseenFailures";
import { HostsFilter } from "./tree/hostsFilter";
import { HostsTree } from "./tree/hostsTree";
import type { TreeNode } from "./tree/nodes/node";
import { showHosts } from "./tree/showHosts";
import { afterRun, verifyDocument } from "./verify/verifyDocument";
import { treeView } from "./tree/treeView";

/** How long hosts are waited for before they are shown as not reachable. */
const deadlines: Deadlines = { connect: 15_000, list: 120_000, snapshots: 600_000 };

/** Puts the parts of the editor form together. It only makes objects: what is dear waits until it is used. */
export function compose(context: vscode.ExtensionContext): Disposable {
  // before anything is said
  speakBy((message, ...args) => vscode.l10n.t(message, ...args));
  const store = new DisposableStore();
  const cli = context.asAbsolutePath("dist/cli.js");
  const runtime = process.execPath;
  const runs = runsFolder(process.env);
  const log = store.add(createLogChannel());
  const notify = new Notify(log);
  const jobFiles = store.add(new JobFiles(log));
  const settings = store.add(new Settings(jobFiles.isProduction));
  const secrets = new RememberedSecrets(context.secrets, context.globalState);
  const prompter = new EditorPrompter(secrets);
  const askpassArgv = ["env", "ELECTRON_RUN_AS_NODE=1", runtime, cli, "askpass"];
  const connections = store.add(new HostConnections({ settings, prompter, log, askpassArgv }));
  const inventory = new Inventory({
    host: connections.host,
    deadlines,
    asking: () => prompter.asking,
    now: Date.now,
  });
  const contextKeys = new ContextKeys();
  const transfers = store.add(new Transfers(log));
  const history = store.add(new RunHistory(runs, transfers, log));
  const failures = new UnseenFailures(history, context.globalState);
  const jobRuns = new JobRuns(history, transfers, Date.now);
  const replication = new KnownReplication(jobFiles, jobRuns, history);
  const tree = store.add(new HostsTree({ inventory, settings, replication, host: connections.host }));
  const hostsFilter = new HostsFilter(tree, inventory, settings, contextKeys);
  const views: { hosts?: vscode.TreeView<TreeNode> } = {};
  const prompts = store.add(new RunPrompts(prompter, log));
  const detached = new DetachedRuns({ cli, runtime, env: () => prompts.environment(), log });
  const replications = new Replications(runs, detached, transfers, () => settings, settings.isProduction);
  const planRuns = new PlanRuns(runs, connections.host, transfers, askKeyBy(prompter));
  const planDocuments = store.add(new PlanDocuments());
  // VS Code shows no dialog while it runs the tests of an extension
  const confirm = context.extensionMode === vscode.ExtensionMode.Test ? quickPickConfirm : modalConfirm;
  const panels = store.add(
    new LazyPanels({
      ...{ extensionUri: context.extensionUri, memento: context.workspaceState, host: connections.host, settings },
      ...{ confirm, transfers, replications, planRuns, planDocuments, recent: new RecentRuns(runs), runs, notify, log },
    }),
  );
  const logFindings = store.add(new LogFindings());
  const verifications = store.add(new ProblemDocuments(verifyDocument));
  const liveRemedies = new LiveRemedies(connections.host, Date.now);
  const diagnosesPage = vscode.Uri.file(context.asAbsolutePath("docs/diagnoses.md"));
  const { version } = context.extension.packageJSON as { readonly version: string };
  const about = { version, logFolder: context.logUri };
  const terminal = () => ({ zfsr: [runtime, cli], sshConfigFile: settings.sshConfigFile });
  store.add(
    registerCommands({
      ...{
        settings,
        secrets,
        connections,
        inventory,
        tree,
        hostsFilter,
        view: () => views.hosts,
        transfers,
        history,
        jobFiles,
        jobRuns,
        replications,
        planRuns,
        planDocuments,
      },
      ...{
        panels,
        reviewPlan: panels.reviewPlan,
        confirm,
        notify,
        log,
        runs,
        terminal,
        logFindings,
        verifications,
        liveRemedies,
        diagnosesPage,
        about,
      },
    }),
  );

  // from here on each part is for itself: one that fails takes no other down
  const parts: Readonly<Record<string, () => Disposable>> = {
    "the hosts view": () => {
      const view = treeView(hostsViewId, tree, { dragAndDropController: new DatasetDrag() });
      views.hosts = store.add(view);
      return showHosts({
        view,
        tree,
        filter: hostsFilter,
        settings,
        inventory,
        connections,
        history,
        jobFiles,
        jobRuns,
        contextKeys,
      });
    },
    "looking at hosts again": () => pollHosts({ inventory, settings, visible: () => views.hosts?.visible === true }),
    "the jobs view": () => {
      const jobsTree = store.add(new JobsTree(jobFiles, jobRuns, history, transfers));
      return treeView(jobsViewId, jobsTree);
    },
    "job files in editors": () => {
      const open = store.add(new OpenJobFiles());
      store.add(new JobFileProblems(open));
      const lenses = store.add(new JobLenses({ open, jobRuns, history, transfers, settings }));
      open.start();
      return lenses.register();
    },
    "the transfers view": () => {
      const transfersTree = store.add(new TransfersTree(transfers, history, settings));
      const view = store.add(treeView(transfersViewId, transfersTree));
      return showTransfersView(view, { transfers, history, failures });
    },
    "marks of rows": () => vscode.window.registerFileDecorationProvider(new StateDecorations()),
    "panels of the window before": () => panels.register(),
    "the status bar": () => new TransferStatus(transfers, failures, contextKeys),
    problems: () => {
      const diagnostics = store.add(new RunDiagnostics());
      store.add(new QuickFixes(diagnostics, liveRemedies).register());
      return new RunEndings(transfers, inventory, diagnostics, replications, notify);
    },
    "what comparisons found": () =>
      transfers.onDidEnd(({ state }) => verifications.lessen((verified) => afterRun(verified, state))),
    "the logs of runs": () => new RunDocuments(runs, transfers),
    "the logs of hosts": () => new LogDocuments(connections.host),
    "findings in logs": () => registerLogLanguage(logFindings, liveRemedies),
  };
  for (const [name, make] of Object.entries(parts)) {
    try {
      store.add(make());
    } catch (error) {
      notify.error(error, name);
    }
  }
  return store;
}
