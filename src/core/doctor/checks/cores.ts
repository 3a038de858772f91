import { type Check, fine, hostsOf, unseen } from "../check";

/** Four cores, as send, ssh and compression each want one. */
export const cores: Check = {
  id: "cores",
  group: "machine",
  why: "reading, ssh's cipher, compression and checksums each want a processor for themselves",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { cores: count } = side.facts;
      if (count === undefined) return unseen(side, "cores", "processors");
      if (count >= 4) return fine(side.host, `${count} processors`, "enough for one stream and what else runs");
      return {
        host: side.host,
        state: "warn",
        title: count === 1 ? "one processor" : `${count} processors`,
        detail: "four are recommended; a stream may be held up by ssh's cipher",
        remedy: "leave compression on the way off (--compression none); 'zfsr measure' tells what limits",
      };
    }),
};
