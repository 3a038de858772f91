import { ZfsrError } from "../../base/errors";
import type { HostKeyPolicy } from "../keys/hostKeyPolicy";

type Question = Parameters<HostKeyPolicy["check"]>[0];

/** Judges the keys that a host shows while one connection stands. */
export class HostKeyJudge {
  /** Why its key is not trusted. */
  failure: ZfsrError | undefined;
  private trusted: Buffer | undefined;

  constructor(
    private readonly policy: HostKeyPolicy,
    private readonly question: Omit<Question, "blob">,
  ) {}

  /** The host has shown a key that is trusted. */
  get isTrusted(): boolean {
    return this.trusted !== undefined;
  }

  verify(blob: Buffer, verify: (trusted: boolean) => void): void {
    if (this.trusted?.equals(blob)) {
      verify(true); // A new key exchange of the same connection.
      return;
    }
    this.policy.check({ ...this.question, blob }).then(
      () => {
        this.trusted = Buffer.from(blob);
        verify(true);
      },
      (error: unknown) => {
        this.failure = ZfsrError.from(error, this.question.host);
        verify(false);
      },
    );
  }
}
