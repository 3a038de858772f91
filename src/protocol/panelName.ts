/** The panels, by the names of their folders in src/webview and of their files in dist/webview. */
export const panelNames = ["planReview", "transfers", "lineage", "topology", "doctor", "measure"] as const;
export type PanelName = (typeof panelNames)[number];
