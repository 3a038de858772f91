import type { Prompt } from "../prompter";
import { serverWords } from "./serverWords";

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

/**
 * A question of ssh as a Prompt, or as a notice that needs no answer. Texts of OpenSSH 9.2 (sshconnect2.c, sshconnect.c).
 * @param marked ssh marks what a server words by `(user@host) `, as OpenSSH does from 8.5 on; where it does not, anything
 * may be the server's words, and no answer is one to be remembered
 */
export function promptOfAskpass(
  { host, text, hint }: AskpassQuestion,
  attempt: number,
  marked: boolean,
): Prompt | { readonly notice: string } {
  const message = text.trim();
  const retry = attempt > 1 ? "That was not accepted. Try again" : "";
  // First of all: what stands behind the mark may read like any other question.
  const worded = /^\((\S+@\S+)\) ([^]*)$/.exec(text);
  if (worded) {
    const words = serverWords(host, worded[2] ?? "", { who: worded[1] });
    const whole = retry === "" ? words.message : `${retry}. ${words.message}`;
    return { kind: "secret", origin: "server", host, title: words.title, message: whole, attempt };
  }
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
  const file = /^Enter passphrase for (?:key )?'?(.+?)'?:\s*$/.exec(text)?.[1];
  if (file !== undefined) {
    return {
      kind: "secret",
      ...(marked ? { origin: "passphrase", keyFile: file } : { origin: "server" }),
      host,
      title: `Passphrase for ${file}`,
      message: retry || `${host} accepts the key ${file}`,
      attempt,
    };
  }
  const password = /^(?:\S+@)?\S+'s password:\s*$/.exec(text);
  if (password) {
    const title = `Password for ${message.replace(/'s password:$/, "")}`;
    const origin = marked ? "password" : "server";
    return { kind: "secret", origin, host, title, message: retry || `${host} asks for a password`, attempt };
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
  if (!marked) return { kind: "secret", origin: "server", host, ...serverWords(host, message), attempt };
  // The PIN of a security key, and whatever else ssh asks by itself; none of it is remembered.
  const title = message.replace(/:$/, "");
  return { kind: "secret", origin: "server", host, title, message: retry || `ssh asks: ${message}`, attempt };
}

/** ssh's questions name a key's kind; known_hosts and Prompt its type. */
const keyTypes: Readonly<Record<string, string>> = {
  ED25519: "ssh-ed25519",
  RSA: "ssh-rsa",
  DSA: "ssh-dss",
  ECDSA: "ecdsa-sha2-nistp256",
};
