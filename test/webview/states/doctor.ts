import type { DoctorState } from "../../../src/protocol/doctor";

/** A pair with something of every kind. */
export const examined: DoctorState = {
  ...{ source: "alpha:tank/demo", target: "beta:backup/demo", phase: "ready" },
  message: "1 failed, 1 to look at, 1 not seen, 1 well. Looked at 04:31:24.",
  checks: [
    {
      ...{ id: "0", group: "OpenZFS", state: "fail", host: "alpha", planned: false },
      title: "repl lacks permissions on tank/demo",
      detail: "missing for a source: hold (OpenZFS 2.1.11)",
      why: "a permission that is missing stops the run where it is first needed, often after hours",
      remedy: "as root there: zfs allow -u repl hold tank/demo",
    },
    {
      ...{ id: "1", group: "Datasets", state: "warn", host: "beta", planned: true },
      title: "backup/demo can be written to",
      detail: "readonly is off on 2 of 6 datasets",
      why: "one write to a replica makes the next increment impossible without rolling it back",
      remedy: "zfs set readonly=on backup/demo",
    },
    {
      ...{ id: "2", group: "Machines", state: "unknown", host: "beta", planned: false },
      title: "ECC could not be seen",
      detail: "the host does not tell",
      why: "memory that flips a bit writes wrong data with a right checksum",
      remedy: undefined,
    },
    {
      ...{ id: "3", group: "Pools", state: "ok", host: "alpha", planned: false },
      title: "pool tank is ONLINE",
      detail: "no known data errors",
      why: "a pool that is degraded has nothing left to mend errors with",
      remedy: undefined,
    },
  ],
};
