/** One big dataset in full: the speed of the stream itself. */
import { makeData, removeData } from "../../support/labData";
import { files } from "../../support/lab/places";
import { type Bench, interleaved, type Scale } from "../bench";
import { atMost, type Figure, median, shareOfRate, timesFaster } from "../figures";
import { Shell, type Typed } from "../shell";
import { type Timed, timedZfsr } from "../timedZfsr";
import { type Flow, Wire } from "../wire";

const source = "tank/bench-bulk";
const target = "backup/bench-bulk";

interface Measured {
  readonly typed: Typed;
  readonly flow: Flow;
  readonly timed?: Timed;
}

async function measure(transport: "direct" | "relay", { rounds, mebibytes }: Scale): Promise<[Measured[], Measured[]]> {
  await makeData("alpha", source, mebibytes);
  const wire = new Wire("beta");
  const shell = new Shell(transport === "direct" ? "alpha" : undefined);
  const fresh = async (work: () => Promise<Omit<Measured, "flow">>): Promise<Measured> => {
    await removeData("beta", target);
    const done = await work();
    return { ...done, flow: wire.flow(done.typed.from, done.typed.to) };
  };
  const ssh = `ssh -F '${files.sshConfig}'`;
  const typed =
    transport === "direct"
      ? `zfs send -Lec ${source}@a | ssh beta zfs receive -s -u ${target}`
      : `${ssh} alpha zfs send -Lec ${source}@a | ${ssh} beta zfs receive -s -u ${target}`;
  try {
    await wire.ready();
    await shell.type("true");
    const [ours = [], byHand = []] = await interleaved(rounds, [
      () =>
        fresh(async () => {
          const timed = await timedZfsr("replicate", `alpha:${source}`, `beta:${target}`, "--transport", transport);
          return { typed: timed, timed };
        }),
      () => fresh(async () => ({ typed: await shell.type(typed) })),
    ]);
    return [ours, byHand];
  } finally {
    wire.close();
    shell.close();
    await removeData("beta", target);
    await removeData("alpha", source);
  }
}

function rates(measured: readonly Measured[]): number[] {
  return measured.map(({ flow }) => (flow.bytes / (flow.last - flow.first)) * 1000);
}

function wall(measured: readonly Measured[]): number[] {
  return measured.map(({ typed }) => typed.to - typed.from);
}

function figures(what: string, [ours, byHand]: readonly [Measured[], Measured[]]): Figure[] {
  return [
    shareOfRate(`${what}: the stream on the wire`, rates(ours), rates(byHand), 0.98),
    timesFaster(`${what}: from the command to its end`, wall(ours), wall(byHand)),
  ];
}

export const bulk: Bench = {
  title: "a full send, direct, against zfs send | ssh | zfs receive typed on the source",
  hosts: ["alpha", "beta"],
  async run(scale) {
    const measured = await measure("direct", scale);
    const share = median(measured[0].map(({ timed }) => (timed ? timed.processor / timed.transferring : NaN)));
    return [
      ...figures(`${scale.mebibytes} MiB in full, direct`, measured),
      atMost(
        "processor time of zfsr while it streams, direct",
        share,
        0.02,
        (value) => `${(value * 100).toFixed(1)} %`,
      ),
    ];
  },
};

export const relay: Bench = {
  title: "a full send, relayed, against ssh a zfs send | ssh b zfs receive",
  hosts: ["alpha", "beta"],
  async run(scale) {
    return figures(`${scale.mebibytes} MiB in full, relayed`, await measure("relay", scale));
  },
};
