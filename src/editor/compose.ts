import * as vscode from "vscode";
import type { Disposable } from "../core/base/disposable";
import { DisposableStore } from "../core/base/disposable";
import { runsFolder } from "../core/runs/runDirectory";
import { hostsViewId } from "./commandIds";
import { registerCommands } from "./commands/registerCommands";
import { ContextKeys } from "./contextKeys";
import { HostConnections } from "./hosts/hostConnections";
import { Inventory } from "./hosts/inventory";
import { createLogChannel } from "./logChannel";
import { Notify } from "./notify";
import { PlanDocuments } from "./plans/planDocuments";
import { QuickFixes } from "./problems/quickFixes";
import { RunDiagnostics } from "./problems/runDiagnostics";
import { RunDocuments } from "./problems/runDocuments";
import { modalConfirm, quickPickConfirm } from "./prompts/confirm";
import { EditorPrompter } from "./prompts/editorPrompter";
import { DetachedRuns } from "./runs/detachedRuns";
import { PlanRuns } from "./runs/planRuns";
import { Replications } from "./runs/replications";
import { RunEndings } from "./runs/runEndings";
import { RunPrompts } from "./runs/runPrompts";
import { TransferStatus } from "./runs/transferStatus";
import { Transfers } from "./runs/transfers";
import { Settings } from "./settings";
import { HostsTree } from "./tree/hostsTree";
import { showHosts } from "./tree/showHosts";

/** Milliseconds a host may take to answer before it is shown as not reachable. */
const hostDeadline = 15_000;

/** Puts the parts of the editor form together. It only makes objects: what is dear waits until it is used. */
export function compose(context: vscode.ExtensionContext): Disposable {
  const store = new DisposableStore();
  const cli = context.asAbsolutePath("dist/cli.js");
  const runtime = process.execPath;
  const runs = runsFolder(process.env);
  const log = store.add(createLogChannel());
  const notify = new Notify(log);
  const settings = store.add(new Settings());
  const prompter = new EditorPrompter();
  const askpassArgv = ["env", "ELECTRON_RUN_AS_NODE=1", runtime, cli, "askpass"];
  const connections = store.add(new HostConnections({ settings, prompter, log, askpassArgv }));
  const inventory = new Inventory({
    host: connections.host,
    deadline: hostDeadline,
    asking: () => prompter.asking,
    now: Date.now,
  });
  const tree = store.add(new HostsTree(inventory, settings));
  const view = store.add(
    vscode.window.createTreeView(hostsViewId, { treeDataProvider: tree, showCollapseAll: true, canSelectMany: true }),
  );
  const transfers = store.add(new Transfers(runs, log));
  const prompts = store.add(new RunPrompts(prompter, log));
  const detached = new DetachedRuns({ cli, runtime, env: () => prompts.environment(), log });
  const replications = new Replications(runs, detached, transfers, () => settings);
  const planRuns = new PlanRuns(runs, connections.host, transfers);
  const planDocuments = store.add(new PlanDocuments());
  // VS Code shows no dialog while it runs the tests of an extension
  const confirm = context.extensionMode === vscode.ExtensionMode.Test ? quickPickConfirm : modalConfirm;
  const terminal = () => ({ zfsr: [runtime, cli], sshConfigFile: settings.sshConfigFile });
  store.add(
    registerCommands({
      ...{ settings, connections, inventory, tree, view, transfers, replications, planRuns, planDocuments },
      ...{ confirm, notify, log, runs, terminal },
    }),
  );

  // from here on each part is for itself: one that fails takes no other down
  const parts: Readonly<Record<string, () => Disposable>> = {
    "the hosts view": () => showHosts({ view, tree, settings, inventory, connections, transfers, log }),
    "the status bar": () => new TransferStatus(transfers, new ContextKeys()),
    problems: () => {
      const diagnostics = store.add(new RunDiagnostics());
      store.add(new QuickFixes(diagnostics).register());
      return new RunEndings(transfers, inventory, diagnostics, replications, notify);
    },
    "the logs of runs": () => new RunDocuments(runs, transfers),
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
