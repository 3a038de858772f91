/** Many small datasets: against syncoid as Debian has it, run on the source host with the ControlMaster it opens. */
import { type Activity, activityOf, withSessionLog } from "../activity";
import { type Bench, interleaved } from "../bench";
import { counted, type Figure, timesFaster } from "../figures";
import { Shell } from "../shell";
import { timedZfsr } from "../timedZfsr";
import { changeTree, makeTree, removeTree } from "../trees";

const source = "tank/bench-many";
const oursTarget = "backup/bench-ours";
const peerTarget = "backup/bench-syncoid";
const hosts = ["alpha", "beta"] as const;

interface Measured {
  readonly ms: number;
  readonly activity: Activity;
}

const counts: readonly (keyof Activity)[] = ["connections", "sessions", "processes"];

function figures(what: string, [ours = [], peer = []]: readonly Measured[][], least: number): Figure[] {
  const times = (all: readonly Measured[]): number[] => all.map(({ ms }) => ms);
  const [mine, its] = [ours.at(-1)?.activity, peer.at(-1)?.activity];
  return [
    timesFaster(what, times(ours), times(peer), least),
    ...(mine && its ? counts.map((count) => counted(`${what}: ${countWords[count]}`, mine[count], its[count])) : []),
  ];
}

const countWords: Readonly<Record<keyof Activity, string>> = {
  connections: "ssh connections to both hosts",
  sessions: "ssh sessions on both hosts",
  processes: "processes started on both hosts",
};

export const many: Bench = {
  title: "a tree of many datasets against syncoid --recursive --no-sync-snap",
  hosts,
  async run({ rounds, datasets, snapshots }, say) {
    const shell = new Shell("alpha");
    const measured = async (work: () => Promise<{ from: number; to: number }>): Promise<Measured> => {
      const { result, activity } = await activityOf(hosts, work);
      say(`${((result.to - result.from) / 1000).toFixed(1)} s, ${JSON.stringify(activity)}`);
      return { ms: result.to - result.from, activity };
    };
    const ours = (): Promise<Measured> =>
      measured(() => timedZfsr("replicate", `alpha:${source}`, `beta:${oursTarget}`, "--recursive"));
    const peer = (): Promise<Measured> =>
      measured(() =>
        shell.type(`syncoid --recursive --no-sync-snap --quiet ${source} root@beta:${peerTarget} >/dev/null 2>&1`),
      );
    const size = `${datasets} datasets × ${snapshots} snapshots`;
    try {
      say(`making ${size}`);
      await removeTree("beta", oursTarget);
      await removeTree("beta", peerTarget);
      await makeTree("alpha", source, datasets, snapshots);
      return await withSessionLog(hosts, async () => {
        await shell.type("true");
        say("the first replication");
        const first = await interleaved(1, [ours, peer]);
        say("nothing to do");
        const idle = await interleaved(rounds, [ours, peer]);
        say("one small change in each");
        // each change is sent by both, one after the other
        let turn = 0;
        const afterChange = (way: () => Promise<Measured>) => async (): Promise<Measured> => {
          if (turn++ % 2 === 0) await changeTree("alpha", source, `c${turn}`);
          return way();
        };
        const changed = await interleaved(rounds, [afterChange(ours), afterChange(peer)]);
        return [
          ...figures(`${size}, nothing to do`, idle, 30),
          ...figures(`${size}, one small change in each`, changed, 20),
          ...figures(`${size}, the first replication of all`, first, 10),
        ];
      });
    } finally {
      shell.close();
      await removeTree("beta", oursTarget);
      await removeTree("beta", peerTarget);
      await removeTree("alpha", source);
    }
  },
};
