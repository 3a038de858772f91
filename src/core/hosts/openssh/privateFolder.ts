import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Disposable } from "../../base/disposable";

/**
 * A folder of mode 0700 for sockets and the askpass script, made when first needed and removed with all it holds.
 * Its path is short, because a socket's path must stay below 104 bytes (macOS; 108 on Linux).
 */
export class PrivateFolder implements Disposable {
  private made: string | undefined;

  get path(): string {
    return (this.made ??= mkdtempSync(join(shortTemporaryFolder(tmpdir(), process.platform), "zfsr-")));
  }

  dispose(): void {
    if (this.made !== undefined) rmSync(this.made, { recursive: true, force: true });
    this.made = undefined;
  }
}

/** The usual temporary folder, or /tmp where that one's path leaves no room for a socket's name; Windows has pipes instead. */
export function shortTemporaryFolder(usual: string, platform: NodeJS.Platform): string {
  return platform !== "win32" && Buffer.byteLength(usual) > 60 ? "/tmp" : usual;
}
