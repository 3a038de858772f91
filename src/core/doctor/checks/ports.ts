import { type Check, fine, unseen } from "../check";

/** The target can be reached on port 9000, for `--transport tcp`. */
export const ports: Check = {
  id: "ports",
  group: "connection",
  why: "--transport tcp needs port 9000 open between the hosts; ssh needs only its own",
  look: ({ source, target }) => {
    if (!target || source.host === target.host) return [];
    const { peer } = source.facts;
    if (!peer) return [unseen(source, "peer", "ports")];
    if (peer.port9000 === undefined)
      return [
        {
          host: source.host,
          state: "unknown",
          title: "port 9000 could not be tried",
          detail: "the source has no nc",
          remedy: "install netcat-openbsd there",
        },
      ];
    const where = `${peer.address ?? target.host}:9000`;
    if (peer.port9000 === "refused")
      return [fine(source.host, "port 9000 can be reached", `${where}: nothing listens yet, nothing stands between`)];
    if (peer.port9000 === "open")
      return [
        {
          host: target.host,
          state: "warn",
          title: "something listens on port 9000",
          detail: `${where} answers already: --transport tcp needs it free`,
          remedy: "find it with 'ss -ltnp sport = 9000', or choose another with --port",
        },
      ];
    return [
      {
        host: source.host,
        state: "warn",
        title: "port 9000 does not answer",
        detail: `${where}: a firewall drops it; ssh is not touched by that`,
        remedy: "open it between these two hosts alone, or stay with ssh (--transport direct)",
      },
    ];
  },
};
