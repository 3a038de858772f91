import type { HostState } from "../../hosts/hostState";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";
import { t } from "../../l10n/t";

/** A host, connected or not. */
export function describeHost(host: string, state: HostState): ItemText {
  const description = descriptionOf(state);
  return {
    label: host,
    description,
    spoken: facts(host, t("host"), description === "" ? t("not connected") : description),
    icon: icons[state.kind],
    context: contextOf("zfs.host", state.kind),
    children: "collapsed",
  };
}

const icons: Readonly<Record<HostState["kind"], ItemText["icon"]>> = {
  idle: { id: "vm-outline" },
  loading: { id: "loading~spin" },
  ready: { id: "vm-active" },
  failed: { id: "error", color: "list.errorForeground" },
};

function descriptionOf(state: HostState): string {
  switch (state.kind) {
    case "idle":
      return "";
    case "loading":
      return state.contents ? t("reading") : t("connecting");
    case "failed":
      return t("not reachable");
    case "ready": {
      const { version, pools } = state.contents;
      return facts(
        version && `OpenZFS ${version.userland.replace(/-.*$/, "")}`,
        pools.length === 1 ? t("1 pool") : t("{0} pools", pools.length),
      );
    }
  }
}

export function hostTooltip(host: string, state: HostState): TooltipText {
  if (state.kind === "failed") {
    const { because, nextStep } = state.error;
    return {
      title: host,
      rows: [
        [t("Not reachable"), because],
        [t("Next"), nextStep],
      ],
    };
  }
  const contents = state.kind === "idle" ? undefined : state.contents;
  const rows: [string, string][] = [];
  if (!contents)
    rows.push([t("State"), state.kind === "loading" ? t("connecting") : t("not connected yet: open it to connect")]);
  const connection = contents?.facts;
  if (connection) {
    if (connection.address !== "") rows.push([t("Address"), connection.address]);
    rows.push([t("Connection"), t("{0}, because {1}", connection.connector, connection.because)]);
    if (connection.authentication !== undefined) rows.push([t("Signed in by"), connection.authentication]);
    if (connection.algorithms) rows.push([t("Algorithms"), Object.values(connection.algorithms).join(", ")]);
  }
  if (contents?.version) {
    const { userland, kernel } = contents.version;
    rows.push(["OpenZFS", userland], [t("Kernel module"), kernel ?? t("not loaded")]);
  }
  if (contents) rows.push([t("As of"), new Date(contents.at).toLocaleTimeString()]);
  return { title: host, rows };
}
