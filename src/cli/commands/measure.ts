import { randomBytes } from "node:crypto";
import { formatBytes } from "../../core/base/bytes";
import { ZfsrError } from "../../core/base/errors";
import { advise } from "../../core/measure/advise";
import type { Bounds } from "../../core/measure/bounds";
import { findLimit } from "../../core/measure/findLimit";
import { isMeasured, type Measurement } from "../../core/measure/measurement";
import { runMeasure } from "../../core/measure/runMeasure";
import type { Plan } from "../../core/plan/plan";
import { renderText } from "../../core/plan/renderText";
import { parseDatasetPlace } from "../../core/zfs/place";
import { askConsent } from "../consent";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { renderMeasurement } from "../measurementText";
import { printJson, writeText } from "../output";

export interface MeasureWords extends Bounds {
  readonly port: number;
  /** False: leave the receive out, and change nothing at all. */
  readonly receive: boolean;
  readonly yes: boolean;
}

/** `zfsr measure SRC DST`: which stage of a replication limits, and what would help by how much. */
export async function measure(
  source: string,
  target: string,
  words: MeasureWords,
  environment: Environment,
): Promise<number> {
  const { bytes, seconds, port, receive } = words;
  const measurement = await runMeasure(parseDatasetPlace(source), parseDatasetPlace(target), {
    bounds: { bytes, seconds },
    port,
    word: randomBytes(4).toString("hex"),
    consent: (plan) => (receive ? agree(plan, words.yes, environment) : Promise.resolve(false)),
    onStage: (what) => {
      if (!environment.options.json)
        writeText(environment.stderr, `measuring ${what} (${formatBytes(bytes)} or ${seconds} s at most)\n`);
    },
    host: environment.host,
    signal: environment.cancel.signal,
  });
  const limit = findLimit(measurement);
  if (environment.options.json)
    printJson(environment, { ...measurement, limit: limit ?? null, advice: advise(measurement) });
  else writeText(environment.stdout, renderMeasurement(measurement));
  return isWhole(measurement, receive) ? exitCode.done : exitCode.attention;
}

/** Asks for the dataset that comes and goes; without consent all else is measured. */
async function agree(plan: Plan, yes: boolean, environment: Environment): Promise<boolean> {
  if (!environment.options.json) writeText(environment.stderr, renderText(plan));
  try {
    await askConsent(plan, yes, environment);
    return true;
  } catch (error) {
    if (!ZfsrError.is(error, "consent-missing")) throw error;
    writeText(environment.stderr, "zfsr: the receive is left out: --yes agrees to the dataset that is made for it\n");
    return false;
  }
}

/** Reading, the stream and the receive were measured, as far as they were asked for. */
function isWhole({ stages }: Measurement, receive: boolean): boolean {
  return stages
    .filter(({ id }) => id === "send" || id === "together" || (id === "receive" && receive))
    .every(isMeasured);
}
