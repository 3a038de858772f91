import type { PanelName } from "../../protocol/panelName";

const prefix = "zfsReplication.";

/** The name by which VS Code knows a panel, and activates the extension for it after a reload. */
export function viewType(name: PanelName): string {
  return prefix + name;
}
