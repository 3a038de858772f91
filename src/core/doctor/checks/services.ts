import { type Check, fine, hostsOf, unseen } from "../check";

/** Pools come back after a restart, and events are told. */
export const services: Check = {
  id: "services",
  group: "upkeep",
  why: "a target whose pool is not imported after a restart receives nothing, and without zed nobody hears of a failed disk",
  look: (facts) =>
    hostsOf(facts).map((side) => {
      const { units } = side.facts;
      if (!units) return unseen(side, "units", "the services of ZFS");
      if (units.size === 0) return fine(side.host, "the host has no systemd", "its own start-up scripts import pools");
      if ([...units.values()].every((state) => state === ""))
        return {
          host: side.host,
          state: "unknown",
          title: "the services of ZFS could not be seen",
          detail: "systemctl tells this user nothing of them",
          remedy: "run the doctor as root there to see it",
        };
      const failed = [...units].filter(([, state]) => state === "failed").map(([unit]) => unit);
      if (failed.length > 0) {
        return {
          host: side.host,
          state: "fail",
          title: `${failed.join(", ")} has failed`,
          detail: "it was started and ended with an error",
          remedy: `journalctl -b -u ${failed[0] ?? ""}`,
        };
      }
      const imports = ["zfs-import-cache.service", "zfs-import-scan.service"].some(
        (unit) => units.get(unit) === "enabled",
      );
      const off = [
        ...(imports ? [] : ["zfs-import-cache.service"]),
        ...["zfs-mount.service", "zfs-zed.service", "zfs.target"].filter((unit) => units.get(unit) !== "enabled"),
      ];
      if (off.length === 0)
        return fine(side.host, "pools are imported at the start, and zed runs", [...units.keys()].join(", "));
      return {
        host: side.host,
        state: "warn",
        title: `${off.join(", ")} ${off.length === 1 ? "is" : "are"} not enabled`,
        detail: off.map((unit) => `${unit}: ${units.get(unit) || "not installed"}`).join("; "),
        remedy: `systemctl enable ${off.join(" ")}`,
      };
    }),
};
