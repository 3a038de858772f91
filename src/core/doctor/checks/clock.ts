import { type Check, fine, hostsOf, unseen } from "../check";

/** Milliseconds that a clock may be off before names and ages of snapshots mislead. */
const tolerated = 5000;
const serious = 300_000;

/** The clocks agree. */
export const clock: Check = {
  id: "clock",
  group: "machine",
  why: "snapshots are named and aged by the clock of their host: with clocks apart, lag, retention and schedules are wrong",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const seen = side.facts.clock;
      if (!seen) return unseen(side, "clock", "the clock");
      const off = Math.max(0, Math.abs(seen.ahead) - seen.within);
      const seconds = Math.round(Math.abs(seen.ahead) / 1000);
      if (off <= tolerated)
        return fine(
          side.host,
          "the clock is right",
          `within ${Math.max(1, Math.ceil(seen.within / 1000))} s of this machine's`,
        );
      return {
        host: side.host,
        state: off > serious ? "fail" : "warn",
        title: `the clock is ${seconds} s ${seen.ahead > 0 ? "ahead" : "behind"}`,
        detail: `compared with this machine's; accurate to ${Math.ceil(seen.within / 1000)} s`,
        remedy: "timedatectl set-ntp true (or chronyd)",
      };
    }),
};
