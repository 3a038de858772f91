import { Limiter } from "../../base/limiter";
import type { Notice, Prompt, Prompter } from "../prompter";

/**
 * Puts one question at a time to a person, and keeps passwords and passphrases in memory, so that a second connection to
 * the same host does not ask again. An answer that is asked for again was wrong and is replaced. One-time codes are never
 * kept, and nothing is written anywhere.
 */
export class RememberingPrompter implements Prompter {
  private readonly queue = new Limiter(1);
  private readonly secrets = new Map<string, string>();

  constructor(private readonly person: Prompter) {}

  ask(prompt: Prompt, signal?: AbortSignal): Promise<string | undefined> {
    return this.queue.run(async () => {
      const known = this.recall(prompt);
      if (known !== undefined) return known;
      const answer = await this.person.ask(prompt, signal);
      if (isLasting(prompt)) {
        if (answer === undefined) this.secrets.delete(keyOf(prompt));
        else this.secrets.set(keyOf(prompt), answer);
      }
      return answer;
    }, signal);
  }

  tell(notice: Notice, signal: AbortSignal): void {
    this.person.tell?.(notice, signal);
  }

  /** Answers from memory only: for connections that nobody is to be asked for. */
  readonly silent: Prompter = { ask: (prompt) => Promise.resolve(this.recall(prompt)) };

  /** Forgets all secrets. */
  forget(): void {
    this.secrets.clear();
  }

  private recall(prompt: Prompt): string | undefined {
    return isLasting(prompt) && prompt.attempt === 1 ? this.secrets.get(keyOf(prompt)) : undefined;
  }
}

/** Whether the answer is the same the next time: a password or a passphrase, but no one-time code. */
function isLasting(prompt: Prompt): prompt is Extract<Prompt, { kind: "secret" }> {
  if (prompt.kind !== "secret") return false;
  return /pass(word|phrase)/i.test(prompt.title) && !/one.?time|otp|code|token|new password/i.test(prompt.title);
}

function keyOf(prompt: Prompt): string {
  return `${prompt.host}\0${prompt.title}`;
}
