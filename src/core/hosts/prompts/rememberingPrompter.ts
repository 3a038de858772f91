import { Limiter } from "../../base/limiter";
import type { Notice, Prompt, Prompter } from "../prompter";

/**
 * Puts one question at a time to a person, and keeps passwords and passphrases in memory, so that a second connection to
 * the same host does not ask again. An answer that is asked for again was wrong and is replaced. Answers to questions in
 * the server's own words are never kept (they may be one-time codes) and never given from memory (the words may be those
 * of another question), and nothing is written anywhere.
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
      const key = keyOf(prompt);
      if (key !== undefined) {
        if (answer === undefined) this.secrets.delete(key);
        else this.secrets.set(key, answer);
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
    const key = keyOf(prompt);
    return key !== undefined && prompt.kind === "secret" && prompt.attempt === 1 ? this.secrets.get(key) : undefined;
  }
}

/** Under what an answer is kept; undefined for what is not to be kept. */
function keyOf(prompt: Prompt): string | undefined {
  if (prompt.kind !== "secret") return undefined;
  switch (prompt.origin) {
    case "passphrase":
      return JSON.stringify([prompt.origin, prompt.host, prompt.keyFile]);
    case "password":
      return JSON.stringify([prompt.origin, prompt.host, prompt.title]);
    default:
      // also what an older process of this program asks through the socket
      return undefined;
  }
}
