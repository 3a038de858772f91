import type { Hazard, HazardEnd } from "./hazard";
import { all, known, type Known } from "./known";

/** Hazards by which the source already holds wrong data: a replica is then a faithful copy of the damage. */
export const cloningHazards: readonly Hazard[] = [
  {
    id: "reads-as-holes",
    title: "files that were copied while they were written may hold zeros, and the replica then has them too",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [
      ["0.6.2", "2.1.14"],
      ["2.2.0", "2.2.2"],
    ],
    // CVE-2023-49298, mended in Debian 12 without a new release
    patchedBuilds: [/^2\.1\.11-1\+deb12u\d/],
    condition: () => true,
    nextStep: "compare important copies with their originals",
    source: "#15526, 30d5811",
  },
  {
    id: "clone-races",
    title: "cloned blocks can be read as zeros while they are written",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [["2.2.0", "2.2.2"]],
    condition: (_, end) => clones(end),
    nextStep: "set zfs_bclone_enabled to 0 until then",
    source: "#15526, 479dca5",
  },
  {
    id: "clone-between-encryption",
    title: "a file cloned between an encrypted and an unencrypted dataset stops the kernel when it is read",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [["2.2.0", "2.2.1"]],
    condition: (_, end) => all(clones(end), isActive(end, "encryption")),
    nextStep: "set zfs_bclone_enabled to 0 until then",
    source: "#15464 #15465, 763ca47",
  },
  {
    id: "clone-of-mapped",
    title: "cloning a file that is written through mmap can give zeros",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [["2.2.0", "2.2.4"]],
    condition: (_, end) => clones(end),
    nextStep: "compare important copies with their originals",
    source: "#15933, 102b468",
  },
  {
    id: "clone-after-truncate",
    title: "a file that was truncated and then cloned into can be read as a hole",
    severity: "info",
    end: "source",
    decidedBy: "kernel",
    // mended in 2.3.7 and 2.4.2 by 1644e2f, which had the opposite fault until 9bf75b4
    affected: [
      ["2.2.0", "2.3.9"],
      ["2.4.0", "2.4.4"],
    ],
    condition: (_, end) => clones(end),
    nextStep: "compare important copies with their originals",
    source: "#18421 #18724, 1644e2f 9bf75b4",
  },
  {
    id: "draid-cleared-disk",
    title: "clearing the errors of a disk of a dRAID whose spares are in use can damage data",
    severity: "warning",
    end: "either",
    decidedBy: "kernel",
    affected: [
      ["2.1.0", "2.2.10"],
      ["2.3.0", "2.3.7"],
      ["2.4.0", "2.4.2"],
    ],
    condition: (_, end) => isActive(end, "draid"),
    nextStep: "do not run 'zpool clear' while a distributed spare is in use",
    source: "b403040",
  },
];

function clones(end: HazardEnd): Known {
  return isActive(end, "block_cloning");
}

function isActive(end: HazardEnd, feature: string): Known {
  return known(end.features, (features) => features.get(feature) === "active");
}
