import type { Memento, SecretStorage } from "vscode";
import type { Prompt } from "../../core/hosts/prompter";
import { t } from "../l10n/t";

/** What a secret is remembered for; the secret itself is in no list. */
export interface RememberedSecret {
  readonly key: string;
  /** `Passphrase of ~/.ssh/id_ed25519 for alpha` */
  readonly title: string;
}

const listKey = "zfsReplication.rememberedSecrets";

/**
 * Passphrases and passwords that a person told the editor to remember. They are in VS Code's secret storage alone, which
 * keeps them encrypted by the system's keyring where there is one; only what they are for is listed in the editor's state.
 * Answers to a server's own words are never among them.
 */
export class RememberedSecrets {
  constructor(
    private readonly storage: Pick<SecretStorage, "get" | "store" | "delete">,
    private readonly state: Pick<Memento, "get" | "update">,
  ) {}

  /** In the order in which they were remembered. */
  get list(): readonly RememberedSecret[] {
    return this.state.get<readonly RememberedSecret[]>(listKey, []);
  }

  /** An answer to this question may be remembered. */
  takes(prompt: Prompt): boolean {
    return secretOf(prompt) !== undefined;
  }

  /** What is remembered for a question. One that is asked again was answered wrongly: then it is forgotten. */
  async recall(prompt: Prompt): Promise<string | undefined> {
    const secret = secretOf(prompt);
    if (!secret || !this.list.some(({ key }) => key === secret.key)) return undefined;
    if (prompt.kind === "secret" && prompt.attempt === 1) return this.storage.get(secret.key);
    await this.forget([secret.key]);
    return undefined;
  }

  /** Remembers an answer, where it is one that may be. */
  async remember(prompt: Prompt, answer: string): Promise<void> {
    const secret = secretOf(prompt);
    if (!secret) return;
    await this.storage.store(secret.key, answer);
    await this.state.update(listKey, [...this.list.filter(({ key }) => key !== secret.key), secret]);
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.storage.delete(key);
    await this.state.update(
      listKey,
      this.list.filter(({ key }) => !keys.includes(key)),
    );
  }
}

function secretOf(prompt: Prompt): RememberedSecret | undefined {
  if (prompt.kind !== "secret") return undefined;
  const { host } = prompt;
  if (prompt.origin === "passphrase") {
    const { keyFile } = prompt;
    return { key: JSON.stringify(["passphrase", host, keyFile]), title: t("Passphrase of {0} for {1}", keyFile, host) };
  }
  if (prompt.origin === "password") {
    return {
      key: JSON.stringify(["password", host, prompt.title]),
      title: t("Password of {0} ({1})", host, prompt.title),
    };
  }
  return undefined;
}
