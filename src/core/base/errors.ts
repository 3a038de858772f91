/**
 * Why something could not be done, as far as a program can tell them apart.
 * The exit code, the quick fix and the words for a person are chosen by it; never by the text of a message.
 */
export const reasons = [
  // what a person asked for
  "usage",
  "invalid-name",
  "consent-missing",
  "cancelled",
  // reaching a host
  "host-unknown",
  "host-unreachable",
  "host-key-unknown",
  "host-key-changed",
  "host-key-revoked",
  "auth-failed",
  "connection-lost",
  "timeout",
  // zfs(8) and zpool(8)
  "not-installed",
  "module-not-loaded",
  "not-found",
  "snapshot-not-found",
  "pool-not-found",
  "exists",
  "busy",
  "held",
  "has-clones",
  "permission",
  "space",
  "quota",
  "target-modified",
  "diverged",
  "base-missing",
  "stream-corrupt",
  "stream-incomplete",
  "stream-unsupported",
  "partial-receive-exists",
  "token-invalid",
  "key-not-loaded",
  "encryption-mismatch",
  "mount-failed",
  "property-not-received",
  "pool-suspended",
  "pool-unhealthy",
  "read-only",
  "data-corruption",
  "locked",
  /** What an approved plan rests on has changed. */
  "plan-outdated",
  /** A command of a person's own, before or after a run. */
  "hook-failed",
  "stalled",
  "not-verified",
  "unexpected-output",
  "failed",
] as const;

export type Reason = (typeof reasons)[number];

export interface ErrorDetails {
  readonly reason: Reason;
  /** What it happened to: `beta:backup/demo`, `beta`, a file's path. */
  readonly object: string;
  /** One clause that says why, without the object and without a full stop: `a snapshot of it is held`. */
  readonly because: string;
  /** What the person can do now; an imperative clause without a full stop. */
  readonly nextStep: string;
  /** What the tool itself printed, unaltered, for the log. */
  readonly output?: string;
  readonly cause?: unknown;
}

/** The one error class. Its message is a whole sentence: object, reason, next step. */
export class ZfsrError extends Error {
  readonly reason: Reason;
  readonly object: string;
  readonly because: string;
  readonly nextStep: string;
  readonly output: string | undefined;

  constructor(details: ErrorDetails) {
    super(`${details.object}: ${details.because}. Next: ${details.nextStep}`, { cause: details.cause });
    this.name = "ZfsrError";
    this.reason = details.reason;
    this.object = details.object;
    this.because = details.because;
    this.nextStep = details.nextStep;
    this.output = details.output;
  }

  /**
   * Tells whether `error` is ours, and of one of the reasons where any are given.
   * It goes by name, not by class, because the editor and its parts are separate bundles.
   */
  static is(error: unknown, ...wanted: readonly Reason[]): error is ZfsrError {
    if (!(error instanceof Error) || error.name !== "ZfsrError") return false;
    return wanted.length === 0 || wanted.some((reason) => "reason" in error && reason === error.reason);
  }

  /** Turns anything thrown into a ZfsrError; what is one already comes back as it is. */
  static from(error: unknown, object: string): ZfsrError {
    if (ZfsrError.is(error)) return error;
    const text = error instanceof Error ? error.message : String(error);
    return new ZfsrError({
      reason: "failed",
      object,
      because: text.replace(/\.\s*$/, "") || "it failed without saying why",
      nextStep: "look at the log for what ran last",
      cause: error,
    });
  }
}
