import { formatBytes, formatRate } from "../../core/base/bytes";
import { formatDuration } from "../../core/base/duration";
import { overallProgress, type RunState } from "../../core/runs/runState";
import { t } from "../l10n/t";

/** `12.0 MiB of 24.0 MiB, 3.1 MiB/s, 0:04 left`; before the first byte, what is being done. */
export function progressText(state: RunState): string {
  if (state.outcome !== undefined) return t("ending");
  if (state.plans.length === 0) return t("looking at both sides");
  const { bytes, total, rate, eta } = overallProgress(state);
  if (state.progress === undefined && bytes === 0) return t("starting");
  return [
    total === undefined ? formatBytes(bytes) : t("{0} of {1}", formatBytes(bytes), formatBytes(total)),
    ...(rate > 0 ? [formatRate(rate)] : []),
    ...(eta === undefined ? [] : [t("{0} left", formatDuration(eta))]),
  ].join(", ");
}

/** 0 to 100; undefined while the size is not known. */
export function percentOf(state: RunState): number | undefined {
  const { bytes, total } = overallProgress(state);
  return total === undefined || total === 0 ? undefined : Math.min(100, (bytes / total) * 100);
}

/** What the status bar shows of those under way. */
export function statusText(running: readonly RunState[]): string {
  const rate = running.reduce((sum, state) => sum + (state.progress?.rate ?? 0), 0);
  const count = running.length === 1 ? t("1 transfer") : t("{0} transfers", running.length);
  return rate > 0 ? `${count}, ${formatRate(rate)}` : count;
}
