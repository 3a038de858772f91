import { formatRate } from "../core/base/bytes";
import { advise } from "../core/measure/advise";
import { gainWords, limitSentence, readingLines, sampleWords, stageNote } from "../core/measure/describe";
import { findLimit } from "../core/measure/findLimit";
import { isMeasured, longestBar, type Measurement } from "../core/measure/measurement";

const width = 32;

/** A measurement as a picture of bars with what limits below it, and what would help. */
export function renderMeasurement(measurement: Measurement): string {
  const { source, target, stages, ciphers } = measurement;
  const limit = findLimit(measurement);
  const most = longestBar(measurement, limit?.rate);
  const titles = [...stages.map(({ title }) => title), ...ciphers.map(({ cipher }) => `  ${cipher}`)];
  const column = Math.max(...titles.map(({ length }) => length));
  const bar = (title: string, rate: number, note: string): string =>
    `${title.padEnd(column)}  ${formatRate(rate).padStart(11)}  ${barOf(rate, most)} ${note}`.trimEnd();
  const lines = stages.flatMap((stage) => [
    isMeasured(stage)
      ? bar(stage.title, stage.rate, stageNote(stage))
      : `${stage.title.padEnd(column)}  not measured: ${stage.because}`,
    ...(stage.id === "ssh"
      ? ciphers.filter(({ chosen }) => !chosen).map(({ cipher, rate }) => bar(`  ${cipher}`, rate, "instead"))
      : []),
  ]);
  const advice = limit ? advise(measurement) : [];
  return [
    `${source} to ${target}, ${sampleWords(measurement)}`,
    "",
    ...lines,
    "",
    limitSentence(limit),
    ...(advice.length === 0 && limit ? ["Nothing that zfsr could change would help by 3 % or more."] : []),
    ...(limit
      ? advice.flatMap((one) => [
          `  ${gainWords(one, limit)}: ${one.title}${one.command === undefined ? "" : `: ${one.command}`}`,
          `      ${one.because}`,
        ])
      : []),
    "",
    ...readingLines(measurement),
    "",
  ].join("\n");
}

/** `█████▌` to the length of `rate` beside `most`; `»` at the end of what is longer. */
function barOf(rate: number, most: number): string {
  if (rate > most) return `${"█".repeat(width - 1)}»`;
  const eighths = most === 0 ? 0 : Math.max(1, Math.round((rate / most) * width * 8));
  const rest = " ▏▎▍▌▋▊▉".charAt(eighths % 8);
  return ("█".repeat(Math.floor(eighths / 8)) + (eighths % 8 === 0 ? "" : rest)).padEnd(width);
}
