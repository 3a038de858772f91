import type { Client, ConnectConfig, NegotiatedAlgorithms } from "ssh2";
import type { Duplex } from "node:stream";
import { cancelled } from "../../base/abort";
import type { Log } from "../../base/log";
import { agentSocket } from "../keys/agentSocket";
import type { HostKeyPolicy } from "../keys/hostKeyPolicy";
import { readKnownHosts } from "../keys/knownHostsFiles";
import type { Prompter } from "../prompter";
import type { LocalMachine } from "../settings/expandTokens";
import type { SshSettings } from "../settings/sshSettings";
import { offer } from "./algorithms";
import { Authentication } from "./authentication";
import { connectFailure, type Ssh2Error } from "./failures";
import { HostKeyJudge } from "./hostKeyJudge";
import { loadSsh2 } from "./loadSsh2";
import { collectKeys } from "./offeredKeys";
import { PausableTimeout } from "./pausableTimeout";

export interface ClientRequest {
  /** The name a person uses for the host. */
  readonly host: string;
  readonly settings: SshSettings;
  readonly machine: LocalMachine;
  readonly policy: HostKeyPolicy;
  /** Undefined when nobody is to be asked. */
  readonly prompter: Prompter | undefined;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
  /** The stream through a jump host; a TCP connection of its own when left out. */
  readonly through?: Duplex | undefined;
}

export interface OpenedClient {
  readonly client: Client;
  readonly algorithms: Readonly<Record<"kex" | "hostKey" | "cipher", string>>;
  readonly authentication: string;
}

/** Seconds to the end of the handshake when the config has no ConnectTimeout. Waiting for a person does not count. */
const usualTimeout = 20;

type KnownLines = Awaited<ReturnType<typeof readKnownHosts>>;

/**
 * Connects, judges the host key and authenticates. The key is judged in the key exchange, before any secret is sent.
 * @throws ZfsrError host-unknown, host-unreachable, host-key-*, auth-failed, cancelled
 */
export async function openClient(request: ClientRequest): Promise<OpenedClient> {
  const { host, settings, machine, policy, log, signal } = request;
  const ssh2 = await loadSsh2();
  const known = await readKnownHosts(settings, host);
  const client = new ssh2.Client();
  const timeout = new PausableTimeout((settings.connectTimeout ?? usualTimeout) * 1000);
  const prompter = request.prompter && timeout.pausing(request.prompter);
  const context = { host, prompter, signal };
  const judge = new HostKeyJudge(policy, { ...context, settings });
  const keys = await collectKeys(ssh2, settings, machine, context);
  const authentication = new Authentication(ssh2, settings, keys, context);
  const address = `${settings.hostname}:${settings.port}`;
  let negotiated: NegotiatedAlgorithms | undefined;

  return await new Promise<OpenedClient>((resolve, reject) => {
    const settle = (): void => {
      timeout.stop();
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: unknown): void => {
      settle();
      client.destroy();
      request.through?.destroy();
      reject(
        judge.failure ??
          connectFailure(error as Ssh2Error, {
            host,
            address,
            accepts: authentication.accepts,
            unusableKeys: keys.unusable,
          }),
      );
    };
    const onAbort = (): void => fail(cancelled(host, signal?.reason));
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
    timeout.start(() =>
      fail(
        Object.assign(new Error("timed out"), judge.isTrusted ? { level: "client-timeout" } : { code: "ETIMEDOUT" }),
      ),
    );

    client.on("connect", () => client.setNoDelay(true));
    client.on("handshake", (algorithms) => (negotiated = algorithms));
    client.on("banner", (text) => log.debug(`${host}: banner: ${text.trim()}`));
    client.on("error", (error: Ssh2Error) => {
      // A key that could not be used is no failure as long as there are others.
      if (error.level === "agent") log.debug(`${host}: ${error.message}`);
      else fail(error);
    });
    client.on("close", () => fail(Object.assign(new Error("closed before handshake"), { level: "client-socket" })));
    client.on("ready", () => {
      settle();
      client.removeAllListeners("close");
      client.setNoDelay(true);
      resolve({
        client,
        algorithms: {
          kex: negotiated?.kex ?? "",
          hostKey: negotiated?.serverHostKey ?? "",
          cipher: negotiated?.cs.cipher ?? "",
        },
        authentication: authentication.tried,
      });
    });
    try {
      client.connect({
        ...whereTo(request, known),
        hostVerifier: (blob: Buffer, verify: (trusted: boolean) => void) => judge.verify(blob, verify),
        authHandler: (left, partial, next) => {
          // what ssh2 takes and gives here is wider than its types: null before the host was asked, false when nothing is left
          authentication.next(left as string[] | null, partial as boolean | null).then(
            (method) => next(method as never),
            (error: unknown) => fail(error),
          );
        },
      });
    } catch (error) {
      fail(error);
    }
  });
}

/** Where to connect, as whom, and what may be negotiated. */
function whereTo({ settings, machine, through }: ClientRequest, known: KnownLines): ConnectConfig {
  return {
    host: settings.hostname,
    port: settings.port,
    username: settings.user,
    ...(settings.addressFamily === "inet"
      ? { forceIPv4: true }
      : settings.addressFamily === "inet6"
        ? { forceIPv6: true }
        : {}),
    ...(settings.bindAddress === undefined ? {} : { localAddress: settings.bindAddress }),
    ...(through ? { sock: through } : {}),
    ...forwarded(settings, machine),
    algorithms: offer(
      settings,
      [...known.named, ...known.withoutPort].filter((line) => line.marker === undefined).map((line) => line.keyType),
    ),
    readyTimeout: 0,
    keepaliveInterval: (settings.serverAliveInterval || 15) * 1000,
    keepaliveCountMax: settings.serverAliveCountMax,
  };
}

/** The agent that a command may ask to be forwarded (ForwardAgent). */
function forwarded(settings: SshSettings, machine: LocalMachine): { agent?: string } {
  const socket = typeof settings.forwardAgent === "string" ? settings.forwardAgent : agentSocket(settings, machine);
  return settings.forwardAgent !== false && socket !== undefined ? { agent: socket } : {};
}
