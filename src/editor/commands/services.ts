import type * as vscode from "vscode";
import type { LogOutputChannel, TreeView } from "vscode";
import type { LiveRemedies } from "../findings/liveRemedies";
import type { ProblemDocuments } from "../findings/problemDocuments";
import type { HostConnections } from "../hosts/hostConnections";
import type { Inventory } from "../hosts/inventory";
import type { LogFindings } from "../logs/logFindings";
import type { JobFiles } from "../jobs/jobFiles";
import type { JobRuns } from "../jobs/jobRuns";
import type { Notify } from "../notify";
import type { LazyPanels } from "../panels/lazyPanels";
import type { PlanDocuments } from "../plans/planDocuments";
import type { ReviewPlan } from "../plans/review";
import type { TerminalProgram } from "../problems/terminalLine";
import type { Confirm } from "../prompts/confirm";
import type { RememberedSecrets } from "../prompts/rememberedSecrets";
import type { PlanRuns } from "../runs/planRuns";
import type { Replications } from "../runs/replications";
import type { RunHistory } from "../runs/runHistory";
import type { Transfers } from "../runs/transfers";
import type { Settings } from "../settings";
import type { HostsFilter } from "../tree/hostsFilter";
import type { HostsTree } from "../tree/hostsTree";
import type { TreeNode } from "../tree/nodes/node";
import type { Verified } from "../verify/verifyDocument";

/** What commands work with. Each takes the few of these that it needs. */
export interface Services {
  readonly settings: Settings;
  readonly secrets: RememberedSecrets;
  readonly connections: HostConnections;
  readonly inventory: Inventory;
  readonly tree: HostsTree;
  readonly hostsFilter: HostsFilter;
  /** The Hosts view; undefined while it could not be made. */
  readonly view: () => TreeView<TreeNode> | undefined;
  readonly transfers: Transfers;
  readonly history: RunHistory;
  readonly jobFiles: JobFiles;
  readonly jobRuns: JobRuns;
  readonly replications: Replications;
  readonly planRuns: PlanRuns;
  readonly planDocuments: PlanDocuments;
  readonly panels: LazyPanels;
  readonly reviewPlan: ReviewPlan;
  readonly confirm: Confirm;
  readonly logFindings: LogFindings;
  /** What comparisons found, by the names of their pairs. */
  readonly verifications: ProblemDocuments<Verified>;
  readonly notify: Notify;
  readonly log: LogOutputChannel;
  /** The folder of all runs. */
  readonly runs: string;
  /** The extension itself: its version, and the folder that VS Code keeps its log in. */
  readonly about: { readonly version: string; readonly logFolder: vscode.Uri };
  /** docs/diagnoses.md as it comes with the extension. */
  readonly diagnosesPage: vscode.Uri;
  /** Remedies from the real state of hosts. */
  readonly liveRemedies: LiveRemedies;
  /** How remedies run in a terminal. */
  readonly terminal: () => TerminalProgram;
}
