import { printable } from "../core/zfs/names";
import { zfsrCommand } from "../core/base/zfsrCommand";
import { readFile } from "node:fs/promises";
import { ZfsrError } from "../core/base/errors";
import type { Job } from "../core/jobs/job";
import { parseJobFile, type ParsedJobFile } from "../core/jobs/parseJobFile";

/** Reads and parses a job file. @throws ZfsrError usage when it cannot be read */
export async function readJobFile(path: string): Promise<ParsedJobFile> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new ZfsrError({
      reason: "usage",
      object: path,
      because:
        error instanceof Error && "code" in error && error.code === "ENOENT"
          ? "there is no such file"
          : `it could not be read: ${String(error)}`,
      nextStep: "name the job file with -f FILE",
    });
  });
  return parseJobFile(text);
}

/** The jobs of a file by name, all where no name is given. @throws ZfsrError usage for a file with mistakes, or an unknown name */
export async function chosenJobs(path: string, names: readonly string[]): Promise<readonly Job[]> {
  const { file, problems } = await readJobFile(path);
  const [first] = problems;
  if (!file || first) {
    throw new ZfsrError({
      reason: "usage",
      object: first ? `${path}:${first.line}:${first.column}` : path,
      because: first?.message ?? "it holds no jobs",
      nextStep:
        problems.length > 1
          ? `see all ${problems.length} mistakes: ${zfsrCommand("check", printable(path))}`
          : "correct it, then run again",
    });
  }
  const unknown = names.find((name) => !file.jobs.some((job) => job.name === name));
  if (unknown !== undefined) {
    throw new ZfsrError({
      reason: "usage",
      object: `${path}: ${unknown}`,
      because: "there is no job of that name",
      nextStep: `take one of ${file.jobs.map((job) => job.name).join(", ")}`,
    });
  }
  return names.length === 0 ? file.jobs : file.jobs.filter((job) => names.includes(job.name));
}
