import { shellCommand } from "../../base/shellQuote";
import { sshWords } from "../../zfs/place";
import { type Check, fine, type Seen, sidesOf, unseen } from "../check";
import type { Side } from "../facts";

/** Each host gets into the other by ssh without a question. */
export const sshBetween: Check = {
  id: "ssh",
  group: "connection",
  why: "a direct stream is one ssh from the source to the target, and nobody is there to type a password at night",
  look: (facts) =>
    sidesOf(facts).flatMap((side): Seen[] => {
      const other = side === facts.source ? facts.target : facts.source;
      if (!other || other.host === side.host) return [];
      const { peer } = side.facts;
      if (!peer) return [unseen(side, "peer", `ssh to ${other.host}`)];
      if (peer.ssh === "ok")
        return [fine(side.host, `ssh to ${other.host} asks nothing`, `port ${peer.sshPort ?? 22}`)];
      // the host-keys check says it
      if (peer.ssh === "host-key") return [];
      return [refusal(side, other, peer.ssh, peer.said)];
    }),
};

function refusal(side: Side, other: Side, kind: "auth" | "unreachable" | "failed", said: string): Seen {
  const words = sshWords(other.host);
  const what = { auth: "is refused", unreachable: "does not get through", failed: "fails" }[kind];
  const remedy = {
    auth: `on ${side.host}: ${shellCommand(["ssh-copy-id", ...words])}`,
    unreachable: `on ${side.host}: ${shellCommand(["ssh", ...words])} shows it; see the address, sshd and firewalls between`,
    failed: `on ${side.host}: ${shellCommand(["ssh", "-v", ...words])} shows why`,
  }[kind];
  const needed = side.role === "source";
  return {
    host: side.host,
    state: needed ? "fail" : "warn",
    title: `ssh to ${other.host} ${what}`,
    detail: `${said || "it said nothing"}${needed ? "; only --transport relay would go" : "; needed for pulling and for the way back"}`,
    remedy,
  };
}
