import type * as vscode from "vscode";
import type { Log } from "../../core/base/log";
import type { Host } from "../../core/hosts/host";
import type { Notify } from "../notify";
import type { PlanDocuments } from "../plans/planDocuments";
import type { Confirm } from "../prompts/confirm";
import type { PlanRuns } from "../runs/planRuns";
import type { RecentRuns } from "../runs/recentRuns";
import type { Replications } from "../runs/replications";
import type { Transfers } from "../runs/transfers";
import type { Settings } from "../settings";

/** What panels work with. */
export interface PanelServices {
  readonly extensionUri: vscode.Uri;
  /** Of this workspace: what is kept for the next window. */
  readonly memento: vscode.Memento;
  readonly host: (id: string) => Host;
  readonly settings: Settings;
  readonly confirm: Confirm;
  readonly transfers: Transfers;
  readonly replications: Replications;
  readonly planRuns: PlanRuns;
  readonly planDocuments: PlanDocuments;
  readonly recent: RecentRuns;
  /** The folder of all runs. */
  readonly runs: string;
  readonly notify: Notify;
  readonly log: Log;
}
