import { type Check, fine, type Seen, sidesOf, unseen } from "../check";

/** The devices' MTU is known and the same, and whole packets arrive. */
export const mtu: Check = {
  id: "mtu",
  group: "connection",
  why: "large packets (9000) save processor time on fast networks, but where one switch drops them a stream stands still after a few bytes",
  look: ({ source, target }) => {
    if (!target || source.host === target.host) return [];
    const ends = [source, target].map((side) => ({ side, mtu: side.facts.peer?.mtu }));
    const blind = ends.find((end) => end.mtu === undefined);
    if (blind) return [unseen(blind.side, "peer", "the MTU")];
    const [here = 0, there = 0] = ends.map((end) => end.mtu);
    const device = (side: typeof source): string =>
      `${side.host} ${side.facts.peer?.device ?? "?"} ${side.facts.peer?.mtu ?? "?"}`;
    const detail = `${device(source)}, ${device(target)}`;
    const seen: Seen[] = [];
    if (here !== there)
      seen.push({
        host: here < there ? source.host : target.host,
        state: "warn",
        title: "the two hosts have different MTUs",
        detail,
        remedy: `set both to the same, from 1500 to 9000: ip link set dev ${source.facts.peer?.device ?? "DEVICE"} mtu ${Math.min(here, there)}`,
      });
    else if (here < 1500)
      seen.push({
        host: source.host,
        state: "warn",
        title: `the MTU is ${here}`,
        detail: `${detail}; less than Ethernet's 1500`,
        remedy: "see whether a tunnel or VPN is meant to be on this way",
      });
    else seen.push(fine(source.host, `the MTU is ${here} on both sides`, detail));
    for (const side of sidesOf({ source, target })) {
      const { peer } = side.facts;
      if (peer?.wholePackets === false)
        seen.push({
          host: side.host,
          state: "fail",
          title: "packets of the whole MTU do not arrive",
          detail: `${peer.mtu ?? "?"} bytes to ${peer.address ?? "the other host"} are lost, small ones arrive`,
          remedy: `lower the MTU, or raise it on every switch between: ping -M do -s ${(peer.mtu ?? 1500) - 28} ${peer.address ?? ""}`,
        });
    }
    return seen;
  },
};
