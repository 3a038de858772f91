import { ZfsrError } from "../../base/errors";
import { parseHostId } from "../hostId";

export interface SshProgramResult {
  /** Undefined when the program was ended or is not there. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** There is no such program. */
  readonly missing: boolean;
}

/** The ssh program of this machine: where it is, and the options that every call of it gets. */
export class SshProgram {
  /** @param configFile what `-F` gets; the user's own config when left out */
  constructor(
    readonly env: NodeJS.ProcessEnv,
    readonly configFile?: string,
    readonly path = "ssh",
  ) {}

  /** `-F`, port and user of a host id, `--` and its name: the end of an argv that leads there. */
  destination(id: string): string[] {
    const address = parseHostId(id);
    if (address.kind === "local") throw new RangeError("local is not reached through ssh");
    return [
      ...(address.port === undefined ? [] : ["-p", String(address.port)]),
      ...(address.user === undefined ? [] : ["-l", address.user]),
      "--",
      address.name,
    ];
  }

  /** `-F FILE`, when there is one. */
  get configWords(): string[] {
    return this.configFile === undefined ? [] : ["-F", this.configFile];
  }

  /**
   * Runs the program to its end. @param words all after `ssh -F FILE`. @param ms milliseconds it may take
   * @throws ZfsrError `cancelled` through the signal only; other failures are in the result.
   */
  async run(words: readonly string[], ms: number, env: NodeJS.ProcessEnv = this.env): Promise<SshProgramResult> {
    const { execa } = await import("execa");
    const result = await execa(this.path, [...this.configWords, ...words], {
      env,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: ms,
      stripFinalNewline: false,
    });
    return {
      code: result.exitCode,
      stdout: result.stdout,
      stderr: result.stderr,
      missing: result.code === "ENOENT",
    };
  }
}

/** What to say where OpenSSH is needed and not there. */
export function sshMissing(host: string): ZfsrError {
  return new ZfsrError({
    reason: "not-installed",
    object: host,
    because: "it needs the ssh program of OpenSSH, and there is none on this machine's PATH",
    nextStep: "install the OpenSSH client",
  });
}
