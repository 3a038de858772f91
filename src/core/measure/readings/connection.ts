/** The stream's connection as the source's kernel saw it: ss(8), `-tin`. */
export interface ConnectionReading {
  /** Bytes that waited to be sent, at most. */
  readonly queue: number;
  /** Milliseconds there and back. */
  readonly roundTrip: number | undefined;
  /** Segments sent again over its whole life. */
  readonly retransmitted: number;
  readonly segments: number | undefined;
  /** Parts of the busy time: the receiver's window was full, or the sender's buffer was. */
  readonly receiverFull: number;
  readonly senderFull: number;
  /** Bytes that may be under way at once. */
  readonly window: number | undefined;
}

/** What a connection has come to in its life so far: two of these tell of the time between. */
export interface ConnectionCounters {
  /** Bytes that the other end has acknowledged. */
  readonly acknowledged: number | undefined;
  /** Milliseconds in which something was under way; of these, in which the receiver's window was full. */
  readonly busy: number;
  readonly receiverFull: number;
  readonly retransmitted: number;
}

/**
 * Reads the socket that sent the most, of several looks. A socket is two lines: queues and addresses, then, set in, its
 * figures.
 */
export function connectionIn(text: string): ConnectionReading | undefined {
  let best: { readonly sent: number; readonly reading: ConnectionReading } | undefined;
  let queue = 0;
  for (const socket of socketsIn(text)) {
    if (socket.sent < (best?.sent ?? 0)) continue;
    queue = Math.max(queue, socket.queue);
    best = { sent: socket.sent, reading: readingIn(socket.info, queue) };
  }
  return best?.reading;
}

/** The same socket's counters. */
export function connectionCounters(text: string): ConnectionCounters | undefined {
  const [most] = [...socketsIn(text)].sort((a, b) => b.sent - a.sent);
  return (
    most && {
      acknowledged: figure(most.info, /\bbytes_acked:(\d+)/),
      busy: figure(most.info, /\bbusy:(\d+)ms/) ?? 0,
      receiverFull: figure(most.info, /\brwnd_limited:(\d+)ms/) ?? 0,
      retransmitted: figure(most.info, /\bretrans:\d+\/(\d+)/) ?? 0,
    }
  );
}

function* socketsIn(text: string): Generator<{ readonly queue: number; readonly sent: number; readonly info: string }> {
  const lines = text.split("\n");
  for (const [i, line] of lines.entries()) {
    const info = lines[i + 1] ?? "";
    const head = /^(?:ESTAB\s+)?(\d+)\s+(\d+)\s+\S+:\S+\s+\S+:\S+/.exec(line);
    const sent = figure(info, /\bbytes_sent:(\d+)/);
    if (head && sent !== undefined && /^\s/.test(info)) yield { queue: Number(head[2]), sent, info };
  }
}

function readingIn(info: string, queue: number): ConnectionReading {
  const mss = figure(info, /\bmss:(\d+)/);
  const congestion = figure(info, /\bcwnd:(\d+)/);
  return {
    queue,
    roundTrip: figure(info, /\brtt:([\d.]+)/),
    retransmitted: figure(info, /\bretrans:\d+\/(\d+)/) ?? 0,
    segments: figure(info, /\bdata_segs_out:(\d+)/),
    receiverFull: (figure(info, /\brwnd_limited:\d+ms\(([\d.]+)%\)/) ?? 0) / 100,
    senderFull: (figure(info, /\bsndbuf_limited:\d+ms\(([\d.]+)%\)/) ?? 0) / 100,
    window: mss === undefined || congestion === undefined ? undefined : mss * congestion,
  };
}

function figure(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
