/** From the command to the first byte of the stream on the wire, against syncoid on the source host. */
import { makeData, removeData } from "../../support/labData";
import { type Bench, interleaved } from "../bench";
import { timesFaster } from "../figures";
import { Shell } from "../shell";
import { timedZfsr } from "../timedZfsr";
import { Wire } from "../wire";

const source = "tank/bench-first";
const target = "backup/bench-first";

export const firstByte: Bench = {
  title: "from the command to the first byte on the wire, against syncoid --no-sync-snap",
  hosts: ["alpha", "beta"],
  async run({ rounds }, say) {
    const wire = new Wire("beta");
    const shell = new Shell("alpha");
    const until = async (work: () => Promise<{ from: number; to: number }>): Promise<number> => {
      await removeData("beta", target);
      const { from, to } = await work();
      const ms = wire.flow(from, to).first - from;
      say(`${ms} ms of ${to - from}`);
      return ms;
    };
    try {
      await makeData("alpha", source, 16);
      await wire.ready();
      await shell.type("true");
      const [ours = [], peer = []] = await interleaved(rounds, [
        () => until(() => timedZfsr("replicate", `alpha:${source}`, `beta:${target}`)),
        () => until(() => shell.type(`syncoid --no-sync-snap --quiet ${source} root@beta:${target} >/dev/null 2>&1`)),
      ]);
      return [timesFaster("from the command to the first byte on the wire", ours, peer, 1)];
    } finally {
      wire.close();
      shell.close();
      await removeData("beta", target);
      await removeData("alpha", source);
    }
  },
};
