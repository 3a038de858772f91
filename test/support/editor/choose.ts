/** Which VS Code runs the tests. Said aloud by the runner, and settled by one variable: ZFSR_VSCODE. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./paths.ts";
import { versions } from "./tools.ts";

export interface Choice {
  /** undefined: @vscode/test-electron downloads VS Code. */
  readonly executable: string | undefined;
  readonly description: string;
}

const shim = join(projectRoot, "test/support/editor/vscode-shim.mjs");

export function chooseEditor(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): Choice {
  const asked = env["ZFSR_VSCODE"];
  const shimmed = `code-server ${versions.codeServer} in a Chromium without a window`;
  if (asked === "shim") return { executable: shim, description: `${shimmed} (ZFSR_VSCODE=shim)` };
  if (asked === "download") return { executable: undefined, description: "VS Code, downloaded (ZFSR_VSCODE=download)" };
  if (asked !== undefined) {
    if (!existsSync(asked))
      throw new Error(`ZFSR_VSCODE is "shim", "download" or the path of an executable; there is no ${asked}.`);
    return { executable: asked, description: `${asked} (ZFSR_VSCODE)` };
  }
  const display = env["DISPLAY"] ?? env["WAYLAND_DISPLAY"] ?? "";
  if (platform === "linux" && display === "") {
    return {
      executable: shim,
      description: `${shimmed}, since there is no display (ZFSR_VSCODE=download for VS Code itself)`,
    };
  }
  return { executable: undefined, description: "VS Code, downloaded (ZFSR_VSCODE=shim for code-server, on Linux)" };
}
