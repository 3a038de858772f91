import { shellCommand } from "../../base/shellQuote";
import { type Check, fine, nearestOf, sidesOf, unseen } from "../check";

/** What a job does on each side, as zfs allow calls it (receive asks for create and mount, even with -u). */
const needed = {
  source: ["send", "snapshot", "hold", "release"],
  target: ["receive", "create", "mount", "readonly", "canmount"],
} as const;

/** The user may do all that a job needs. */
export const permissions: Check = {
  id: "permissions",
  group: "software",
  why: "a permission that is missing stops the run where it is first needed, often after hours",
  look: (facts) =>
    sidesOf(facts).flatMap((side) => {
      const { user, allowed, version } = side.facts;
      if (side.dataset === undefined) return [];
      if (!user) return [unseen(side, "user", "who runs zfs")];
      if (user.uid === 0) return [fine(side.host, "root runs zfs", `as ${side.role}, nothing need be delegated`)];
      if (!allowed) return [unseen(side, "allowed", "delegated permissions")];
      // receive:append came with 2.3.2 and is enough where nothing is rolled back
      const has = (permission: string): boolean =>
        allowed.has(permission) || (permission === "receive" && allowed.has("receive:append"));
      const missing = needed[side.role].filter((permission) => !has(permission));
      const at = nearestOf(side)?.name ?? side.dataset;
      if (missing.length === 0)
        return [
          fine(side.host, `${user.name} may do what a ${side.role} needs`, `${needed[side.role].join(", ")} on ${at}`),
        ];
      return [
        {
          host: side.host,
          state: "fail",
          title: `${user.name} lacks permissions on ${at}`,
          detail: `missing for a ${side.role}: ${missing.join(", ")}${version === undefined ? "" : ` (OpenZFS ${version.kernel ?? version.userland})`}`,
          remedy: `as root there: ${shellCommand(["zfs", "allow", "-u", user.name, missing.join(","), at])}`,
        },
      ];
    }),
};
