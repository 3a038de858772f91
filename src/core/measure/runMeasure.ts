import { ZfsrError } from "../base/errors";
import type { ExecOptions, Host } from "../hosts/host";
import type { question } from "../hosts/question";
import { run } from "../hosts/run";
import type { Plan } from "../plan/plan";
import { type DatasetName, parentOf } from "../zfs/names";
import { type DatasetPlace, formatPlace } from "../zfs/place";
import { listedName } from "../zfs/rows";
import type { Bounds } from "./bounds";
import { chooseSample } from "./chooseSample";
import type { CipherReading, MeasuredStage, Measurement, Readings, Stage } from "./measurement";
import { leftBehind, placeForSample, planReceive } from "./planReceive";
import { type Login, tryLogin } from "./probes/login";
import { measureNetwork } from "./probes/network";
import { measurePacking, measureSend } from "./probes/send";
import { measureCipher, measureLogin } from "./probes/ssh";
import { measureStream } from "./probes/stream";
import { arcIn } from "./readings/arc";
import { devicesIn } from "./readings/devices";
import { disksIn } from "./readings/disks";
import type { Way } from "./way";

export interface MeasureOptions {
  readonly bounds: Bounds;
  /** Where iperf3 listens on the target. */
  readonly port: number;
  /** Eight random hexadecimal digits, for the name of the dataset. */
  readonly word: string;
  /** Agrees to what measuring the receive makes and takes away again; false leaves that stage out. */
  readonly consent: (plan: Plan) => Promise<boolean>;
  /** Hears what is measured next: `zfs send on alpha`. */
  readonly onStage: (what: string) => void;
  readonly host: (id: string) => Host;
  readonly signal: AbortSignal;
}

/** Ciphers worth a try beside the one that ssh takes by itself. */
const others = ["aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com"];

/**
 * Measures what a stream from `source` to `target` passes through, each stage by itself and one after the other. Nothing
 * changes but for the plan that `consent` was asked about.
 * @throws ZfsrError not-found, snapshot-not-found, connection errors, cancelled
 */
export async function runMeasure(
  source: DatasetPlace,
  target: DatasetPlace,
  options: MeasureOptions,
): Promise<Measurement> {
  const exec = { signal: options.signal };
  const [from, to] = [options.host(source.host), options.host(target.host)];
  const sample = await chooseSample(from, source, exec);
  const plan = await planFor(to, target.dataset, options, exec);
  const agreed = await options.consent(plan);
  options.onStage(`the way from ${from.id} to ${to.id}`);
  const { way, login } = await findWay(from, to, options.host("local"), exec);

  options.onStage(`zfs send on ${from.id}`);
  const send = await measureSend(from, sample, options.bounds, exec);
  const packing = sample.encrypted ? undefined : await measurePacking(from, sample, exec);
  options.onStage("the network");
  const network = await networkStage(way, login, options, exec);
  options.onStage("ssh");
  const ssh = await sshStage(way, login, options, exec);
  options.onStage(agreed ? "the stream, and zfs receive" : "the stream");
  const stream = await measureStream(
    way,
    sample,
    way.name === "direct" ? login?.address : undefined,
    agreed ? plan.receive : undefined,
    options.bounds,
    exec,
  );
  const readings: Readings = {
    disks: { send: disksIn(send.report.text), receive: disksIn(stream.received.text) },
    devices: { send: devicesIn(send.report.text), receive: devicesIn(stream.received.text) },
    arc: arcIn(send.report),
    connection: stream.connection,
    segments: stream.segments,
    mtu: login?.mtu,
    packing,
    cores: { source: send.report.number("cores") ?? 1, target: stream.received.number("cores") ?? 1 },
  };
  return {
    source: formatPlace(source.host, source.dataset),
    target: formatPlace(target.host, target.dataset),
    sample,
    way: way.name,
    stages: [send.stage, network, ssh.stage, stream.together, stream.receive],
    ciphers: ssh.ciphers,
    readings,
  };
}

