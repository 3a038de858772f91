import { remoteCommand, shellCommand } from "../base/shellQuote";
import { inBraces } from "../hosts/command/longScript";
import type { Host } from "../hosts/host";
import { sshWords, sudoFunctions } from "../zfs/place";
import { joinedScript, type PipelineHalves } from "./pipelineScript";

/** Hears what the halves of a pipeline say, line by line. */
export interface PipelineListener {
  readonly sender: (line: string) => void;
  readonly receiver: (line: string) => void;
}

/** A pipeline ready to run. */
export interface Pipeline {
  readonly name: "local" | "direct" | "relay" | "tcp";
  /** Runs it to its end. Rejects when it could not be begun, broke off, or was ended by `signal`. */
  readonly run: (listener: PipelineListener, signal: AbortSignal) => Promise<void>;
}

/**
 * A pipeline that is one script: the sending half reports on its standard error, the receiving half on its output.
 * @param label words by which it is known in ps(1)
 */
export function scriptPipeline(name: Pipeline["name"], host: Host, script: string, label: string): Pipeline {
  return {
    name,
    run: async ({ sender, receiver }, signal) => {
      await host.follow(script, { label, signal, onStderrLine: sender, onStdoutLine: receiver });
    },
  };
}

/** Both ends are the same machine: a pipe and nothing else. */
export function localScript(halves: PipelineHalves): string {
  return joinedScript(halves.send, halves.receive);
}

/**
 * For the source: it connects to the target by the target's name as the source knows it and without any question being
 * asked; the data never comes near this machine.
 * @param options further words for ssh
 */
export function directScript(target: string, halves: PipelineHalves, options: readonly string[] = []): string {
  const ssh = [
    "ssh",
    "-T",
    "-o",
    "BatchMode=yes",
    "-o",
    "ConnectTimeout=10",
    "-o",
    "ServerAliveInterval=15",
    "-o",
    "ServerAliveCountMax=3",
    ...options,
  ];
  const script = `${shellEnvironment}${sudoFunctions(target)}${halves.receive}`;
  const receiver = shellCommand([...ssh, ...sshWords(target), remoteCommand(script)]);
  return joinedScript(halves.send, receiver);
}

/**
 * For this machine: two ssh processes joined by a pipe. The data passes through them, never through JavaScript.
 * @param halves with an `opening`, since the source's login shell may print before the stream
 * @param label words by which a sending half is known in ps(1) whose script is too long to stand there
 * @param options further words for each ssh
 */
export async function relayScript(
  source: Host,
  target: Host,
  halves: PipelineHalves,
  label: string,
  options: readonly string[] = [],
): Promise<string> {
  // what the sending half reports on 3 leaves the source as its standard error
  const send = `exec 3>&2\n${halves.send}`;
  const isLong = send.length > longestWord;
  const [sender, receiver] = await Promise.all([
    source.spawnWords(isLong ? `: ${label};eval "$(cat)"` : send, options),
    target.spawnWords(halves.receive, options),
  ]);
  const [end] = label.split(" ");
  const input = isLong ? ` <<'${end ?? label}'\n${inBraces(send)}${end ?? label}` : "";
  return joinedScript(`${shellCommand(sender)} 2>&3${input}`, shellCommand(receiver));
}

/** Bytes of a script in one word: Linux takes 128 KiB, and what encodes it for a login shell may make it five times as long. */
const longestWord = 24 * 1024;

/** What a Host sets for every script; the target of a direct pipeline is reached without one. */
export const shellEnvironment = 'LC_ALL=C PATH="$PATH:/sbin:/usr/sbin:/usr/local/sbin"; export LC_ALL PATH\n';
