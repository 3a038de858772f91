import { connect } from "node:net";
import { readString } from "./publicKey";

/** A key that an agent holds. */
export interface AgentKey {
  readonly blob: Buffer;
  readonly comment: string;
}

/**
 * The public keys an agent holds, all of them: ssh2's own client leaves out those it can't use, without a word.
 * https://datatracker.ietf.org/doc/html/draft-ietf-sshm-ssh-agent (messages 11 and 12)
 * @param socket a Unix socket or Windows named pipe
 * @returns undefined when no agent answers there
 */
export function listAgentKeys(socket: string, timeoutMs = 3000): Promise<AgentKey[] | undefined> {
  return new Promise((resolve) => {
    const stream = connect(socket);
    let answer: Buffer = Buffer.alloc(0);
    const finish = (keys: AgentKey[] | undefined): void => {
      stream.destroy();
      resolve(keys);
    };
    stream.setTimeout(timeoutMs, () => finish(undefined));
    stream.on("error", () => finish(undefined));
    stream.on("close", () => finish(undefined));
    stream.on("connect", () => stream.write(Buffer.from([0, 0, 0, 1, 11])));
    stream.on("data", (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      const body = readString(answer, 0);
      if (body) finish(parseIdentities(body));
    });
  });
}

/** Reads SSH_AGENT_IDENTITIES_ANSWER without its length; undefined when it is another message. */
function parseIdentities(body: Buffer): AgentKey[] | undefined {
  if (body[0] !== 12 || body.length < 5) return undefined;
  const keys: AgentKey[] = [];
  let at = 5;
  for (let left = body.readUInt32BE(1); left > 0; left -= 1) {
    const blob = readString(body, at);
    const comment = blob && readString(body, at + 4 + blob.length);
    if (!blob || !comment) break;
    keys.push({ blob, comment: comment.toString("utf8") });
    at += 8 + blob.length + comment.length;
  }
  return keys;
}
