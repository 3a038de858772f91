import type { ClientChannel, ExecOptions } from "ssh2";
import { backoff } from "../../base/backoff";
import { delay } from "../../base/abort";
import { ZfsrError } from "../../base/errors";
import type { CommandChannel, CommandEnd } from "../connector";
import { connectionLost, type Ssh2Error } from "./failures";
import type { OpenedChain } from "./jumps";

/**
 * sshd allows ten sessions on a connection (MaxSessions) and frees one a little after it has said so: with eight at a
 * time refusals were measured, with six none.
 */
export const mostChannels = 6;
/** How often a refused channel is asked for again: together about ten seconds. */
const mostRefusals = 12;
const refusalPause = { first: 40, most: 1500, jitter: 0.3 };
/** RFC 4254, 5.1: SSH_OPEN_CONNECT_FAILED; sshd gives it for sessions beyond MaxSessions. */
const openConnectFailed = 2;
const openAdministrativelyProhibited = 1;

/** One ssh connection with its channels. */
export class Ssh2Connection {
  /** Channels open or being opened. */
  busy = 0;
  alive = true;
  private cause: Error | undefined;
  private forwardAgent: boolean;

  /** @param onClosed called once when the connection has ended, whoever ended it */
  constructor(
    private readonly host: string,
    private readonly chain: OpenedChain,
    forwardAgent: boolean,
    onClosed: () => void,
  ) {
    this.forwardAgent = forwardAgent;
    chain.client.on("error", (error: Ssh2Error) => (this.cause ??= error));
    chain.client.once("close", () => {
      this.alive = false;
      chain.close();
      onClosed();
    });
  }

  /** Runs `command`, trying again while the server refuses the channel. */
  async open(command: string, signal: AbortSignal | undefined): Promise<CommandChannel> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.exec(command);
      } catch (error) {
        const { reason, message } = error as Ssh2Error;
        if (!this.alive || /Not connected|No response from server/.test(message))
          throw connectionLost(this.host, this.cause);
        if (/agent forwarding/.test(message) && this.forwardAgent) {
          this.forwardAgent = false;
          continue;
        }
        const refused = reason === openConnectFailed || reason === openAdministrativelyProhibited;
        if (!refused) throw error;
        if (attempt > mostRefusals) throw noRoom(this.host, error as Error);
        await delay(backoff(attempt + 1, refusalPause, Math.random), signal);
      }
    }
  }

  close(): void {
    this.alive = false;
    this.chain.close();
  }

  /** @types/ssh2 1.15 does not know that exec takes agentForward; lib/client.js does. */
  private get execOptions(): ExecOptions {
    return { agentForward: this.forwardAgent } as ExecOptions;
  }

  /** The listeners must be there at once: a command may have ended within the packet that says it began. */
  private exec(command: string): Promise<CommandChannel> {
    return new Promise((resolve, reject) => {
      const onClose = (): void => reject(new Error("Not connected"));
      this.chain.client.once("close", onClose);
      this.chain.client.exec(command, this.execOptions, (error, channel) => {
        this.chain.client.removeListener("close", onClose);
        if (error) reject(error);
        else resolve(this.channel(channel));
      });
    });
  }

  private channel(channel: ClientChannel): CommandChannel {
    const ended = new Promise<CommandEnd>((resolve, reject) => {
      let end: CommandEnd | undefined;
      let closed = false;
      channel.on("exit", (code: number | null, signal?: string) => {
        end = { code: code ?? undefined, signal: signal?.replace(/^SIG/, "") };
      });
      // "close" comes after standard output's end; standard error's may be later still.
      const settle = (): void => {
        if (!closed || !stderrEnded) return;
        if (end) resolve(end);
        else reject(connectionLost(this.host, this.cause));
      };
      let stderrEnded = false;
      channel.stderr.once("end", () => {
        stderrEnded = true;
        settle();
      });
      channel.once("close", () => {
        closed = true;
        settle();
      });
    });
    ended.catch(() => undefined); // Whoever opened the channel hears of it; nobody else has to.
    return { stdin: channel, stdout: channel, stderr: channel.stderr, ended, close: () => channel.close() };
  }
}

function noRoom(host: string, cause: Error): ZfsrError {
  return new ZfsrError({
    reason: "busy",
    object: host,
    because: "its sshd refuses further sessions on the connection (MaxSessions)",
    nextStep: "wait for what runs there, or raise MaxSessions in sshd_config",
    output: cause.message,
    cause,
  });
}
