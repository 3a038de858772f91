import type { CommandChannel, CommandEnd, Connector } from "../connector";
import type { ConnectionFacts } from "../host";
import { ZfsrError } from "../../base/errors";

const facts: ConnectionFacts = { connector: "local", because: "it is this machine", address: "" };

/** Runs scripts with this machine's /bin/sh, each in a session and process group of its own. */
export class LocalConnector implements Connector {
  readonly facts = facts;
  private readonly open_ = new Set<CommandChannel>();

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  connect(): Promise<ConnectionFacts> {
    return Promise.resolve(facts);
  }

  async open(script: string): Promise<CommandChannel> {
    const { execa } = await import("execa");
    const child = execa("/bin/sh", ["-c", script], {
      env: this.env,
      extendEnv: false,
      buffer: false,
      reject: false,
      stripFinalNewline: false,
      encoding: "buffer",
      detached: true,
      stdin: "pipe",
    });
    const ended = child.then((result): CommandEnd => {
      if (result.exitCode !== undefined) return { code: result.exitCode, signal: undefined };
      if (result.signal !== undefined) return { code: undefined, signal: result.signal.replace(/^SIG/, "") };
      throw shellFailure(process.platform, result);
    });
    const channel: CommandChannel = {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      ended: ended.finally(() => this.open_.delete(channel)),
      close: () => endGroup(child.pid),
    };
    this.open_.add(channel);
    return channel;
  }

  dispose(): void {
    for (const channel of this.open_) channel.close();
  }
}

/** This machine's shell could not be started: what that means for a person. */
export function shellFailure(platform: NodeJS.Platform, cause: unknown): ZfsrError {
  return new ZfsrError({
    reason: "failed",
    object: "local",
    because: "/bin/sh could not be started",
    nextStep:
      platform === "win32"
        ? "run it in WSL: Windows has no /bin/sh, which this machine's own zfs and a stream through this machine need; --transport direct does without"
        : "see that /bin/sh is there and can be run",
    cause,
  });
}

/** Ends a process group of this machine; that it is gone already is fine. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
