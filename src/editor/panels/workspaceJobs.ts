import * as vscode from "vscode";
import { ZfsrError } from "../../core/base/errors";
import type { Log } from "../../core/base/log";
import { requestsOf } from "../../core/replication/requestsOf";
import { findJobFiles } from "../jobs/findJobFiles";
import type { JobRequest } from "./replicationEdges";

/** What the job files of the workspace ask for. An untrusted workspace names no hosts that would be connected to. */
export async function workspaceJobs(log: Log): Promise<readonly JobRequest[]> {
  if (!vscode.workspace.isTrusted) return [];
  const { parseJobFile } = await import("../../core/jobs/parseJobFile");
  const found = await Promise.all(
    (await findJobFiles()).map(async (uri) => {
      try {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
        return (parseJobFile(text).file?.jobs ?? []).flatMap((job) =>
          requestsOf(job).map((request) => ({ job: job.name, request, maxLag: job.maxLag })),
        );
      } catch (error) {
        log.warn(ZfsrError.from(error, uri.path).message);
        return [];
      }
    }),
  );
  return found.flat();
}
