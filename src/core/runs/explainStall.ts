import { formatDuration } from "../base/duration";
import { formatBytes } from "../base/bytes";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import type { TransferStep } from "../plan/step";
import { formatPlace } from "../zfs/place";
import { poolOf } from "../zfs/names";
import { shellCommand } from "../base/shellQuote";

/** Milliseconds for an answer. */
const patience = 8000;

/**
 * Why nothing went through any more, as far as the two hosts tell: a host that does not answer, a pool that is suspended.
 * @param silence milliseconds without a byte @param bytes of the stream so far
 */
export async function explainStall(
  step: TransferStep,
  silence: number,
  bytes: number,
  host: (id: string) => Host,
): Promise<ZfsrError> {
  const sides = [
    { id: step.host, pool: poolOf(step.dataset) },
    { id: step.target.host, pool: poolOf(step.target.dataset) },
  ];
  const said = (await Promise.all(sides.map(({ id, pool }) => look(host(id), pool)))).filter(
    (words) => words !== undefined,
  );
  const suspended = said.find((words) => words.includes("suspended"));
  const because = `no byte has gone through for ${formatDuration(silence)}, after ${formatBytes(bytes)}`;
  return new ZfsrError({
    reason: suspended === undefined ? "stalled" : "pool-suspended",
    object: formatPlace(step.target.host, step.target.dataset),
    because: said.length === 0 ? `${because}, though both hosts answer` : `${because}: ${said.join("; ")}`,
    nextStep:
      suspended === undefined
        ? "resume: what was received is kept; with a slow pool, give --stall-timeout more"
        : "bring its disks back, then zpool clear; what was received is kept",
  });
}

/** What is wrong with one side; undefined when nothing is. */
async function look(host: Host, pool: string): Promise<string | undefined> {
  try {
    const { stdout } = await host.script(`${shellCommand(["zpool", "list", "-H", "-o", "health", pool])} </dev/null`, {
      // connecting counts, too: a host that hangs may not even let anybody in
      signal: AbortSignal.timeout(patience),
      background: true,
    });
    return stdout.trim() === "SUSPENDED" ? `the pool ${pool} of ${host.id} is suspended` : undefined;
  } catch (error) {
    const { reason, because } = ZfsrError.from(error, host.id);
    return `${host.id} does not answer${reason === "cancelled" ? "" : ` (${because})`}`;
  }
}
