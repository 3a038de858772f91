import { delay } from "../base/abort";
import { ZfsrError } from "../base/errors";
import type { Host } from "../hosts/host";
import type { TransferStep } from "../plan/step";
import type { RunContext } from "./context";
import { pipelineHalves, pipelineLabel, type PipelineOptions } from "./pipelineScript";
import { tcpAddressScript, tcpReceiveScript, tcpSendScript } from "./tcpScripts";
import { type TcpPlace, type TcpWords, tcpWords } from "./tcpWords";
import type { Pipeline } from "./transport";

/** Milliseconds for the words of one half to come after the other has ended. */
const lastWords = 5000;

/**
 * A pipeline over a plain TCP connection from the source to the target: the target listens on one address for one peer,
 * for one batch of streams. Both halves hang on connections of this machine, by which they are ended.
 * @throws ZfsrError not-installed, host-unreachable: nothing has begun then
 */
export async function tcpPipeline(
  source: Host,
  target: Host,
  steps: readonly [TransferStep, ...TransferStep[]],
  options: PipelineOptions,
  context: RunContext,
): Promise<Pipeline> {
  const { trustedNetwork } = context.transfer;
  const [place, from, to] = await Promise.all([
    tcpPlace(source, target, context),
    context.tools(source.id),
    context.tools(target.id),
  ]);
  const words = tcpWords(place, from, to, !trustedNetwork);
  if (!words) throw noProgram(source, target);
  const open = !words.encrypted && !trustedNetwork && !steps.every((step) => step.raw);
  context.emit({
    type: "log",
    level: open ? "warn" : "info",
    message: `${target.id} listens on ${place.address} port ${place.port} for ${place.peer ?? "whoever knows the secret"} (${words.program})${open ? "; the stream crosses the network unencrypted, and whoever is on the way can read it: send raw, declare the network trusted, or take another transport" : ""}`,
  });
  const halves = pipelineHalves(steps, { ...options, opening: "secret" });
  const secret = `${context.frame()}${context.frame()}`;
  return {
    name: "tcp",
    run: (listener, signal) =>
      new TcpRun(source, target, words, secret, options, signal).run(
        tcpReceiveScript(words, place, halves, options.frame),
        tcpSendScript(words, halves),
        listener,
      ),
  };
}

/** One run of both halves. */
class TcpRun {
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly awaited = new AbortController();
  private certificate = "";
  private known = false;
  private gaveUp = false;

  constructor(
    private readonly source: Host,
    private readonly target: Host,
    private readonly words: TcpWords,
    private readonly secret: string,
    private readonly options: PipelineOptions,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.stop.signal]);
  }

  async run(receive: string, send: string, listener: Parameters<Pipeline["run"]>[0]): Promise<void> {
    const hear = (line: string): void => {
      if (!this.heard(line)) listener.receiver(line);
    };
    const { signal, secret } = this;
    const label = pipelineLabel(this.options);
    const receiving = this.target.follow(receive, {
      label,
      stdin: `${secret}\n`,
      signal,
      onStdoutLine: hear,
      onStderrLine: hear,
    });
    receiving.catch(() => undefined);
    await Promise.race([receiving, once(this.awaited.signal)]);
    if (!this.awaited.signal.aborted) return;
    const sending = this.source.follow(send, {
      label,
      stdin: `${secret}\n${this.words.encrypted ? `${this.certificate}\n` : ""}`,
      signal,
      onStdoutLine: listener.sender,
      onStderrLine: listener.sender,
    });
    void sending.then(() => this.lastCall()).catch(() => undefined);
    // a listener that a stranger used up: whoever still tries to connect would do so for minutes
    void receiving.then(() => this.giveUp()).catch(() => undefined);
    try {
      await Promise.all([sending, receiving]);
    } catch (error) {
      // one that breaks takes the other with it
      this.stop.abort(error);
      if (!this.gaveUp) throw error;
    }
  }

  /** The sender has ended. Was nobody let in by then, the listener has nothing to wait for. */
  private async lastCall(): Promise<void> {
    await delay(lastWords, this.signal);
    this.giveUp();
  }

  /** Ends both halves, if nobody was let in. */
  private giveUp(): void {
    this.gaveUp = !this.known;
    if (this.gaveUp) this.stop.abort();
  }

  /** Takes what is between the halves and nobody else's business. */
  private heard(line: string): boolean {
    const [frame, half, subject, ...value] = line.split(" ");
    if (frame !== this.options.frame || half !== "receive") return false;
    if (subject === "certificate") {
      this.certificate = value.join(" ");
      return true;
    }
    if (subject !== "peer") return false;
    if (value[0] === "awaited") this.awaited.abort();
    if (value[0] === "known") this.known = true;
    return true;
  }
}

function once(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/**
 * Where the target listens: its address as the source knows it by name, or else as one of them is reached from here.
 * @throws ZfsrError host-unreachable when nothing tells
 */
async function tcpPlace(source: Host, target: Host, { local, signal, transfer }: RunContext): Promise<TcpPlace> {
  const [seen, own] = await Promise.all([
    source.script(tcpAddressScript(target.id), { signal }),
    target.script('set -- $SSH_CONNECTION; echo "own $3"', { signal }),
  ]);
  const told = (text: string, word: string): string | undefined =>
    new RegExp(`^${word} ([0-9a-fA-F.:]+)$`, "m").exec(text)?.[1];
  const address =
    target === local ? told(seen.stdout, "client") : (told(seen.stdout, "address") ?? told(own.stdout, "own"));
  if (address !== undefined) return { address, port: transfer.port, peer: told(seen.stdout, "peer") };
  throw new ZfsrError({
    reason: "host-unreachable",
    object: target.id,
    because: `${source.id} knows no address of it`,
    nextStep: `add it to /etc/hosts of ${source.id}, or take --transport relay`,
  });
}

function noProgram(source: Host, target: Host): ZfsrError {
  return new ZfsrError({
    reason: "not-installed",
    object: `${source.id} to ${target.id}`,
    because: "they have no program in common that could carry the stream over tcp",
    nextStep: "install socat, netcat or mbuffer on both, or take another transport",
  });
}
