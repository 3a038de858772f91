import type { LogOutputChannel, TreeView } from "vscode";
import type { HostConnections } from "../hosts/hostConnections";
import type { Inventory } from "../hosts/inventory";
import type { Notify } from "../notify";
import type { PlanDocuments } from "../plans/planDocuments";
import type { TerminalProgram } from "../problems/terminalLine";
import type { Confirm } from "../prompts/confirm";
import type { PlanRuns } from "../runs/planRuns";
import type { Replications } from "../runs/replications";
import type { Transfers } from "../runs/transfers";
import type { Settings } from "../settings";
import type { HostsTree } from "../tree/hostsTree";
import type { TreeNode } from "../tree/nodes/node";

/** What commands work with. Each takes the few of these that it needs. */
export interface Services {
  readonly settings: Settings;
  readonly connections: HostConnections;
  readonly inventory: Inventory;
  readonly tree: HostsTree;
  readonly view: TreeView<TreeNode>;
  readonly transfers: Transfers;
  readonly replications: Replications;
  readonly planRuns: PlanRuns;
  readonly planDocuments: PlanDocuments;
  readonly confirm: Confirm;
  readonly notify: Notify;
  readonly log: LogOutputChannel;
  /** The folder of all runs. */
  readonly runs: string;
  /** How remedies run in a terminal. */
  readonly terminal: () => TerminalProgram;
}
