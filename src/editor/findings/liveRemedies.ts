import { ZfsrError } from "../../core/base/errors";
import type { Remedy } from "../../core/diagnosis/finding";
import type { LogFinding } from "../../core/diagnosis/scan/logFinding";
import type { Host } from "../../core/hosts/host";
import type { Plan } from "../../core/plan/plan";

/** Milliseconds for which what a host said is offered again without asking it. */
const fresh = 30_000;

/** Milliseconds for which an answer is waited for before a host is asked anew: some looks take many seconds. */
const longest = 120_000;

/** What hosts say can be done about findings. A host is asked when a person wants to see it, never for a look at a text. */
export class LiveRemedies {
  private readonly said = new Map<string, { until: number; readonly remedies: Promise<readonly Remedy[]> }>();

  /**
   * @param host a host by its id
   * @param now milliseconds
   */
  constructor(
    private readonly host: (id: string) => Host,
    private readonly now: () => number,
  ) {}

  /**
   * Asks the host, or says again what it has just said, or is about to say.
   * @throws ZfsrError of the host
   */
  async of(finding: LogFinding, host: string): Promise<readonly Remedy[]> {
    const key = [host, finding.id, ...Object.values(finding.parts)].join("\n");
    for (const [other, { until }] of this.said) if (this.now() > until) this.said.delete(other);
    const known = this.said.get(key)?.remedies;
    if (known) return known;
    const remedies = this.ask(finding, host);
    const said = { until: this.now() + longest, remedies };
    this.said.set(key, said);
    remedies.then(
      // the menu may have closed long ago: it counts from now on
      () => (said.until = this.now() + fresh),
      // what failed is asked anew
      () => this.said.delete(key),
    );
    return remedies;
  }

  /**
   * The same for a menu that is about to open: a host that is slow or not reachable holds it up for `patience`
   * milliseconds at most. What it says later is there when the menu is opened again.
   */
  async within(patience: number, finding: LogFinding, host: string): Promise<readonly Remedy[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly Remedy[]>((resolve) => (timer = setTimeout(() => resolve([]), patience)));
    // whoever asks the host by name is told why it cannot be asked; a menu only lacks its lines
    const asked = this.of(finding, host).catch(() => []);
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  /**
   * The plan of a remedy, made anew from the host's state of now.
   * @throws ZfsrError plan-outdated when there is no such remedy any more
   */
  async planOf(finding: LogFinding, host: string, title: string, signal: AbortSignal): Promise<Plan> {
    const remedies = await this.ask(finding, host, signal);
    const found = remedies.find((each) => each.title === title);
    if (found?.does?.by === "plan") return found.does.plan;
    throw new ZfsrError({
      reason: "plan-outdated",
      object: `${host}: ${finding.object}`,
      because: `'${title}' is not what there is to do any more`,
      nextStep: "look at the log again",
    });
  }

  /** The code behind it is loaded when it is first asked for: starting the extension does not wait for it. */
  private async ask(finding: LogFinding, host: string, signal?: AbortSignal): Promise<readonly Remedy[]> {
    const { liveRemedies } = await import("../../core/runs/remedies/liveRemedies");
    return liveRemedies(finding, this.host(host), signal ? { signal } : {});
  }
}
