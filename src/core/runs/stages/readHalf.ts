import { type ConnectionCounters, connectionCounters } from "../../measure/readings/connection";
import { Report } from "../../measure/readings/report";

/** What one look at one half of a pipeline saw. */
export interface HalfLook {
  /** Seconds since the host was started; undefined where it does not tell. */
  readonly uptime: number | undefined;
  /** zfs's process; undefined between two streams, or where it could not be found. */
  readonly zfs: number | undefined;
  /** How often zfs was looked at to some purpose, and how often it waited for its end of the pipe then. */
  readonly looks: number;
  readonly waiting: number;
  /** Bytes that zfs has read, from wherever it reads; undefined where the kernel does not tell this user. */
  readonly consumed: number | undefined;
  /** Seconds that each process has had of a processor: by its id and name, `123 ssh`. */
  readonly processor: ReadonlyMap<string, number>;
  readonly connection: ConnectionCounters | undefined;
}

/** Where a process sleeps that waits for a pipe or a socket, by the names of Linux 4 to 6. */
const pipe = {
  send: /pipe_(?:write|wait)|unix_stream_sendmsg|sock_alloc_send|sk_stream_wait/,
  receive: /pipe_(?:read|wait)|unix_stream|sk_wait_data/,
};

/** Reads what `halfScript` printed. Never throws: what is not there is not known. */
export function readHalf(text: string, half: "send" | "receive"): HalfLook {
  const report = new Report(text);
  let looks = 0;
  let waiting = 0;
  const processor = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [word, first = "", second = "", third = ""] = line.split(" ");
    if (word === "@look") {
      const places = line.split(" ").slice(2);
      if (isTold(first, places)) looks += 1;
      if (places.some((place) => pipe[half].test(place))) waiting += 1;
    }
    // USER_HZ is 100 on every architecture that OpenZFS runs on: proc(5)
    if (word === "@processor" && /^\d+$/.test(third)) processor.set(`${first} ${second}`, Number(third) / 100);
  }
  return {
    ...{ uptime: report.number("uptime"), zfs: report.number("zfs"), looks, waiting, processor },
    consumed: report.number("rchar:"),
    connection: connectionCounters(text.replace(/^@socket /gm, "")),
  };
}

/** Words for a place that tell nothing: kept from this user, not there, and user-mode Linux's for every place. */
const untold: ReadonlySet<string> = new Set(["0", "-", "um_set_signals"]);

/** A process that runs waits for nothing; one that sleeps tells where, or not. */
function isTold(state: string, places: readonly string[]): boolean {
  return state === "R" || places.some((place) => !untold.has(place));
}
