import type { ExecOptions, Host } from "../hosts/host";

/** Programs that can make something of a stream on its way, and what they are probed by. */
const programs = {
  mbuffer: "mbuffer -q -m 1M",
  pv: "pv -q",
  zstd: "zstd -q -1 -c | zstd -q -d -c",
  lz4: "lz4 -q -1 -c | lz4 -q -d -c",
  pigz: "pigz -1 -c | pigz -d -c",
} as const;

export type StreamProgram = keyof typeof programs;
/** netcat has four families, with options of their own. */
export type Netcat = "openbsd" | "traditional" | "ncat" | "busybox";

/** What a host has for streams on their way: only what has been seen to work there. */
export interface StreamTools {
  readonly programs: ReadonlySet<StreamProgram>;
  readonly netcat: Netcat | undefined;
  readonly socat: boolean;
  readonly openssl: boolean;
  /** The processor has instructions for AES. */
  readonly aes: boolean;
}

/**
 * Looks what a host has, in one round trip. Programs are run end to end: one that is there and lacks a library would break
 * the stream, and nobody would know why.
 */
export async function probeStreamTools(host: Host, options?: ExecOptions): Promise<StreamTools> {
  const tests = Object.entries(programs).map(
    ([name, command]) =>
      `command -v ${name} >/dev/null && [ "$(printf zfsr | { ${command}; } 2>/dev/null)" = zfsr ] && echo has ${name}`,
  );
  const script = [
    ...tests,
    "for p in socat openssl ncat; do command -v $p >/dev/null && echo has $p; done",
    'command -v nc >/dev/null && nc -h 2>&1 </dev/null | sed -n "1,2s/^/nc /p"',
    // x86 calls them flags, ARM Features; one line is enough
    "grep -m1 -E '^(flags|Features)' /proc/cpuinfo 2>/dev/null | grep -qw aes && echo has aes",
    ":",
  ].join("\n");
  return readStreamTools((await host.script(script, options)).stdout);
}

/** Reads what the probe printed: lines `has NAME`, and the first lines of nc's help. */
export function readStreamTools(text: string): StreamTools {
  const has = new Set(text.split("\n").flatMap((line) => (line.startsWith("has ") ? [line.slice(4)] : [])));
  const names = Object.keys(programs) as StreamProgram[];
  return {
    programs: new Set(names.filter((name) => has.has(name))),
    netcat: has.has("ncat") ? "ncat" : netcatOf(text),
    socat: has.has("socat"),
    openssl: has.has("openssl"),
    aes: has.has("aes"),
  };
}

function netcatOf(text: string): Netcat | undefined {
  const said = text.split("\n").filter((line) => line.startsWith("nc "));
  const families: readonly (readonly [RegExp, Netcat])[] = [
    [/OpenBSD/i, "openbsd"],
    [/BusyBox/i, "busybox"],
    [/Ncat/, "ncat"],
    [/\[v1\.\d+/, "traditional"],
    // the BSDs' own says nothing of itself; its usage is known
    [/usage: nc \[-46/, "openbsd"],
  ];
  return families.find(([words]) => said.some((line) => words.test(line)))?.[1];
}
