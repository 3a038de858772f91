import { shellCommand } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost, byZfsr } from "../../diagnosis/remedy";
import { question } from "../../hosts/question";
import { run } from "../../hosts/run";
import type { Command } from "../../zfs/command";
import { printable } from "../../zfs/names";
import { formatPlace } from "../../zfs/place";
import { peerIn } from "./peerIn";
import { datasetIn, optionsOf, type Scene, type Told } from "./told";

/** How the host would reach the other one by its own ssh configuration; and the way between both, to be measured. */
export async function lookAtWay(told: Told, scene: Scene): Promise<Remedy[]> {
  return [...(await lookAtPeer(told, scene)), measure(told, scene)];
}

/** Connects to nobody: the name comes out of a text, so a person decides. */
async function lookAtPeer(told: Told, scene: Scene): Promise<Remedy[]> {
  const { parts, text } = told;
  const peer = peerIn(told);
  if (peer === undefined) return [];
  const { hostname, port, timeout } = await run(scene.host, resolve(peer), optionsOf(scene));
  const at = parts.port ?? port;
  const late = timeout !== undefined && /timed out/.test(text);
  const patience = late ? `; for one that is only slow, raise its ConnectTimeout of ${printable(timeout)} s` : "";
  return [
    byHost(
      `Try it: ${scene.host.id} takes ${peer} for ${printable(hostname)}, port ${printable(at)}${patience}`,
      "none",
      scene.host.id,
      shellCommand(["ssh", "-v", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-p", at, peer, "true"]),
    ),
  ];
}

function resolve(peer: string): Command<{ hostname: string; port: string; timeout: string | undefined }> {
  return question(
    `how ssh reaches ${peer}`,
    `ssh -G "$1" 2>/dev/null; true`,
    (stdout) => {
      const value = (key: string): string | undefined => new RegExp(`^${key} (.+)$`, "m").exec(stdout)?.[1];
      const timeout = value("connecttimeout");
      return {
        hostname: value("hostname") ?? peer,
        port: value("port") ?? "22",
        timeout: timeout === "none" || timeout === "0" ? undefined : timeout,
      };
    },
    [peer],
  );
}

function measure(told: Told, { host, source }: Scene): Remedy {
  const dataset = datasetIn(told);
  if (!source || dataset === undefined)
    return advice("measure the way once it stands: zfsr measure SOURCE TARGET says which stage limits");
  const places = [formatPlace(source.host.id, source.dataset), formatPlace(host.id, dataset)];
  return byZfsr("measure the way: which stage limits", "none", ["measure", ...places]);
}
