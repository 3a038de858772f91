import { type Check, fine, hostsOf, unseen } from "../check";

/** The kernel module is loaded. */
export const moduleLoaded: Check = {
  id: "module",
  group: "software",
  why: "pools are the kernel module's: without it none is imported",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { module } = side.facts;
      if (!module) return unseen(side, "module", "the zfs module");
      if (module.loaded) return fine(side.host, "the zfs module is loaded", `version ${module.installed ?? "unknown"}`);
      return {
        host: side.host,
        state: "fail",
        title: "the zfs module is not loaded",
        detail:
          module.installed === undefined
            ? "and none is installed for the running kernel"
            : `version ${module.installed} is installed`,
        remedy:
          module.installed === undefined
            ? "see 'dkms status' and install zfs-dkms and the kernel's headers"
            : "modprobe zfs",
      };
    }),
};
