import assert from "node:assert/strict";
import type { Remedy } from "../../../../../../src/core/diagnosis/finding";
import { findingsIn } from "../../../../../../src/core/diagnosis/scan/scanner";
import { liveRemedies } from "../../../../../../src/core/runs/remedies/liveRemedies";
import type { DatasetName } from "../../../../../../src/core/zfs/names";
import { FakeCommands } from "../../../../../support/fakes/commands";
import { FakeHost } from "../../../../../support/fakes/localHost";

/** beta, whose commands say what a test has put into them, and the remedies that come of its state. */
export class AskedHost {
  readonly fake = new FakeCommands();
  readonly host = new FakeHost("beta", this.fake);

  /** The remedies for the first finding in a text. */
  remediesFor(text: string, source?: { host: FakeHost; dataset: DatasetName }): Promise<Remedy[]> {
    const [finding] = findingsIn(text);
    assert.ok(finding, text);
    return liveRemedies(finding, this.host, source ? { source } : {});
  }

  async titles(text: string): Promise<string[]> {
    return (await this.remediesFor(text)).map(({ title }) => title);
  }

  dispose(): void {
    this.fake.dispose();
  }
}
