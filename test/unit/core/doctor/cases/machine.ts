import { type Case, pool } from "../support/changes";

export const machineCases: readonly Case[] = [
  {
    id: "clock",
    of: "source",
    change: () => ({ clock: { ahead: 3_600_000, within: 500 } }),
    state: "fail",
    title: /3600 s ahead/,
  },
  {
    id: "clock",
    of: "source",
    change: () => ({ clock: { ahead: -8000, within: 500 } }),
    state: "warn",
    title: /8 s behind/,
  },
  { id: "memory", of: "target", change: pool({ size: 4 * 2 ** 40 }), state: "warn", title: /little memory/ },
  { id: "ecc", of: "source", change: () => ({ virtual: undefined, ecc: false }), state: "warn", title: /not ECC/ },
  {
    id: "ecc",
    of: "source",
    change: () => ({ virtual: undefined, ecc: undefined }),
    state: "unknown",
    title: /could not be seen/,
  },
  { id: "cores", of: "source", change: () => ({ cores: 2 }), state: "warn", title: /^2 processors/ },
];
