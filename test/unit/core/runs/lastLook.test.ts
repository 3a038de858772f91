import assert from "node:assert/strict";
import { ZfsrError } from "../../../../src/core/base/errors";
import { parseTimeWindow } from "../../../../src/core/plan/timeWindow";
import { inWindow } from "../../../../src/core/runs/inWindow";
import { datasetName } from "../../../../src/core/zfs/names";
import { lastLook } from "../../../../src/core/runs/lastLook";

/** A host that answers never, until it is told to stop. */
const hangs = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) =>
    signal.addEventListener("abort", () => reject(new Error("the channel was closed")), { once: true }),
  );

describe("the look at the end of a run", () => {
  const never = new AbortController().signal;
  const isLate = (error: unknown): boolean =>
    ZfsrError.is(error, "timeout") &&
    error.object === "beta:backup/x" &&
    /nothing .* was let go of/.test(error.because);

  it("is taken after a cancel, too, and gives what was seen", async () => {
    assert.equal(await lastLook(AbortSignal.abort(), "x", () => Promise.resolve(7)), 7);
  });

  it("ends where a host hangs: soon once the run is cancelled, also while it is under way", async () => {
    const soon = { most: 600_000, cancelled: 20 };
    await assert.rejects(lastLook(AbortSignal.abort(), "beta:backup/x", hangs, soon), isLate);
    const cancel = new AbortController();
    const look = lastLook(cancel.signal, "beta:backup/x", hangs, soon);
    cancel.abort();
    await assert.rejects(look, isLate);
    await assert.rejects(lastLook(never, "beta:backup/x", hangs, { most: 20, cancelled: 600_000 }), isLate);
  });

  it("has its time where no person has cancelled, but a time window has closed", async () => {
    const hour = (more: number): string => `${(new Date().getHours() + more) % 24}:00`;
    const window = parseTimeWindow(`${hour(2)}-${hour(3)}`);
    const target = { host: "beta", dataset: datasetName("backup/x") };
    const closed = await inWindow({ window, target }, never, (signal) => Promise.resolve(signal), true);
    const late = new Promise<number>((resolve) => setTimeout(() => resolve(7), 60));
    assert.equal(await lastLook(closed, "x", () => late, { most: 600_000, cancelled: 10 }), 7);
  });

  it("fails as the look fails", async () => {
    const away = new Error("no route");
    await assert.rejects(
      lastLook(never, "x", () => Promise.reject(away)),
      away,
    );
  });
});
