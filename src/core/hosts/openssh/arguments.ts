import type { SshSettings } from "../settings/sshSettings";

/** Seconds to the first answer when the config has no ConnectTimeout. */
const usualConnectTimeout = 20;

/**
 * The options every ssh of ours gets: keepalive, a bound for connecting, no terminal, no forwarding it was not told of.
 * What the config sets itself stays; StrictHostKeyChecking no becomes accept-new, because a changed key is never accepted.
 * @param askable whether there is somebody to ask
 */
export function commonOptions(settings: SshSettings, askable: boolean): string[] {
  return [
    ...(settings.serverAliveInterval > 0 ? [] : option("ServerAliveInterval", "15")),
    ...option("ServerAliveCountMax", String(settings.serverAliveCountMax)),
    ...(settings.connectTimeout === undefined ? option("ConnectTimeout", String(usualConnectTimeout)) : []),
    ...(settings.strictHostKeyChecking === "no" ? option("StrictHostKeyChecking", "accept-new") : []),
    ...option("BatchMode", askable && !settings.batchMode ? "no" : "yes"),
    ...option("ClearAllForwardings", "yes"),
    ...option("RequestTTY", "no"),
    ...option("RemoteCommand", "none"),
    ...option("PermitLocalCommand", "no"),
    ...option("EscapeChar", "none"),
    "-x",
  ];
}

/** A connection that others are not to share: for data streams. */
export const ownConnection = ["-S", "none", ...option("ControlMaster", "no")];

/** `-o NAME=VALUE` */
export function option(name: string, value: string): string[] {
  return ["-o", `${name}=${value}`];
}
