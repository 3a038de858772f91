import type { CommandChannel, Connector } from "../connector";
import { environment, killScript } from "./commandScript";

/** How long the one who cancelled waits for the end of the command on the host. */
const graceMs = 1000;
/** How long the host is given to say the command's process id, and then to end it. */
const patienceMs = 10_000;

/**
 * Ends a command on its host: its processes through a second channel, then its own channel.
 * Resolves when that is done, or after a second, with the rest going on by itself. Never rejects.
 * @param pid the command's process id there, once it has announced it.
 */
export async function endCommand(
  connector: Connector,
  opening: Promise<CommandChannel>,
  pid: Promise<number>,
): Promise<void> {
  await within(graceMs, endNow(connector, opening, pid));
}

async function endNow(connector: Connector, opening: Promise<CommandChannel>, pid: Promise<number>): Promise<void> {
  let channel: CommandChannel;
  try {
    channel = await opening;
  } catch {
    return; // Nothing was started.
  }
  const ended = channel.ended.then(
    () => undefined,
    () => undefined,
  );
  try {
    const known = await within(patienceMs, Promise.race([pid, ended]));
    if (typeof known === "number") await within(patienceMs, kill(connector, known));
  } catch {
    // The host can't be reached any more: closing the channel is all that can be done.
  }
  channel.close();
  await ended;
}

async function kill(connector: Connector, pid: number): Promise<void> {
  const channel = await connector.open(environment + killScript(pid), { background: true, urgent: true });
  channel.stdout.resume();
  channel.stderr.resume();
  channel.stdin.on("error", () => undefined);
  channel.stdin.end();
  await within(patienceMs, channel.ended);
  channel.close();
}

/** What `work` gives, or undefined after `ms` milliseconds. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
