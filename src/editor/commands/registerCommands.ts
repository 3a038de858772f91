import * as vscode from "vscode";
import type { Disposable } from "../../core/base/disposable";
import { DisposableStore } from "../../core/base/disposable";
import type { CommandId } from "../commandIds";
import { abortPartialReceive } from "./dataset/abortPartialReceive";
import { replicate } from "./dataset/replicate";
import { resume } from "./dataset/resume";
import { addHost } from "./host/add";
import { refresh } from "./host/refresh";
import { removeHost } from "./host/remove";
import { retryHost } from "./host/retry";
import { showLog } from "./log/show";
import { copyCommand } from "./problem/copyCommand";
import { runInTerminal } from "./problem/runInTerminal";
import type { Services } from "./services";
import { loadMore } from "./snapshot/loadMore";
import { takeSnapshot } from "./snapshot/take";
import { cancelTransfer } from "./transfer/cancel";
import { retryTransfer } from "./transfer/retry";
import { showTransfers } from "./transfer/show";
import { showRunLog } from "./transfer/showLog";

type Run = (services: Services, ...args: never[]) => unknown;

const commands: Readonly<Record<CommandId, Run>> = {
  "zfsReplication.host.add": addHost,
  "zfsReplication.host.remove": removeHost,
  "zfsReplication.host.refresh": refresh,
  "zfsReplication.host.retry": retryHost,
  "zfsReplication.snapshot.take": takeSnapshot,
  "zfsReplication.snapshot.loadMore": loadMore,
  "zfsReplication.dataset.replicate": replicate,
  "zfsReplication.dataset.resume": resume,
  "zfsReplication.dataset.abortPartialReceive": abortPartialReceive,
  "zfsReplication.transfer.cancel": cancelTransfer,
  "zfsReplication.transfer.show": showTransfers,
  "zfsReplication.transfer.showLog": showRunLog,
  "zfsReplication.transfer.retry": retryTransfer,
  "zfsReplication.problem.runInTerminal": runInTerminal,
  "zfsReplication.problem.copyCommand": copyCommand,
  "zfsReplication.log.show": showLog,
};

/** The one place where commands are registered. What a command throws is shown here, once. */
export function registerCommands(services: Services): Disposable {
  const store = new DisposableStore();
  for (const [id, run] of Object.entries(commands)) {
    store.add(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await run(services, ...(args as never[]));
        } catch (error) {
          services.notify.error(error, "ZFS Replication");
        }
      }),
    );
  }
  return store;
}
