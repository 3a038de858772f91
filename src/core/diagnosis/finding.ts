import type { Plan } from "../plan/plan";

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

/** What a remedy may cost: nothing, a change, or data. */
export type Risk = "none" | "changes" | "destroys";

/** How a remedy is carried out, for a program: what `command` says to a person, before it became a line of text. */
export type Doing =
  /** A verb of the command line: `["resume", "beta:backup/demo"]`. It makes its own plan and asks for its own consent. */
  | { readonly by: "zfsr"; readonly words: readonly string[] }
  /** A line of POSIX sh on a host, quoted; without a host, on the machine that the text came from. */
  | { readonly by: "host"; readonly host: string | undefined; readonly script: string }
  /** Steps that were worked out from the host's real state, to be reviewed and run as any other plan. */
  | { readonly by: "plan"; readonly plan: Plan };

/** Something a person can do about a finding. `title`, `risk` and `command` are the contract of `--json`. */
export interface Remedy {
  readonly title: string;
  readonly risk: Risk;
  /** A line to run in a terminal, already quoted; absent where only the title helps. */
  readonly command?: string;
  /** The same for a program; absent where only the title helps. */
  readonly does?: Doing;
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
