import type { HostState } from "../../hosts/hostState";
import { contextOf, facts, type ItemText, type TooltipText } from "./itemText";

/** A host, connected or not. */
export function describeHost(host: string, state: HostState): ItemText {
  const description = descriptionOf(state);
  return {
    label: host,
    description,
    spoken: facts(host, "host", description === "" ? "not connected" : description),
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
      return state.contents ? "reading" : "connecting";
    case "failed":
      return "not reachable";
    case "ready": {
      const { version, pools } = state.contents;
      return facts(
        version && `OpenZFS ${version.userland.replace(/-.*$/, "")}`,
        pools.length === 1 ? "1 pool" : `${pools.length} pools`,
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
        ["Not reachable", because],
        ["Next", nextStep],
      ],
    };
  }
  const contents = state.kind === "idle" ? undefined : state.contents;
  const rows: [string, string][] = [];
  if (!contents)
    rows.push(["State", state.kind === "loading" ? "connecting" : "not connected yet: open it to connect"]);
  const connection = contents?.facts;
  if (connection) {
    if (connection.address !== "") rows.push(["Address", connection.address]);
    rows.push(["Connection", `${connection.connector}, because ${connection.because}`]);
    if (connection.authentication !== undefined) rows.push(["Signed in by", connection.authentication]);
    if (connection.algorithms) rows.push(["Algorithms", Object.values(connection.algorithms).join(", ")]);
  }
  if (contents?.version) {
    const { userland, kernel } = contents.version;
    rows.push(["OpenZFS", userland], ["Kernel module", kernel ?? "not loaded"]);
  }
  if (contents) rows.push(["As of", new Date(contents.at).toLocaleTimeString()]);
  return { title: host, rows };
}
