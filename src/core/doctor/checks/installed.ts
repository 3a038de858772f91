import { type Check, fine, hostsOf, unseen } from "../check";

/** OpenZFS's programs are there. */
export const installed: Check = {
  id: "installed",
  group: "software",
  why: "without zfs(8) and zpool(8) on the PATH nothing can be sent or received",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { programs, version } = side.facts;
      if (!programs) return unseen(side, "programs", "OpenZFS");
      if (!programs.has("zfs") || !programs.has("zpool")) {
        return {
          host: side.host,
          state: "fail",
          title: "OpenZFS is not installed",
          detail: `no ${programs.has("zfs") ? "zpool" : "zfs"} on the PATH`,
          remedy: "install it (Debian, Ubuntu: apt install zfsutils-linux)",
        };
      }
      return fine(side.host, "OpenZFS is installed", `zfs ${version?.userland ?? "of unknown version"}`);
    }),
};
