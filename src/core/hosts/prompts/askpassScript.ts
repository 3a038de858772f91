import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { shellCommand, shellQuote } from "../../base/shellQuote";
import type { PrivateFolder } from "../openssh/privateFolder";
import { askpassVariables } from "./askpass";
import type { PromptServer } from "./promptServer";

/**
 * Writes the program that ssh asks by for one host, and gives the environment that makes ssh use it, terminal or not.
 * The script has mode 0700 in a folder of mode 0700; the token stands in it and nowhere else.
 * @param argv the words that start the askpass program (`node dist/cli.js askpass`); ssh's text is added
 */
export async function askpassEnvironment(
  host: string,
  argv: readonly string[],
  folder: PrivateFolder,
  server: PromptServer,
): Promise<Readonly<Record<string, string>>> {
  const { path, token } = await server.address();
  const script = join(folder.path, `askpass-${createHash("sha256").update(host).digest("hex").slice(0, 12)}`);
  const { socket, token: tokenName, host: hostName, asker } = askpassVariables;
  const lines = [
    "#!/bin/sh",
    `${socket}=${shellQuote(path)} ${tokenName}=${token} ${hostName}=${shellQuote(host)} ${asker}=$PPID`,
    `export ${socket} ${tokenName} ${hostName} ${asker}`,
    `exec ${shellCommand(argv)} "$@"`,
    "",
  ];
  writeFileSync(script, lines.join("\n"), { mode: 0o700 });
  // SSH_ASKPASS_REQUIRE is known from OpenSSH 8.4 on; older ones want a DISPLAY and no terminal.
  return { SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: "force", DISPLAY: process.env["DISPLAY"] ?? ":0" };
}
