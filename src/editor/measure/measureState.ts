import { formatRate } from "../../core/base/bytes";
import { advise } from "../../core/measure/advise";
import { gainWords, limitSentence, readingLines, stageNote } from "../../core/measure/describe";
import { findLimit } from "../../core/measure/findLimit";
import { isMeasured, longestBar, type Measurement } from "../../core/measure/measurement";
import { printable } from "../../core/zfs/names";
import type { BarView, MeasureState } from "../../protocol/measure";
import { t } from "../l10n/t";

/** What the panel shows of a measurement. Pure. */
export function measurementView(
  measurement: Measurement,
): Pick<MeasureState, "bars" | "limit" | "advice" | "readings"> {
  const limit = findLimit(measurement);
  const most = longestBar(measurement, limit?.rate);
  const bar = (title: string, rate: number, note: string): BarView => ({
    title: printable(title),
    rate: formatRate(rate),
    share: most === 0 ? 0 : Math.min(1, rate / most),
    beyond: rate > most,
    note: printable(note),
  });
  const bars = measurement.stages.flatMap((stage): BarView[] => [
    isMeasured(stage)
      ? bar(stage.title, stage.rate, stageNote(stage))
      : { title: printable(stage.title), rate: undefined, share: 0, beyond: false, note: printable(stage.because) },
    ...(stage.id === "ssh"
      ? measurement.ciphers
          .filter(({ chosen }) => !chosen)
          .map(({ cipher, rate }) => bar(t("ssh with {0}", cipher), rate, t("in place of the cipher above")))
      : []),
  ]);
  const advice = limit ? advise(measurement) : [];
  return {
    bars,
    limit: printable(limitSentence(limit)),
    advice: limit
      ? advice.map((one) => ({
          gain: gainWords(one, limit),
          title: printable(one.title),
          because: printable(one.because),
          command: one.command === undefined ? undefined : printable(one.command),
        }))
      : [],
    readings: readingLines(measurement).map(printable),
  };
}
