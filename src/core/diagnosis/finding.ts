/** The categories of the command line's contract (docs/cli.md). */
export type Category =
  | "busy"
  | "missing-snapshot"
  | "diverged"
  | "exists"
  | "space"
  | "permission"
  | "feature-version"
  | "stream-corrupt"
  | "data-corruption"
  | "resume"
  | "encryption"
  | "mount"
  | "network"
  | "ssh-auth"
  | "ssh-hostkey"
  | "pool-health"
  | "device"
  | "service"
  | "module"
  | "kernel-bug"
  | "memory"
  | "hold-clone"
  | "naming"
  | "config"
  | "tuning";

export type Severity = "error" | "warning" | "info";

/** Something a person can do about a finding. */
export interface Remedy {
  readonly title: string;
  /** What it may cost: nothing, a change, or data. */
  readonly risk: "none" | "changes" | "destroys";
  /** A line to run in a terminal, already quoted; absent where only the title helps. */
  readonly command?: string;
}

/** What a text or a failure means: where, what, how bad, why, and what can be done. */
export interface Finding {
  /** Stable: `busy`, `stream-corrupt`; documentation and quick fixes go by it. */
  readonly id: string;
  readonly category: Category;
  readonly severity: Severity;
  /** `beta:backup/demo` */
  readonly object: string;
  /** One sentence: what went wrong with the object. */
  readonly title: string;
  /** One sentence: why. */
  readonly cause: string;
  readonly remedies: readonly Remedy[];
  /** The text that told, as the tool printed it. */
  readonly text: string;
}
