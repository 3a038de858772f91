import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cancelled } from "../../base/abort";
import type { SshProgram } from "../settings/sshProgram";
import { option } from "./arguments";
import type { PrivateFolder } from "./privateFolder";

/** Seconds the master outlives its last command, should this process end without taking it down. */
const persist = 60;
/** Milliseconds for which the last words of an ssh that has ended are waited for. */
const patience = 500;

/**
 * The ssh process that holds the shared connection (ControlMaster); it runs in the background and is known by its socket:
 * one of our own, or that of the user's config, which then says how long it stays.
 */
export class Master {
  /** Undefined for the one of the user's config. */
  readonly socket: string | undefined;

  /** @param words the options of `commonOptions` @param folder where its socket is put; none for that of the config */
  constructor(
    private readonly program: SshProgram,
    private readonly host: string,
    private readonly words: readonly string[],
    folder: PrivateFolder | undefined,
  ) {
    if (!folder) return;
    const name = createHash("sha256")
      .update(`${host}\0${program.configFile ?? ""}`)
      .digest("hex")
      .slice(0, 12);
    this.socket = join(folder.path, `cm-${name}`);
  }

  /** Whether it is there and its connection stands, as far as it knows. */
  async alive(): Promise<boolean> {
    const socket = this.socket === undefined ? [] : ["-S", this.socket];
    const words = [...socket, "-O", "check", ...this.program.destination(this.host)];
    const { code, stderr } = await this.program.run(words, 5000);
    const pid = /\(pid=(\d+)\)/.exec(stderr)?.[1];
    this.pid = code === 0 && pid !== undefined ? Number(pid) : undefined;
    return code === 0;
  }

  /**
   * Starts it: ssh goes to the background when it has authenticated; that of the config does so by itself, behind a command
   * that does nothing, so that none stays behind where two are started at once. @param env with SSH_ASKPASS where there is somebody
   * @returns what ssh printed on standard error; `code` 0 when the connection stands
   */
  async start(
    env: NodeJS.ProcessEnv,
    signal: AbortSignal,
  ): Promise<{ code: number | undefined; stderr: string; missing: boolean }> {
    const { execa } = await import("execa");
    const starting = execa(
      this.program.path,
      [
        ...this.program.configWords,
        ...(this.socket === undefined
          ? []
          : ["-f", "-N", "-M", "-S", this.socket, ...option("ControlPersist", String(persist))]),
        ...this.words,
        ...this.program.destination(this.host),
        ...(this.socket === undefined ? [":"] : []),
      ],
      { env, extendEnv: false, reject: false, stdin: "ignore", stdout: "ignore", cancelSignal: signal },
    );
    // older versions of ssh leave standard error open in what stays behind, for as long as that stays
    starting.once("exit", () => setTimeout(() => starting.stderr.destroy(), patience).unref());
    const result = await starting;
    if (result.isCanceled) throw cancelled(this.host, signal.reason);
    if (result.exitCode === 0) await this.alive();
    return { code: result.exitCode, stderr: result.stderr, missing: result.code === "ENOENT" };
  }

  /** Ends it and with it all commands that run through it, at once: its socket may be removed right after. Not the config's. */
  end(): void {
    if (this.pid === undefined || this.socket === undefined) return;
    // it takes its socket along when it ends by itself, and its id may be another's since
    if (!existsSync(this.socket)) {
      this.pid = undefined;
      return;
    }
    try {
      process.kill(this.pid, "SIGTERM");
    } catch {
      // It has ended by itself.
    }
    this.pid = undefined;
  }

  /** Its process id, known since it was last seen alive. */
  private pid: number | undefined;
}
