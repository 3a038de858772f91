import * as vscode from "vscode";
import { DisposableStore } from "../../core/base/disposable";
import { contentsOf } from "./hostState";
import type { Inventory } from "./inventory";

export interface PollingParts {
  readonly inventory: Inventory;
  readonly settings: { readonly hosts: readonly string[]; readonly refreshInterval: number | undefined };
  /** Somebody can see what is looked at. */
  readonly visible: () => boolean;
}

/** Milliseconds between two looks at whether something is due. */
const tick = 5000;
/** A host is asked at most a twentieth of the time, however long it takes. */
const restFor = 20;

/**
 * Looks at the connected hosts again now and then, while they are in sight and the window has the focus; never otherwise,
 * never with a question to a person, and never sooner than the host can bear.
 */
export function pollHosts({ inventory, settings, visible }: PollingParts): DisposableStore {
  const store = new DisposableStore();
  const asked = new Map<string, number>();
  const due = (now: number): string[] => {
    const interval = settings.refreshInterval;
    if (interval === undefined || !visible() || !vscode.window.state.focused) return [];
    return settings.hosts.filter((host) => {
      const state = inventory.state(host);
      const contents = state.kind === "ready" ? contentsOf(state) : undefined;
      if (!contents) return false;
      const last = Math.max(contents.at, asked.get(host) ?? 0);
      return now - last >= Math.max(interval, contents.took * restFor);
    });
  };
  const timer = setInterval(() => {
    const now = Date.now();
    for (const host of due(now)) {
      asked.set(host, now);
      void inventory.refresh(host, { background: true });
    }
  }, tick);
  store.add({ dispose: () => clearInterval(timer) });
  return store;
}
