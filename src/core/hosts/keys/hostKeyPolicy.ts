import { ZfsrError } from "../../base/errors";
import type { Log } from "../../base/log";
import { SingleFlight } from "../../base/singleFlight";
import type { Prompter } from "../prompter";
import type { SshSettings } from "../settings/sshSettings";
import { decideHostKeyTrust } from "./hostKeyTrust";
import { knownHostName, type KnownHostLine } from "./knownHosts";
import { addKnownHost, readKnownHosts } from "./knownHostsFiles";
import { fingerprint, keyType } from "./publicKey";

export interface HostKeyQuestion {
  /** The name a person uses for the host; a jump host's own for a jump host. */
  readonly host: string;
  readonly settings: SshSettings;
  readonly blob: Buffer;
  /** Undefined when nobody is to be asked. */
  readonly prompter: Prompter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Judges the keys that hosts present, asks about unknown ones once, and writes down what a person accepted. */
export class HostKeyPolicy {
  private readonly asking = new SingleFlight<boolean>();
  /** Accepted while this process runs; for known_hosts files that can't be written. */
  private readonly accepted = new Set<string>();

  constructor(private readonly log: Log) {}

  /** Resolves when the key may be trusted. @throws ZfsrError `host-key-unknown`, `host-key-changed`, `host-key-revoked` */
  async check(question: HostKeyQuestion): Promise<void> {
    const { host, settings, blob } = question;
    const lines = await readKnownHosts(settings, host);
    const trust = decideHostKeyTrust(blob, lines, settings.strictHostKeyChecking);
    const name = `${keyType(blob)} key ${fingerprint(blob)}`;
    switch (trust.kind) {
      case "trusted":
        return;
      case "revoked":
        throw failure(
          host,
          "host-key-revoked",
          `the ${name} it presented is marked as revoked in ${place(trust.line)}`,
          revokedStep,
        );
      case "changed": {
        const known = `${trust.line.keyType} key ${fingerprint(trust.line.blob)} in ${place(trust.line)}`;
        throw failure(
          host,
          "host-key-changed",
          `it presented the ${name}, but known is the ${known}`,
          changedStep(settings, trust.line),
        );
      }
      case "authority-only":
        throw failure(
          host,
          "host-key-unknown",
          `only a certificate authority is known for it (${place(trust.line)}), which ssh2 can't check`,
          "use the openssh connector for it",
        );
      case "refuse":
        throw failure(
          host,
          "host-key-unknown",
          `its ${name} is not known, and StrictHostKeyChecking is yes`,
          "compare the fingerprint and add the key to known_hosts",
        );
      case "accept-new":
        await this.remember(question);
        return;
      case "ask":
        if (await this.ask(question)) return;
        throw failure(
          host,
          "host-key-unknown",
          `its ${name} is not known and was not accepted`,
          "compare the fingerprint with that of the host, then connect again and accept it",
        );
    }
  }

  private async ask(question: HostKeyQuestion): Promise<boolean> {
    const { host, settings, blob, prompter, signal } = question;
    const key = `${knownHostName(settings)} ${fingerprint(blob)}`;
    if (this.accepted.has(key)) return true;
    if (!prompter) return false;
    return await this.asking.run(key, async () => {
      const answer = await prompter.ask(
        {
          kind: "host-key",
          host,
          title: `Unknown host key of ${host}`,
          message: `${knownHostName(settings)} is not in known_hosts. Its ${keyType(blob)} key has the fingerprint ${fingerprint(blob)}. Connect and remember the key?`,
          keyType: keyType(blob),
          fingerprint: fingerprint(blob),
        },
        signal,
      );
      if (answer !== "yes") return false;
      this.accepted.add(key);
      await this.remember(question);
      return true;
    });
  }

  private async remember({ host, settings, blob }: HostKeyQuestion): Promise<void> {
    try {
      const file = await addKnownHost(settings, blob);
      if (file !== undefined) this.log.info(`${host}: ${keyType(blob)} key ${fingerprint(blob)} added to ${file}`);
    } catch (error) {
      this.log.warn(`${host}: its key could not be added to known_hosts: ${ZfsrError.from(error, host).because}`);
    }
  }
}

const revokedStep = "ask who runs the host which key is right; a revoked key is never accepted";

function changedStep(settings: SshSettings, line: KnownHostLine): string {
  return `find out why the key changed; only if it is right, remove the old one with: ssh-keygen -f ${line.file} -R ${knownHostName(settings)}`;
}

function place(line: KnownHostLine): string {
  return `${line.file}:${line.line}`;
}

function failure(host: string, reason: ZfsrError["reason"], because: string, nextStep: string): ZfsrError {
  return new ZfsrError({ reason, object: host, because, nextStep });
}
