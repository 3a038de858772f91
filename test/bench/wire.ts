/** Watches, from outside, how many bytes go over the wire to a host: the same for whatever tool sends them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { HostName } from "../support/lab/hosts";
import { inNamespace, tapName } from "../support/lab/network";

/** Milliseconds between two looks. */
const interval = 10;
/** Bytes after which it is the stream that flows: handshakes and questions are shorter. */
const beginning = 128 * 1024;
/** Bytes before the end that no longer are the stream. */
const ending = 64 * 1024;

/** Prints a line, time and bytes, whenever the count has moved. */
const program = `
const { readFileSync } = require("node:fs");
let last = -1;
setInterval(() => {
  const bytes = Number(readFileSync(process.argv[1], "utf8"));
  if (bytes !== last) process.stdout.write(Date.now() + " " + (last = bytes) + "\\n");
}, ${interval});
`;

export interface Flow {
  /** When the stream's first bytes and its last ones went over the wire: milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** All that went over the wire. */
  readonly bytes: number;
}

export class Wire {
  private readonly child: ChildProcess;
  private looks: { readonly at: number; readonly bytes: number }[] = [];
  private rest = "";

  /** @param host whose incoming traffic is watched */
  constructor(host: HostName) {
    const file = `/sys/class/net/${tapName(host)}/statistics/tx_bytes`;
    const [command = "", ...argv] = inNamespace([process.execPath, "-e", program, file]);
    this.child = spawn(command, argv, { stdio: ["ignore", "pipe", "inherit"] });
    this.child.stdout?.setEncoding("utf8").on("data", (data: string) => {
      const lines = (this.rest + data).split("\n");
      this.rest = lines.pop() ?? "";
      for (const line of lines) {
        const [at = NaN, bytes = NaN] = line.split(" ").map(Number);
        this.looks.push({ at, bytes });
      }
    });
  }

  /** Resolves when the first look has been taken. */
  async ready(): Promise<void> {
    while (this.looks.length === 0) await once(this.child.stdout ?? this.child, "data");
  }

  /** What flowed between two moments. @throws Error when it was too little to be a stream */
  flow(from: number, to: number): Flow {
    const start = this.looks.findLast((look) => look.at <= from)?.bytes ?? this.looks[0]?.bytes ?? 0;
    const during = this.looks.filter((look) => look.at > from && look.at <= to + interval);
    const total = (during.at(-1)?.bytes ?? start) - start;
    const first = during.find((look) => look.bytes - start >= beginning);
    const last = during.find((look) => look.bytes - start >= total - ending);
    if (!first || !last) throw new Error(`Only ${total} bytes went over the wire.`);
    return { first: first.at, last: last.at, bytes: total };
  }

  close(): void {
    this.child.kill();
  }
}
