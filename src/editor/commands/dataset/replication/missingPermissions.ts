import { runDoctor } from "../../../../core/doctor/runDoctor";
import type { Host } from "../../../../core/hosts/host";
import type { ReplicationRequest } from "../../../../core/replication/request";
import { t } from "../../../l10n/t";

/**
 * What the users of both hosts lack for a replication, as the doctor says it: the first thing, in a sentence, and how it
 * is granted. Hosts that are reached as root are not asked.
 */
export async function missingPermissions(
  { source, target }: ReplicationRequest,
  host: (id: string) => Host,
  signal: AbortSignal,
): Promise<string | undefined> {
  const facts = await Promise.all([source, target].map(async (place) => host(place.host).connect(signal)));
  if (facts.every(({ address }) => address.startsWith("root@"))) return undefined;
  const results = await runDoctor(source, target, { host, now: Date.now, signal });
  const found = results.find(({ id, state }) => id === "permissions" && state === "fail");
  return found && `${found.host}: ${found.title}: ${found.detail}. Next: ${found.remedy ?? t("delegate them there")}`;
}
