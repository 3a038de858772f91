import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, hostsOf, poolsOf, type Seen, unseen } from "../check";

/** Pools are whole. */
export const poolHealth: Check = {
  id: "pool-health",
  group: "pools",
  why: "a pool with a failed device or known errors may not be able to read what is to be sent, nor keep what is received",
  look: (facts) =>
    hostsOf(facts).flatMap((side): Seen[] => {
      const { pools, poolStatus } = side.facts;
      if (!pools) return [unseen(side, "pools", "pools")];
      return poolsOf(side, pools).map((pool): Seen => {
        const status = poolStatus?.get(pool.name);
        const faults = status && status.faults.length > 0 ? `: ${status.faults.join(", ")}` : "";
        const remedy = shellCommand(["zpool", "status", "-v", pool.name]);
        if (pool.health !== "ONLINE") {
          const dead = pool.health !== "DEGRADED";
          return {
            host: side.host,
            state: dead ? "fail" : "warn",
            title: `pool ${pool.name} is ${pool.health}`,
            detail: `${status?.status ?? "zpool list says so"}${faults}`,
            remedy: `${remedy}; replace or bring back the device`,
          };
        }
        if (status && !/^No known data errors/.test(status.errors) && status.errors !== "")
          return {
            host: side.host,
            state: "fail",
            title: `pool ${pool.name} has data errors`,
            detail: status.errors,
            remedy: `${remedy}; restore the files it names, then zpool scrub`,
          };
        if (pool.readonly)
          return {
            host: side.host,
            state: side.role === "target" ? "fail" : "warn",
            title: `pool ${pool.name} is imported read-only`,
            detail: "nothing can be received, held or snapshotted",
            remedy: `${shellCommand(["zpool", "export", pool.name])}, then import it writable`,
          };
        return fine(side.host, `pool ${pool.name} is ONLINE`, status?.errors ?? "");
      });
    }),
};
