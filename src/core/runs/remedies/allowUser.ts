import { shellQuote } from "../../base/shellQuote";
import type { Remedy } from "../../diagnosis/finding";
import { advice, byHost } from "../../diagnosis/remedy";
import { datasetIn, optionsOf, type Scene, type Told } from "./told";

/** What has to be delegated for a finding's verb, by the finding's name. `mount` goes with what makes or takes away. */
const permissions: Readonly<Record<string, string>> = {
  "permission-receive": "receive,create,mount",
  "permission-send": "send,hold",
  "permission-snapshot": "snapshot,mount",
  "permission-destroy": "destroy,mount",
  "permission-hold": "hold,release",
  "permission-bookmark": "bookmark",
  "permission-create": "create,mount",
  "permission-rollback": "rollback,mount",
  "permission-diff": "diff",
};

/** The exact `zfs allow` for the user that this connection has there; it is for root to run. */
export async function allowUser(told: Told, scene: Scene): Promise<Remedy[]> {
  const { host } = scene;
  const needed = told.id === "property-not-permitted" ? told.parts.property : permissions[told.id];
  if (needed === undefined) return [];
  const { stdout } = await host.exec(["id", "-un"], optionsOf(scene));
  const user = stdout.trim();
  if (user === "" || user === "root") return [];
  const words = `zfs allow -u ${shellQuote(user)} ${shellQuote(needed)}`;
  const dataset = datasetIn(told);
  // some messages of zfs do not say which dataset they are about
  if (dataset === undefined) return [advice(`Let ${user} do it, as root: ${words} DATASET`)];
  const line = `${words} ${shellQuote(dataset)}`;
  return [byHost(`Let ${user} do it, as root: ${line}`, "changes", host.id, line)];
}
