import type { Prompter } from "../hosts/prompter";
import { formatPlace } from "../zfs/place";
import type { AskKey } from "./context";

/** Asks a person for a key by the way that all secrets are asked for. Nothing remembers the answer. */
export function askKeyBy(prompter: Prompter): AskKey {
  return ({ encryptionRoot, format }, host, signal) =>
    prompter.ask(
      {
        kind: "secret",
        host,
        title: `Load the key of ${formatPlace(host, encryptionRoot)}`,
        message: format === "hex" ? "its key, 64 hexadecimal digits" : "its passphrase",
        attempt: 1,
        // only what ssh asks is ever remembered: this is put as what must not be
        origin: "server",
      },
      signal,
    );
}
