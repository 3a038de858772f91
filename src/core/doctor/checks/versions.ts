import { parseRelease } from "../../zfs/release";
import { type Check, fine, hostsOf, unseen } from "../check";

/** Userland and kernel module are of one release. */
export const versions: Check = {
  id: "versions",
  group: "software",
  why: "zfs(8) of another release than the kernel module fails in ways that no message explains",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { version } = side.facts;
      if (!version) return unseen(side, "version", "the version of OpenZFS");
      const { userland, kernel } = version;
      if (kernel === undefined) {
        return {
          host: side.host,
          state: "unknown",
          title: "the kernel module's version could not be seen",
          detail: `the userland is ${userland}; the module is not loaded`,
          remedy: "modprobe zfs",
        };
      }
      const same =
        (parseRelease(userland)?.numbers.join(".") ?? userland) === (parseRelease(kernel)?.numbers.join(".") ?? kernel);
      if (same) return fine(side.host, `OpenZFS ${kernel}`, "userland and kernel module are of one release");
      return {
        host: side.host,
        state: "warn",
        title: "userland and kernel module differ",
        detail: `zfs(8) is ${userland}, the loaded module ${kernel}`,
        remedy: "restart the host, or load the module that belongs to the packages",
      };
    }),
};
