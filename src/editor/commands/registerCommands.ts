import * as vscode from "vscode";
import type { Disposable } from "../../core/base/disposable";
import { DisposableStore } from "../../core/base/disposable";
import { ZfsrError } from "../../core/base/errors";
import { commandIds } from "../commandIds";
import type { Services } from "./services";

/**
 * The one place where commands are registered. What a command throws is shown here, once.
 * What they do is loaded with the first of them, so that the editor starts without it.
 */
export function registerCommands(services: Services): Disposable {
  const store = new DisposableStore();
  for (const id of commandIds) {
    store.add(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          const chosen = chosenBy(args, services) as never[];
          const { commands } = await import("./commandTable");
          await commands[id](services, ...chosen);
        } catch (error) {
          services.notify.error(error, "ZFS Replication");
        }
      }),
    );
  }
  return store;
}

/**
 * The rows a command is about. A key passes none on: it stands for those that are selected.
 * @throws ZfsrError where rows were drawn anew while their menu was open: VS Code passes nothing on in their place, and a
 * command is not to do to some of them what was meant for all
 */
function chosenBy(args: readonly unknown[], { view }: Services): readonly unknown[] {
  const [, selected] = args;
  if (Array.isArray(selected) && selected.includes(undefined)) throw rowsChanged();
  if (args[0] !== "selection") return args;
  const selection = view()?.selection ?? [];
  return selection.length > 0 ? [selection[0], selection] : [];
}

function rowsChanged(): ZfsrError {
  return new ZfsrError({
    reason: "usage",
    object: "the rows that were chosen",
    because: "they were drawn anew in the meantime",
    nextStep: "choose them once more",
  });
}
