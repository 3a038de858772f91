/**
 * One question that only a person can answer before a connection stands. `origin` is who worded one for a secret: this
 * program or ssh, for the `passphrase` of a key file or for the `password` that the server takes; or the `server`, whose
 * text may be anything, also that of the other two. An answer to one is never an answer to another, and none to the
 * server's words is remembered.
 */
export type Prompt =
  | ({
      readonly kind: "secret";
      readonly host: string;
      readonly title: string;
      readonly message: string;
      readonly attempt: number;
    } & (
      | {
          readonly origin: "passphrase";
          /** The key that it opens. */
          readonly keyFile: string;
        }
      | { readonly origin: "password" | "server" }
    ))
  | {
      readonly kind: "text";
      readonly host: string;
      readonly title: string;
      readonly message: string;
      readonly attempt: number;
    }
  | {
      readonly kind: "host-key";
      readonly host: string;
      readonly title: string;
      readonly message: string;
      /** `ssh-ed25519` */
      readonly keyType: string;
      /** `SHA256:…` as ssh-keygen -l prints it. */
      readonly fingerprint: string;
    };

/**
 * Asks a person. There is one at a time for each host, never two in parallel.
 * `secret` and `text` give the answer, `host-key` gives "yes" or "no"; undefined means that the person gave up.
 * The terminal, the editor and a detached run (through a private socket) each have their own.
 */
export interface Prompter {
  ask(prompt: Prompt, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Tells something that needs no answer, as long as `signal` is not aborted: that a security key waits for a touch.
   * Those who can't show it leave it out.
   */
  tell?(notice: Notice, signal: AbortSignal): void;
}

/** What a person is told while ssh waits for something other than an answer. */
export interface Notice {
  readonly host: string;
  readonly message: string;
}

/** For those who can't ask anybody: every question is given up, so that what asked fails with a clear error. */
export const noPrompter: Prompter = { ask: () => Promise.resolve(undefined) };
