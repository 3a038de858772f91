/** Ours alone at ten times as many datasets: what it costs may grow tenfold at most. */
import { type Activity, activityOf, withSessionLog } from "../activity";
import type { Bench } from "../bench";
import { type Figure, median, seconds } from "../figures";
import { timedZfsr } from "../timedZfsr";
import { changeTree, makeTree, removeTree } from "../trees";

const source = "tank/bench-grow";
const target = "backup/bench-grow";
const hosts = ["alpha", "beta"] as const;

interface Costs {
  readonly first: number;
  readonly idle: number;
  readonly changed: number;
  readonly sessions: Readonly<Record<"idle" | "changed", number>>;
}

async function costsOf(
  datasets: number,
  snapshots: number,
  rounds: number,
  say: (line: string) => void,
): Promise<Costs> {
  const run = async (): Promise<{ ms: number; activity: Activity }> => {
    const { result, activity } = await activityOf(hosts, () =>
      timedZfsr("replicate", `alpha:${source}`, `beta:${target}`, "--recursive"),
    );
    say(`${datasets} datasets: ${((result.to - result.from) / 1000).toFixed(1)} s, ${JSON.stringify(activity)}`);
    return { ms: result.to - result.from, activity };
  };
  try {
    say(`making ${datasets} datasets × ${snapshots} snapshots`);
    await removeTree("beta", target);
    await makeTree("alpha", source, datasets, snapshots);
    const first = await run();
    const idle: number[] = [];
    const changed: number[] = [];
    const sessions = { idle: 0, changed: 0 };
    for (let round = 0; round < rounds; round++) {
      const nothing = await run();
      idle.push(nothing.ms);
      await changeTree("alpha", source, `c${round}`);
      const some = await run();
      changed.push(some.ms);
      sessions.idle = nothing.activity.sessions;
      sessions.changed = some.activity.sessions;
    }
    return { first: first.ms, idle: median(idle), changed: median(changed), sessions };
  } finally {
    await removeTree("beta", target);
    await removeTree("alpha", source);
  }
}

export const growth: Bench = {
  title: "ours at ten times as many datasets",
  hosts,
  async run({ datasets, snapshots, rounds }, say) {
    return withSessionLog(hosts, async () => {
      const small = await costsOf(datasets, snapshots, rounds, say);
      const large = await costsOf(datasets * 10, snapshots, rounds, say);
      const grown = (what: string, of: "first" | "idle" | "changed"): Figure => ({
        what: `${what}, ${datasets} → ${datasets * 10} datasets`,
        ours: `${seconds(small[of])} → ${seconds(large[of])}`,
        peer: "",
        ratio: `${(large[of] / small[of]).toFixed(1)} ×`,
        goal: "≤ 10 ×",
        met: large[of] <= 10 * small[of],
      });
      const sessions = (what: string, of: "idle" | "changed"): Figure => ({
        what: `${what}: ssh sessions on both hosts, ${datasets} → ${datasets * 10} datasets`,
        ours: `${small.sessions[of]} → ${large.sessions[of]}`,
        peer: "",
        ratio: "",
        goal: of === "idle" ? "the same" : "",
        met: of === "idle" ? large.sessions[of] <= small.sessions[of] : undefined,
      });
      return [
        grown("nothing to do", "idle"),
        grown("one small change in each", "changed"),
        grown("the first replication of all", "first"),
        sessions("nothing to do", "idle"),
        sessions("one small change in each", "changed"),
      ];
    });
  },
};
