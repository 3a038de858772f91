import { remoteCommand, shellCommand } from "../base/shellQuote";
import type { Host } from "../hosts/host";
import { sshWords } from "../zfs/place";
import { joinedScript, type PipelineHalves } from "./pipelineScript";

/** The ways a stream can take. `auto` tries `direct` and falls back to `relay`. */
export const transports = ["auto", "direct", "relay"] as const;
export type TransportChoice = (typeof transports)[number];

/** A pipeline ready to run: on which host, as which script. */
export interface Pipeline {
  readonly name: "local" | "direct" | "relay";
  readonly host: Host;
  readonly script: string;
}

/** Both ends are the same machine: a pipe and nothing else. */
export function localPipeline(host: Host, halves: PipelineHalves): Pipeline {
  return { name: "local", host, script: joinedScript(halves.send, halves.receive) };
}

/**
 * The source connects to the target by itself, by the target's name as the source knows it and without any question
 * being asked; the data never comes near this machine.
 */
export function directPipeline(source: Host, target: string, halves: PipelineHalves): Pipeline {
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
  ];
  const receiver = shellCommand([...ssh, ...sshWords(target), remoteCommand(`${shellEnvironment}${halves.receive}`)]);
  return { name: "direct", host: source, script: joinedScript(halves.send, receiver) };
}

/** Two ssh processes of this machine joined by a pipe: the data passes through them, never through JavaScript. */
export async function relayPipeline(
  local: Host,
  source: Host,
  target: Host,
  halves: PipelineHalves,
): Promise<Pipeline> {
  const [sender, receiver] = await Promise.all([
    // what the sending half reports on 3 leaves the source as its standard error
    source.spawnWords(`exec 3>&2\n${halves.send}`),
    target.spawnWords(halves.receive),
  ]);
  return {
    name: "relay",
    host: local,
    script: joinedScript(`${shellCommand(sender)} 2>&3`, shellCommand(receiver)),
  };
}

/** What a Host sets for every script; the target of a direct pipeline is reached without one. */
const shellEnvironment = 'LC_ALL=C PATH="$PATH:/sbin:/usr/sbin:/usr/local/sbin"; export LC_ALL PATH\n';
