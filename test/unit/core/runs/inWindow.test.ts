import assert from "node:assert/strict";
import { parseTimeWindow } from "../../../../src/core/plan/timeWindow";
import { inWindow } from "../../../../src/core/runs/inWindow";
import { datasetName } from "../../../../src/core/zfs/names";

describe("a run in a time window", () => {
  const target = { host: "beta", dataset: datasetName("backup/a") };
  const never = new AbortController().signal;
  /** Two hours from now on, for one. */
  const later = (): ReturnType<typeof parseTimeWindow> => {
    const hour = (more: number): string => `${(new Date().getHours() + more) % 24}:00`;
    return parseTimeWindow(`${hour(2)}-${hour(3)}`);
  };

  it("does nothing while that is not open", async () => {
    let began = false;
    const work = (): Promise<void> => {
      began = true;
      return Promise.resolve();
    };
    await assert.rejects(inWindow({ window: later(), target }, never, work), { reason: "cancelled" });
    assert.equal(began, false);
  });

  it("ends what an earlier process has left going on", async () => {
    const reasons = await inWindow(
      { window: later(), target },
      never,
      (signal) => Promise.resolve([signal.aborted, String(signal.reason)]),
      true,
    );
    assert.equal(reasons[0], true);
    assert.match(String(reasons[1]), /the time window .* has closed/);
  });
});
