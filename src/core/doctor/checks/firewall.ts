import { type Check, fine, hostsOf, unseen } from "../check";

/** What filters packets is known. */
export const firewall: Check = {
  id: "firewall",
  group: "connection",
  why: "port 22 should be open to those alone who need it, and a rule nobody thinks of is what stops a stream",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { firewall: rules } = side.facts;
      if (!rules) return unseen(side, "firewall", "the firewall");
      if (rules.length === 0)
        return {
          host: side.host,
          state: "warn",
          title: "nothing filters packets",
          detail: "every host that reaches it reaches port 22",
          remedy: "restrict port 22 to the hosts that replicate, or use a VPN (docs/hardening.md)",
        };
      return fine(side.host, "packets are filtered", rules.slice(0, 3).join("; "));
    }),
};
