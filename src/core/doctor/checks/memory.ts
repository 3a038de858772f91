import { formatBytes } from "../../base/bytes";
import { type Check, fine, hostsOf, unseen } from "../check";

const tebibyte = 2 ** 40;
const gibibyte = 2 ** 30;

/** 1 GB of memory for each TB of pool. */
export const memory: Check = {
  id: "memory",
  group: "machine",
  why: "ZFS keeps its metadata in memory: with less than 1 GB for each TB, sends and receives wait for the disks",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { memory: bytes, pools } = side.facts;
      if (bytes === undefined) return unseen(side, "memory", "the memory");
      if (!pools) return unseen(side, "pools", "the size of pools");
      const size = pools.reduce((sum, pool) => sum + pool.size, 0);
      const wanted = (size / tebibyte) * gibibyte;
      const detail = `${formatBytes(bytes)} for ${formatBytes(size)} of pools; the rule asks for ${formatBytes(Math.ceil(wanted))}`;
      if (bytes >= wanted) return fine(side.host, "there is memory enough", detail);
      return {
        host: side.host,
        state: "warn",
        title: "there is little memory for these pools",
        detail,
        remedy: "add memory, or keep zfs_arc_max and dedup low",
      };
    }),
};
