import type { Told } from "./told";

/** The other host that a text of ssh is about; undefined where it names none, or what would be an option of ssh. */
export function peerIn({ parts, text }: Told): string | undefined {
  const said = /Host key for (\S+) has changed|host key is known for (\S+) and/.exec(text);
  const peer = parts.host ?? said?.[1] ?? said?.[2];
  return peer !== undefined && /^[\w.:-]+$/.test(peer) && !peer.startsWith("-") ? peer : undefined;
}
