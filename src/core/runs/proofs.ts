import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../plan/plan";
import type { ReplicationRequest } from "../replication/request";
import type { TargetState } from "./events";

/** A look at both sides that found nothing to do, and what both are known again by. */
export interface Proof {
  /** Marks of the trees: see `hosts/treeMark.ts`. */
  readonly source: string;
  readonly target: string;
  /** Without steps. */
  readonly plan: Plan;
  readonly targets: readonly TargetState[];
}

/** Proofs of earlier runs, each of one request. Evidence and no more: without one, everything is looked at. */
export interface Proofs {
  /** Undefined where there is none that can be read. */
  readonly read: (request: ReplicationRequest) => Promise<Proof | undefined>;
  /** Never fails: what cannot be kept is not there. */
  readonly keep: (request: ReplicationRequest, proof: Proof) => Promise<void>;
  readonly forget: (request: ReplicationRequest) => Promise<void>;
}

/**
 * Proofs as files of `folder`, one for each request, for their owner alone.
 * @param version of this program: another one may plan otherwise, so it does not go by them
 */
export function proofsIn(folder: string, version: string): Proofs {
  const fileOf = (request: ReplicationRequest): string => {
    // how a stream travels makes no difference to what is there
    const what = JSON.stringify([version, { ...request, transfer: undefined }]);
    return join(folder, `${createHash("sha256").update(what).digest("hex")}.json`);
  };
  return {
    read: async (request) => {
      try {
        return JSON.parse(await readFile(fileOf(request), "utf8")) as Proof;
      } catch {
        return undefined;
      }
    },
    keep: async (request, proof) => {
      const file = fileOf(request);
      const unfinished = `${file}.${process.pid}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(unfinished, JSON.stringify(proof), { mode: 0o600 });
        await rename(unfinished, file);
      } catch {
        // on a full disk: the next run looks at everything
        await rm(unfinished, { force: true }).catch(() => undefined);
      }
    },
    forget: (request) => rm(fileOf(request), { force: true }),
  };
}
