import { type Check, fine, hostsOf, poolsOf, type Seen, unseen } from "../check";

/** Free space is not in pieces. */
export const fragmentation: Check = {
  id: "fragmentation",
  group: "pools",
  why: "where free space is in small pieces, receives become slow and every later read, too",
  look: (facts) =>
    hostsOf(facts).flatMap((side): Seen[] => {
      const { pools } = side.facts;
      if (!pools) return [unseen(side, "pools", "fragmentation")];
      return poolsOf(side, pools).map((pool): Seen => {
        if (pool.fragmentation === undefined || pool.fragmentation < 50)
          return fine(
            side.host,
            `pool ${pool.name} is not fragmented`,
            `${pool.fragmentation ?? 0} % of its free space is in pieces`,
          );
        return {
          host: side.host,
          state: "warn",
          title: `pool ${pool.name} is fragmented`,
          detail: `${pool.fragmentation} % of its free space is in pieces, ${pool.capacity} % is used`,
          remedy: "keep it below 80 % full; only replicating into a new pool makes it whole again",
        };
      });
    }),
};
