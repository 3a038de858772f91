import { createReadStream } from "node:fs";
import { ZfsrError } from "../../core/base/errors";
import type { LogFinding } from "../../core/diagnosis/scan/logFinding";
import { scanBytes } from "../../core/diagnosis/scan/scanBytes";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { findingJson, findingText, ToldSteps } from "../findingText";
import { JsonList, writeText } from "../output";

/**
 * `zfsr explain [FILE…|-]`: what logs and messages tell of. Files are read once, a piece at a time, and each finding is
 * printed as soon as it is whole, so that neither their size nor their number matters.
 */
export async function explain(files: readonly string[], environment: Environment): Promise<number> {
  const { stdout, options } = environment;
  const named = files.length > 0 ? files : standardInput(environment);
  const list = options.json ? new JsonList(stdout, "findings") : undefined;
  let errors = 0;
  let found = 0;
  for (const file of named) {
    const told = new ToldSteps();
    const tell = (finding: LogFinding): void => {
      found += 1;
      if (finding.severity === "error") errors += 1;
      if (list) list.add({ file, ...findingJson(finding) });
      else writeText(stdout, findingText(file, finding, undefined, told));
    };
    await scanBytes(piecesOf(file, environment), tell);
  }
  list?.end();
  if (!list && found === 0) writeText(stdout, "Nothing that is known to be trouble.\n");
  return errors > 0 ? exitCode.failed : exitCode.done;
}

function standardInput({ stdin }: Environment): readonly string[] {
  if (!stdin.isTTY) return ["-"];
  throw new ZfsrError({
    reason: "usage",
    object: "zfsr explain",
    because: "it was given neither a file nor a text",
    nextStep: "name files, or pipe a text into it: journalctl -b | zfsr explain -",
  });
}

async function* piecesOf(file: string, { stdin, cancel }: Environment): AsyncGenerator<Uint8Array> {
  const stream = file === "-" ? stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  const stop = (): void => void stream.destroy();
  cancel.signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const piece of stream) yield typeof piece === "string" ? Buffer.from(piece) : (piece as Buffer);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const because = error.code === "ENOENT" ? "there is no such file" : `it cannot be read (${String(error.code)})`;
    throw new ZfsrError({
      reason: "usage",
      object: file,
      because,
      nextStep: "name a file that can be read",
      cause: error,
    });
  } finally {
    cancel.signal.removeEventListener("abort", stop);
  }
}
