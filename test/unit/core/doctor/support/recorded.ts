import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../../../../src/core/hosts/host";
import type { DoctorFacts, HostFacts, Side } from "../../../../../src/core/doctor/facts";
import { gatherHost } from "../../../../../src/core/doctor/gather/gatherHost";
import { datasetName } from "../../../../../src/core/zfs/names";

/** Hosts of the lab whose whole answer to the doctor was kept: OpenZFS 2.1 (alpha, beta), 2.3 (gamma), and a plain user. */
export type RecordedHost = "alpha" | "beta" | "gamma" | "alpha-repl";

interface Recorded {
  readonly dataset: string;
  readonly peer: string;
  readonly now: number;
  /** The word that parts the answers; each look has its own. */
  readonly frame: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the doctor's own reading makes of what a real host printed. */
async function recordedFacts(name: RecordedHost): Promise<HostFacts> {
  const path = join(__dirname, "..", "..", "..", "..", "fixtures", "doctor", `${name}.json`);
  const recorded = JSON.parse(readFileSync(path, "utf8")) as Recorded;
  const host: Pick<Host, "id" | "connect" | "script"> = {
    id: name as Host["id"],
    connect: () => Promise.resolve({ connector: "local", because: "it was recorded", address: "" }),
    script: (script) => {
      const frame = /@zfsr-[0-9a-f-]{36}/.exec(script)?.[0] ?? "";
      const again = (text: string): string => text.replaceAll(recorded.frame, frame);
      return Promise.resolve({
        code: recorded.code,
        signal: undefined,
        stdout: again(recorded.stdout),
        stderr: again(recorded.stderr),
      });
    },
  };
  const { dataset, peer, now } = recorded;
  return gatherHost(host as Host, { dataset: datasetName(dataset), peer }, () => now);
}

/** alpha's tank/demo to beta's backup/demo, or the hosts that are named. */
export async function recordedPair(
  source: RecordedHost = "alpha",
  target: RecordedHost = "beta",
): Promise<DoctorFacts & { readonly target: Side }> {
  const datasets = { alpha: "tank/demo", "alpha-repl": "tank/demo", beta: "backup/demo", gamma: "vault/demo" };
  const side = async (role: Side["role"], host: RecordedHost): Promise<Side> => ({
    role,
    host,
    dataset: datasetName(datasets[host]),
    facts: await recordedFacts(host),
  });
  return { source: await side("source", source), target: await side("target", target) };
}
