import { formatRate } from "../../base/bytes";
import type { StageName, StageReading, StagesReading } from "./stages";

/** What each stage is, in words. */
const stageWords: Readonly<Record<StageName, string>> = {
  read: "the read on the source",
  network: "the way between",
  write: "the write on the target",
};

/** `waits for the way between (94 % of the time)`; undefined where no stage clearly sets the pace. */
export function slowestText({ stages, slowest }: StagesReading): string | undefined {
  const stage = stages.find(({ name }) => name === slowest);
  return stage && `waits for ${stageWords[stage.name]} (${percent(stage.share ?? 0)} of the time)`;
}

/** All stages in one line: `read 4 %; network 94 %, 1.2 MiB/s, the connection is busy 98 % of the time; write 2 %`. */
export function stagesText({ stages }: StagesReading): string {
  return stages.map(stageText).join("; ");
}

function stageText({ name, share, rate, note }: StageReading): string {
  return [
    `${name} ${share === undefined ? "not known" : percent(share)}`,
    ...(rate === undefined ? [] : [formatRate(rate)]),
    ...(note === "" ? [] : [note]),
  ].join(", ");
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
