import { poolOf } from "../../../../../src/core/zfs/names";
import { type Case, dataset } from "../support/changes";

const backup = poolOf("backup");
const user = { name: "repl", uid: 1000, groups: ["repl", "backup"] };

export const softwareCases: readonly Case[] = [
  {
    id: "installed",
    of: "target",
    change: () => ({ programs: new Set(["ssh"]) }),
    state: "fail",
    title: /not installed/,
    remedy: /zfsutils/,
  },
  {
    id: "module",
    of: "target",
    change: () => ({ module: { loaded: false, installed: "2.1.11" } }),
    state: "fail",
    title: /not loaded/,
    remedy: /^modprobe zfs$/,
  },
  {
    id: "module",
    of: "target",
    change: () => ({ module: { loaded: false, installed: undefined } }),
    state: "fail",
    title: /not loaded/,
    remedy: /dkms/,
  },
  {
    id: "versions",
    of: "source",
    change: () => ({ version: { userland: "2.2.2-1", kernel: "2.1.11-1" } }),
    state: "warn",
    title: /differ/,
  },
  {
    id: "versions",
    of: "source",
    change: () => ({ version: { userland: "2.2.2-1", kernel: undefined } }),
    state: "unknown",
    title: /could not be seen/,
  },
  {
    id: "direction",
    of: "source",
    change: () => ({ version: { userland: "2.3.9", kernel: "2.3.9" } }),
    state: "warn",
    title: /older than the source/,
    remedy: /update the destination first/,
  },
  {
    id: "features",
    of: "target",
    change: ({ poolProperties }) => ({
      poolProperties: new Map([
        [backup, new Map([...(poolProperties?.get(backup) ?? [])].filter(([name]) => name !== "feature@lz4_compress"))],
      ]),
    }),
    state: "fail",
    title: /lacks the feature lz4_compress/,
    remedy: /update the destination first/,
  },
  {
    id: "features",
    of: "target",
    change: ({ poolProperties }) => ({
      poolProperties: new Map([
        [backup, new Map([...(poolProperties?.get(backup) ?? []), ["feature@encryption", "disabled"]])],
      ]),
    }),
    state: "fail",
    title: /lacks the feature encryption/,
    remedy: /zpool set feature@encryption=enabled backup/,
  },
  {
    id: "hazards",
    of: "source",
    change: dataset("tank/demo", { version: 4 }),
    state: "fail",
    title: /version 4 or less/,
  },
  {
    id: "permissions",
    of: "source",
    change: () => ({ user, allowed: new Set(["send", "snapshot", "hold"]) }),
    state: "fail",
    title: /repl lacks permissions on tank\/demo/,
    remedy: /^as root there: zfs allow -u repl release tank\/demo$/,
  },
  {
    id: "permissions",
    of: "target",
    change: () => ({ user, allowed: new Set(["receive:append", "create", "mount", "readonly"]) }),
    state: "fail",
    title: /lacks permissions on backup/,
    remedy: /canmount backup$/,
  },
];
