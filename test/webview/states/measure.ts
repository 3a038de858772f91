import type { MeasureState } from "../../../src/protocol/measure";

/** A pair whose cipher limits. */
export const measured: MeasureState = {
  ...{ source: "alpha:tank/demo", target: "beta:backup/demo", phase: "ready" },
  message: "Measured at 04:31:24: direct; with tank/demo@rep_2026-01-03T000000Z in full (-L -c -e).",
  bars: [
    { title: "zfs send on alpha", rate: "820 MiB/s", share: 0.52, beyond: false, note: "into nothing" },
    { title: "network from alpha to beta", rate: "2.71 GiB/s", share: 1, beyond: true, note: "iperf3, one TCP stream" },
    { title: "ssh from alpha to beta", rate: "198 MiB/s", share: 0.125, beyond: false, note: "zeros" },
    { title: "ssh with aes128-gcm@openssh.com", rate: "611 MiB/s", share: 0.39, beyond: false, note: "in its place" },
    { title: "zfs receive on beta", rate: undefined, share: 0, beyond: false, note: "nobody has agreed to it" },
  ],
  limit: "The cipher of ssh on alpha limits, at about 198 MiB/s: ssh keeps a processor 98 % busy.",
  advice: [
    {
      gain: "to 611 MiB/s (3.1 times)",
      title: "take the cipher aes128-gcm@openssh.com",
      because: "measured",
      command: "--cipher aes128-gcm@openssh.com",
    },
    { gain: "might help", title: "a quieter hour", because: "the disks are 99 % busy", command: undefined },
  ],
  readings: ["ARC while reading: 92 % of requests found in memory", "MTU: 1500"],
};
