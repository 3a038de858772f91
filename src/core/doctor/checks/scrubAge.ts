import { formatAge } from "../../base/duration";
import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, hostsOf, poolsOf, type Seen, unseen } from "../check";

const longest = 45 * 86_400_000;

/** A scrub was done within 45 days, and mended everything. */
export const scrubAge: Check = {
  id: "scrub",
  group: "pools",
  why: "only a scrub reads what nobody reads: damage that it would find today cannot be mended once the other copy is gone",
  look: (facts) =>
    hostsOf(facts).flatMap((side): Seen[] => {
      const { poolStatus, now } = side.facts;
      if (!poolStatus || now === undefined) return [unseen(side, "poolStatus", "scrubs")];
      const pools = [...poolStatus].map(([name, status]) => ({ name, status }));
      return poolsOf(side, pools).map(({ name, status }): Seen => {
        const remedy = shellCommand(["zpool", "scrub", name]);
        const fix = { verb: "scrub", pool: name } as const;
        if (status.scanning === "resilver")
          return {
            host: side.host,
            state: "warn",
            title: `pool ${name} is resilvering`,
            detail: "a device is being filled again; reads are slow until it is done",
            remedy: shellCommand(["zpool", "status", name]),
          };
        if (status.scanning === "scrub")
          return fine(side.host, `pool ${name} is being scrubbed`, "sends are slower meanwhile");
        if (status.scrubErrors > 0)
          return {
            host: side.host,
            state: "fail",
            title: `the last scrub of ${name} found ${status.scrubErrors} errors it could not mend`,
            detail: status.errors,
            remedy: shellCommand(["zpool", "status", "-v", name]),
          };
        if (status.scrubbed === undefined)
          return {
            host: side.host,
            state: "warn",
            title: `pool ${name} was never scrubbed`,
            detail: "no scrub has come to its end",
            remedy,
            fix,
          };
        const age = now - status.scrubbed;
        if (age <= longest)
          return fine(side.host, `pool ${name} was scrubbed`, `${formatAge(age)} ago, without errors`);
        return {
          host: side.host,
          state: "warn",
          title: `pool ${name} has not been scrubbed for long`,
          detail: `the last one was ${formatAge(age)} ago`,
          remedy,
          fix,
        };
      });
    }),
};
