import { type Check, fine, type Seen, sidesOf } from "../check";

/** Each host knows the other's host key. */
export const hostKeys: Check = {
  id: "host-keys",
  group: "connection",
  why: "an unknown host key stops ssh without a terminal, and a changed one may be another machine",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const other = side === facts.source ? facts.target : facts.source;
      const { peer } = side.facts;
      if (!other || !peer || other.host === side.host) return [];
      if (peer.ssh === "ok" || peer.ssh === "auth")
        return [fine(side.host, `the host key of ${other.host} is known`, peer.address ?? other.host)];
      if (peer.ssh !== "host-key") return [];
      return [
        {
          host: side.host,
          state: "fail",
          title: `the host key of ${other.host} is not trusted`,
          detail: peer.said,
          remedy: `on ${side.host}, compare the fingerprint with 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' of ${other.host}, then add it to known_hosts`,
        },
      ];
    }),
};
