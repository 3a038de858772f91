import * as vscode from "vscode";
import type { Notice, Prompt, Prompter } from "../../core/hosts/prompter";
import { plainText } from "../plainText";
import { askSecret } from "./askSecret";
import { interrupt } from "./quickInputs";
import type { RememberedSecrets } from "./rememberedSecrets";
import { t } from "../l10n/t";

/** Asks in the editor: secrets in a password box, host keys by quick pick. Never two questions at once. */
export class EditorPrompter implements Prompter {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly secrets: RememberedSecrets) {}

  /** A question is open, or waits for its turn. */
  get asking(): boolean {
    return this.waiting > 0;
  }

  ask(prompt: Prompt, signal?: AbortSignal): Promise<string | undefined> {
    this.waiting += 1;
    const answer = this.last.then(() => this.answer(prompt, signal)).finally(() => (this.waiting -= 1));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  tell(notice: Notice, signal: AbortSignal): void {
    const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    const title = plainText(`${notice.host}: ${notice.message}`);
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () => ended);
  }

  private async answer(prompt: Prompt, signal?: AbortSignal): Promise<string | undefined> {
    const known = await this.secrets.recall(prompt);
    return known ?? interrupt(() => question(prompt, this.secrets, signal));
  }
}

async function question(prompt: Prompt, secrets: RememberedSecrets, signal?: AbortSignal): Promise<string | undefined> {
  if (signal?.aborted) return undefined;
  const source = new vscode.CancellationTokenSource();
  const onAbort = (): void => source.cancel();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (prompt.kind === "host-key") return await hostKey(prompt, source.token);
    return await (prompt.kind === "secret" ? secret(prompt, secrets, source.token) : input(prompt, source.token));
  } finally {
    signal?.removeEventListener("abort", onAbort);
    source.dispose();
  }
}

async function hostKey(
  prompt: Extract<Prompt, { kind: "host-key" }>,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const trust = {
    label: t("Trust this key and connect"),
    description: prompt.keyType,
    detail: t("{0} is added to your known hosts", prompt.fingerprint),
  };
  const refuse = { label: t("Do not connect"), detail: t("Compare the fingerprint with the host's own first") };
  const options = {
    title: t("{0}: unknown host key", plainText(prompt.host)),
    placeHolder: t("Is {0} the {1} key of {2}?", prompt.fingerprint, prompt.keyType, plainText(prompt.host)),
    ignoreFocusOut: true,
  };
  const picked = await vscode.window.showQuickPick([refuse, trust], options, token);
  return picked && (picked === trust ? "yes" : "no");
}

async function secret(
  prompt: Extract<Prompt, { kind: "secret" }>,
  secrets: RememberedSecrets,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const title = plainText(prompt.title);
  const question = { title, prompt: plainText(messageOf(prompt)), mayRemember: secrets.takes(prompt) };
  const answer = await askSecret(question, token);
  if (answer?.remember === true) await secrets.remember(prompt, answer.secret);
  return answer?.secret;
}

async function input(
  prompt: Extract<Prompt, { kind: "text" }>,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const options: vscode.InputBoxOptions = {
    title: plainText(prompt.title),
    prompt: plainText(messageOf(prompt)),
    ignoreFocusOut: true,
  };
  return vscode.window.showInputBox(options, token);
}

/** One line that names the host; a message of a server's words names it already. */
function messageOf({ host, message }: Prompt): string {
  const line = message.replace(/\s*\n\s*/g, " ");
  return line.includes(host) ? line : `${host}: ${line}`;
}
