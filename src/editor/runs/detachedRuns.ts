import { spawn } from "node:child_process";
import { type ErrorDetails, ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import { type RunId, runId } from "../../core/runs/runDirectory";
import { nodeEnvironment } from "./nodeEnvironment";

export interface DetachedRunsOptions {
  /** dist/cli.js */
  readonly cli: string;
  /** The editor's own runtime, which runs as Node. */
  readonly runtime: string;
  /** Added to this process's environment: where a run asks for secrets. */
  readonly env: () => Promise<NodeJS.ProcessEnv>;
  readonly log: Log;
}

/** Starts runs as processes of their own, which go on without the editor. */
export class DetachedRuns {
  constructor(private readonly options: DetachedRunsOptions) {}

  /**
   * Starts `zfsr` with `words` (which detach it) and gives the run's name once its journal has begun.
   * @param object what it is about, for the error. @throws ZfsrError
   */
  async start(words: readonly string[], object: string): Promise<RunId> {
    const { cli, runtime, log } = this.options;
    log.info(`zfsr ${words.join(" ")}`);
    const env = { ...nodeEnvironment(process.env), ...(await this.options.env()) };
    const { code, stdout, stderr } = await output(runtime, [cli, ...words], env);
    if (code !== 0) throw startError(object, stdout, stderr);
    try {
      const { run } = JSON.parse(stdout) as { run: string };
      return runId(run);
    } catch (error) {
      throw ZfsrError.from(error, object);
    }
  }
}

function output(
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** What the command line said with `--json`, as the error it was. */
function startError(object: string, stdout: string, stderr: string): ZfsrError {
  try {
    const { error } = JSON.parse(stdout) as { error: ErrorDetails };
    return new ZfsrError({ ...error, output: stderr });
  } catch {
    return new ZfsrError({
      reason: "failed",
      object,
      because: `the run could not be started: ${stderr.trim().split("\n")[0] ?? ""}`.replace(/\.$/, ""),
      nextStep: "look at the log for what it said",
      output: stderr,
    });
  }
}
