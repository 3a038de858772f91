import type { Prompt } from "../prompter";

/** What ssh hands to the program named by SSH_ASKPASS. */
export interface AskpassQuestion {
  /** The name a person uses for the host whose ssh asks. */
  readonly host: string;
  /** The one argument: what a terminal would show. */
  readonly text: string;
  /** SSH_ASKPASS_PROMPT: empty for a question, `confirm` for yes or no, `none` for a notice (OpenSSH 8.4, ssh(1)). */
  readonly hint: string;
  /** The ssh process that asks; the same text from the same process is a further attempt. */
  readonly asker: string;
}

/** A question of ssh as a Prompt, or as a notice that needs no answer. Texts of OpenSSH 9.2 (sshconnect2.c, sshconnect.c). */
export function promptOfAskpass(
  { host, text, hint }: AskpassQuestion,
  attempt: number,
): Prompt | { readonly notice: string } {
  const message = text.trim();
  if (hint === "none") return { notice: message };
  const key = /(\S+) key fingerprint is (?:\S+ )?(SHA256:[A-Za-z0-9+/]+)/.exec(text);
  if (key && /authenticity of host|continue connecting/.test(text)) {
    return {
      kind: "host-key",
      host,
      title: `Unknown host key of ${host}`,
      message: message.replace(/\s*Are you sure[^]*$/, ""),
      keyType: keyTypes[key[1] ?? ""] ?? (key[1] ?? "").toLowerCase(),
      fingerprint: key[2] ?? "",
    };
  }
  const retry = attempt > 1 ? "That was not accepted. Try again" : "";
  const file = /^Enter passphrase for (?:key )?'?(.+?)'?:\s*$/.exec(text)?.[1];
  if (file !== undefined) {
    return {
      kind: "secret",
      host,
      title: `Passphrase for ${file}`,
      message: retry || `${host} accepts the key ${file}`,
      attempt,
    };
  }
  const password = /^(?:\S+@)?\S+'s password:\s*$/.exec(text);
  if (password) {
    const title = `Password for ${message.replace(/'s password:$/, "")}`;
    return { kind: "secret", host, title, message: retry || `${host} asks for a password`, attempt };
  }
  if (hint === "confirm" || /\(yes\/no\)/.test(text)) {
    return {
      kind: "text",
      host,
      title: `Confirm for ${host}`,
      message: `${message} (yes/no)`.replace(/(\(yes\/no\)).*$/, "$1"),
      attempt,
    };
  }
  // Keyboard-interactive: `(user@host) Verification code: `
  const title = message.replace(/^\(\S+@\S+\)\s*/, "").replace(/:$/, "");
  return { kind: "secret", host, title, message: retry || `${host} asks`, attempt };
}

/** ssh's questions name a key's kind; known_hosts and Prompt its type. */
const keyTypes: Readonly<Record<string, string>> = {
  ED25519: "ssh-ed25519",
  RSA: "ssh-rsa",
  DSA: "ssh-dss",
  ECDSA: "ecdsa-sha2-nistp256",
};
