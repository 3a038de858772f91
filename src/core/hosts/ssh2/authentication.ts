import type {
  AnyAuthMethod,
  BaseAgent,
  ParsedKey,
  Prompt as ServerPrompt,
  SignCallback,
  SigningRequestOptions,
} from "ssh2";
import type { Prompter } from "../prompter";
import { serverWords } from "../prompts/serverWords";
import type { SshSettings } from "../settings/sshSettings";
import type { OfferedKey, PassphraseContext } from "./keyring";
import type { OfferedKeys } from "./offeredKeys";

import type { Ssh2 } from "./loadSsh2";

/** ssh's own order, without what ssh2 can't do. */
const usualOrder = ["publickey", "keyboard-interactive", "password"];

/**
 * Gives one way to authenticate after the other, as ssh2's authHandler wants them: none (to learn what the server
 * accepts), then what PreferredAuthentications says, each as long as the server still accepts it.
 */
export class Authentication {
  /** What was tried last; what was accepted, once the connection is ready. */
  tried = "none";
  /** What the server accepts, from its last answer. */
  accepts: readonly string[] = [];
  private queue: string[] | undefined;
  private passwordAttempts = 0;
  private interactiveAttempts = 0;
  private lateOffered = false;

  constructor(
    private readonly ssh2: Ssh2,
    private readonly settings: SshSettings,
    private readonly keys: OfferedKeys,
    private readonly context: PassphraseContext,
  ) {}

  /** @param left the methods the server accepts; null before it has been asked. @returns false when nothing is left */
  async next(left: readonly string[] | null, partial: boolean | null): Promise<AnyAuthMethod | false> {
    const username = this.settings.user;
    if (!left) return { type: "none", username };
    if (this.signed) {
      // The key was right, but is not all the server wants. ssh2 keeps what it wants now to itself after a key of an
      // agent (lib/client.js, USERAUTH_FAILURE); asking for nothing tells it again.
      this.signed = false;
      this.queue = undefined;
      return { type: "none", username };
    }
    this.accepts = left;
    if (!this.queue || partial) this.queue = this.order();
    for (;;) {
      const method = this.queue[0];
      if (method === undefined) return false;
      const attempt = left.includes(method) ? await this.attempt(method) : undefined;
      if (attempt) return attempt;
      this.queue.shift();
    }
  }

  private order(): string[] {
    const { settings } = this;
    const enabled: Readonly<Record<string, boolean>> = {
      publickey: settings.pubkeyAuthentication,
      "keyboard-interactive": settings.keyboardInteractiveAuthentication && !settings.batchMode,
      password: settings.passwordAuthentication && !settings.batchMode,
    };
    const order = settings.preferredAuthentications.length > 0 ? settings.preferredAuthentications : usualOrder;
    // A method that succeeded in part is not asked for again unless it can give something new.
    return order.filter((method) => enabled[method] === true);
  }

  private async attempt(method: string): Promise<AnyAuthMethod | undefined> {
    const username = this.settings.user;
    if (method === "publickey") {
      this.remaining ??= [...this.keys.keys];
      if (this.remaining.length === 0 && !this.lateOffered) {
        this.lateOffered = true;
        this.remaining = [...(await this.keys.late())];
      }
      const key = this.remaining.shift();
      return key && { type: "agent", username, agent: this.agentOf(key) };
    }
    const { prompter } = this.context;
    if (!prompter) return undefined;
    return method === "password" ? await this.password(prompter) : this.interactive(prompter);
  }

  private remaining: OfferedKey[] | undefined;
  /** The server said that it takes the last key, and got the signature. */
  private signed = false;

  private async password(prompter: Prompter): Promise<AnyAuthMethod | undefined> {
    const attempt = ++this.passwordAttempts;
    if (attempt > this.settings.numberOfPasswordPrompts) return undefined;
    const { user, hostname } = this.settings;
    const password = await prompter.ask(
      {
        kind: "secret",
        origin: "password",
        host: this.context.host,
        title: `Password for ${user}@${hostname}`,
        message:
          attempt === 1 ? `${this.context.host} asks for a password` : "The password was not accepted. Try again",
        attempt,
      },
      this.context.signal,
    );
    if (password === undefined) return undefined;
    this.tried = "password";
    return { type: "password", username: user, password };
  }

  private interactive(prompter: Prompter): AnyAuthMethod | undefined {
    const attempt = ++this.interactiveAttempts;
    if (attempt > this.settings.numberOfPasswordPrompts) return undefined;
    this.tried = "keyboard-interactive";
    const answerAll = async (
      name: string,
      instructions: string,
      prompts: readonly ServerPrompt[],
    ): Promise<string[]> => {
      const answers: string[] = [];
      for (const { prompt, echo } of prompts) {
        const { title, message } = serverWords(this.context.host, prompt, { before: [name, instructions] });
        const answer = await prompter.ask(
          {
            ...(echo === true ? { kind: "text" as const } : { kind: "secret" as const, origin: "server" as const }),
            host: this.context.host,
            title,
            message: attempt === 1 ? message : `That was not accepted. Try again. ${message}`,
            attempt,
          },
          this.context.signal,
        );
        if (answer === undefined) this.interactiveAttempts = this.settings.numberOfPasswordPrompts;
        answers.push(answer ?? "");
      }
      return answers;
    };
    return {
      type: "keyboard-interactive",
      username: this.settings.user,
      prompt: (name, instructions, _language, prompts, finish) =>
        void answerAll(name, instructions, prompts).then(finish, () => finish([])),
    };
  }

  /**
   * An agent, as far as ssh2 knows, that holds one key, wherever the key is: ssh2 asks for a signature only after the
   * server has said that it would accept the key, so that no passphrase is asked for in vain.
   */
  private agentOf(offered: OfferedKey): BaseAgent {
    const sign = async (data: Buffer, options: SigningRequestOptions): Promise<Buffer> => {
      this.tried = `publickey (${offered.origin})`;
      const signature = await offered.sign(data, options);
      this.signed = true;
      return signature;
    };
    class OneKey extends this.ssh2.BaseAgent<ParsedKey> {
      getIdentities(done: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
        done(undefined, [offered.key]);
      }

      sign(_key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, done?: SignCallback): void {
        sign(data, typeof options === "function" ? {} : options).then(
          (signature) => done?.(undefined, signature),
          (error: unknown) => done?.(error instanceof Error ? error : new Error(String(error))),
        );
      }
    }
    return new OneKey();
  }
}
