import { shellCommand, shellQuote } from "../../base/shellQuote";
import type { ExecOptions } from "../../hosts/host";
import type { CommandStep } from "../../plan/step";
import { poolOf } from "../../zfs/names";
import type { Bounds } from "../bounds";
import type { Sample, Stage } from "../measurement";
import { type ConnectionReading, connectionIn } from "../readings/connection";
import { Report } from "../readings/report";
import { carry, type Way } from "../way";
import { diskWatch, shellWords, takeBytes } from "./shell";

/** What came of carrying a sample, and of receiving it. */
export interface StreamReadings {
  readonly together: Stage;
  readonly receive: Stage;
  readonly connection: ConnectionReading | undefined;
  /** Of all the source's connections meanwhile. */
  readonly segments: { readonly sent: number; readonly retransmitted: number } | undefined;
  /** What the target's tools said while it received. */
  readonly received: Report;
}

/**
 * The stream itself through ssh into the target's memory; then, from there, into the dataset of `step`, with the pool
 * synced before the time is taken. The last byte of the stream is kept back, so that zfs never finishes the receive and
 * takes away again what it has made: also when this is killed, or the host stops. The file between has no name any
 * more, so that it goes with the process that holds it.
 * @param step the plan's one step; undefined where nobody agreed to it
 * @param address the target's, for ss(8) on the source
 */
export async function measureStream(
  way: Way,
  sample: Sample,
  address: string | undefined,
  step: CommandStep | undefined,
  bounds: Bounds,
  options: ExecOptions,
): Promise<StreamReadings> {
  const { received, sent } = await carry(way, sending(sample, address, bounds), receiving(step, bounds), options);
  const here = new Report(sent);
  const there = new Report(received);
  const [segments, again] = [here.risen("sent"), here.risen("retransmitted")];
  return {
    ...stages(way, here, there, step !== undefined),
    connection: connectionIn(sent),
    segments: segments === undefined || again === undefined ? undefined : { sent: segments, retransmitted: again },
    received: there,
  };
}

function sending({ argv }: Sample, address: string | undefined, { seconds, bytes }: Bounds): string {
  const look = address === undefined ? undefined : `ss -tinH state established dst ${shellQuote(address)}`;
  return [
    // standard output is the stream's; what is told goes to standard error
    `exec 9>&1 >&2\n${shellWords}`,
    ...(look === undefined
      ? []
      : [`( i=0; while [ $i -lt ${seconds * 3} ] && sleep 0.3; do ${look}; i=$((i+1)); done ) 2>/dev/null & s=$!`]),
    'look before; echo "@from $(now)"',
    `bound ${seconds} ${shellCommand(argv)} </dev/null 2>/dev/null | ${takeBytes(bytes)} 2>/dev/null >&9`,
    'echo "@to $(now)"; look after',
    ...(look === undefined ? [] : [`${look} 2>/dev/null; kill $s 2>/dev/null`]),
    ":",
  ].join("\n");
}

function receiving(step: CommandStep | undefined, bounds: Bounds): string {
  return [
    shellWords,
    "f=$(mktemp /dev/shm/zfsr-measure.XXXXXX 2>/dev/null || mktemp) || exit 1",
    'exec 3>"$f" 4<"$f" 5<"$f"; rm -f "$f"',
    "t=$(now); cat >&3; u=$(now); exec 3>&-; b=$(wc -c <&5); b=$((b)); exec 5<&-",
    'echo "@carried $b"; echo "@carry-from $t"; echo "@carry-to $u"',
    ...(step === undefined ? [] : into(step, bounds)),
  ].join("\n");
}

function into(step: CommandStep, { seconds }: Bounds): string[] {
  const pool = shellQuote(poolOf(step.dataset));
  const { watching, watched } = diskWatch(pool, seconds);
  return [
    "[ $b -gt 1 ] || exit 0",
    watching,
    "exec 7>&1; look before; t=$(now)",
    `( bound ${seconds} head -c $((b-1)) <&4; zpool sync ${pool}; echo "@receive-to $(now)" >&7; look after >&7 ) | ${shellCommand(step.argv)} 2>&1 | sed 's/^/@said /'`,
    'echo "@receive-from $t"; awk \'/^pos/{print "@received " $2}\' /proc/$$/fdinfo/4 2>/dev/null',
    watched,
    `! zfs list -H -o name ${shellQuote(step.dataset)} >/dev/null 2>&1 || echo "@left yes"`,
  ];
}

function stages(
  { name, source, target }: Way,
  here: Report,
  there: Report,
  agreed: boolean,
): Pick<StreamReadings, "together" | "receive"> {
  const togetherTitle = name === "local" ? "zfs send into memory" : "zfs send and ssh together";
  const receiveTitle = `zfs receive on ${target.id}`;
  const bytes = there.number("carried") ?? 0;
  if (bytes < 2) {
    const because = "nothing of the stream arrived in the target's memory";
    return {
      together: { id: "together", title: togetherTitle, because },
      receive: { id: "receive", title: receiveTitle, because },
    };
  }
  const seconds = there.seconds("carry-from", "carry-to");
  const sending = here.number("from") === undefined ? seconds : here.seconds("from", "to");
  const sourceBusy = here.busy(sending);
  return {
    together: {
      id: "together",
      title: togetherTitle,
      rate: bytes / seconds,
      bytes,
      seconds,
      how: "into the target's memory",
      busy: sourceBusy === undefined ? {} : { [source.id]: sourceBusy },
    },
    receive: agreed
      ? received(there, receiveTitle, target.id)
      : { id: "receive", title: receiveTitle, because: "nobody has agreed to a dataset being made for it" },
  };
}

function received(report: Report, title: string, host: string): Stage {
  const said = report.word("said");
  const bytes = report.number("received") ?? report.number("carried") ?? 0;
  if (said !== undefined && !/incomplete stream|stream.*truncated/i.test(said))
    return { id: "receive", title, because: said };
  if (report.number("receive-to") === undefined || bytes === 0)
    return { id: "receive", title, because: "it took longer than it might" };
  const seconds = report.seconds("receive-from", "receive-to");
  const busy = report.busy(seconds);
  return {
    id: "receive",
    title,
    rate: bytes / seconds,
    bytes,
    seconds,
    how: "from memory, until the pool was synced",
    busy: busy === undefined ? {} : { [host]: busy },
  };
}
