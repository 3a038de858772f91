import { ZfsrError } from "../../base/errors";
import type { Client } from "ssh2";
import type { Duplex } from "node:stream";
import type { SshSettings } from "../settings/sshSettings";
import { openClient, type ClientRequest, type OpenedClient } from "./openClient";
import { connectFailure } from "./failures";

/** Finds the settings of a jump host by the words of ProxyJump: `user@name:port`. */
export type ResolveJump = (id: string) => Promise<SshSettings>;

/** More hops than anybody has; a circle in the config ends here. */
const mostHops = 8;

export interface OpenedChain extends OpenedClient {
  /** Ends the connection and those to its jump hosts. */
  close(): void;
}

/**
 * Connects as ProxyJump says: `a,b` goes to a (by a's own jumps), from there to b, from there to the host. Each hop is
 * verified by its own name and asked for its own secrets.
 */
export async function openThroughJumps(
  request: ClientRequest,
  resolveJump: ResolveJump,
  depth = 0,
): Promise<OpenedChain> {
  const hops = jumpNames(request.settings);
  if (depth + hops.length > mostHops) {
    throw new ZfsrError({
      reason: "usage",
      object: request.host,
      because: `its ProxyJump leads through more than ${mostHops} hosts`,
      nextStep: "look for a circle in the ssh config",
    });
  }
  const chain: OpenedChain[] = [];
  const close = (): void => {
    for (const hop of chain.reverse()) hop.close();
  };
  try {
    for (const id of hops) {
      const settings = await resolveJump(id);
      const before = chain.at(-1);
      // Only the first hop of a list goes by its own ProxyJump; the others come after the one before, as with ssh -J.
      const hop = before ? { ...settings, proxyJump: "" } : settings;
      const through = before && (await forward(before.client, hop, id));
      chain.push(await openThroughJumps({ ...request, host: id, settings: hop, through }, resolveJump, depth + 1));
    }
    const last = chain.at(-1);
    const through = last ? await forward(last.client, request.settings, request.host) : request.through;
    const opened = await openClient({ ...request, through });
    return {
      ...opened,
      close: () => {
        opened.client.end();
        opened.client.destroy();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The hosts of ProxyJump, in order. */
export function jumpNames(settings: SshSettings): string[] {
  return (settings.proxyJump ?? "")
    .split(",")
    .map((hop) => hop.trim().replace(/^ssh:\/\//, ""))
    .filter((hop) => hop !== "");
}

function forward(client: Client, to: SshSettings, host: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut("127.0.0.1", 0, to.hostname, to.port, (error, stream) => {
      if (!error) {
        resolve(stream);
        return;
      }
      const address = `${to.hostname}:${to.port}`;
      reject(
        connectFailure(new Error(`the jump host can't reach it: ${error.message}`), {
          host,
          address,
          accepts: [],
          unusableKeys: false,
        }),
      );
    });
  });
}