/** Where the sample would go: below the nearest dataset that is there; with what an earlier measurement left. */
async function planFor(
  host: Host,
  target: DatasetName,
  { word, bounds }: MeasureOptions,
  options: ExecOptions,
): Promise<ReturnType<typeof planReceive>> {
  for (let parent: DatasetName | undefined = placeForSample(target); parent !== undefined; parent = parentOf(parent)) {
    try {
      const names = await run(host, listBelow(parent), options);
      return planReceive(host.id, parent, leftBehind(names, parent), word, bounds.bytes);
    } catch (error) {
      if (!ZfsrError.is(error, "not-found") || parentOf(parent) === undefined) throw error;
    }
  }
  throw ZfsrError.from("it has no parent", formatPlace(host.id, target));
}

function listBelow(parent: DatasetName): ReturnType<typeof question<DatasetName[]>> {
  return {
    argv: ["zfs", "list", "-H", "-d", "1", "-t", "filesystem,volume", "-o", "name", parent],
    object: parent,
    parse: (stdout) =>
      stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => listedName(line) as DatasetName),
  };
}

async function findWay(
  source: Host,
  target: Host,
  here: Host,
  options: ExecOptions,
): Promise<{ readonly way: Way; readonly login: Login | undefined }> {
  const ends = { source, target, here };
  if (source.id === target.id) return { way: { ...ends, name: "local" }, login: undefined };
  if (source.id === here.id || target.id === here.id) return { way: { ...ends, name: "relay" }, login: undefined };
  const login = await tryLogin(source, target.id, options);
  return { way: { ...ends, name: login.works ? "direct" : "relay" }, login };
}

async function networkStage(
  { source, target, name }: Way,
  login: Login | undefined,
  { bounds, port }: MeasureOptions,
  options: ExecOptions,
): Promise<Stage> {
  const title = `network from ${source.id} to ${target.id}`;
  const not = (because: string): Stage => ({ id: "network", title, because });
  if (name === "local") return not("both ends are one host");
  if (login?.address === undefined || !login.works)
    return not(`${source.id} does not reach ${target.id} by itself${login === undefined ? "" : `: ${login.said}`}`);
  if (!login.iperf) return not("iperf3 is not on both hosts: ssh below includes the network");
  try {
    return await measureNetwork(source, target, login.address, port, bounds, options);
  } catch (error) {
    if (ZfsrError.is(error, "host-unreachable")) return not(error.because);
    throw error;
  }
}

async function sshStage(
  way: Way,
  login: Login | undefined,
  { bounds }: MeasureOptions,
  options: ExecOptions,
): Promise<{ readonly stage: Stage; readonly ciphers: readonly CipherReading[] }> {
  const title = way.name === "relay" ? "ssh through this machine" : `ssh from ${way.source.id} to ${way.target.id}`;
  if (way.name === "local") return { stage: { id: "ssh", title, because: "both ends are one host" }, ciphers: [] };
  // what a login by itself costs is no part of the stream
  const cost = await measureLogin(way, options);
  const chosen = login?.cipher ?? "ssh's own choice";
  const more = way.name === "direct" ? others.filter((name) => name !== chosen && login?.ciphers.includes(name)) : [];
  const ciphers: CipherReading[] = [];
  let first: Pick<MeasuredStage, "rate" | "bytes" | "seconds"> | undefined;
  for (const name of [chosen, ...more]) {
    const { bytes, seconds, ...reading } = await measureCipher(way, name, name === chosen, bounds, cost, options);
    first ??= { rate: reading.rate, bytes, seconds };
    ciphers.push(reading);
  }
  if (!first) return { stage: { id: "ssh", title, because: "nothing arrived" }, ciphers };
  const busy = {};
  return { stage: { id: "ssh", title, ...first, how: `zeros, with ${chosen}`, busy }, ciphers };
}
