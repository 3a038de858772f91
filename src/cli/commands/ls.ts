import { zfsrCommand } from "../../core/base/zfsrCommand";
import { formatBytes } from "../../core/base/bytes";
import { ZfsrError } from "../../core/base/errors";
import { run } from "../../core/hosts/run";
import { listDatasets } from "../../core/zfs/commands/listDatasets";
import { listSnapshots } from "../../core/zfs/commands/listSnapshots";
import type { Bookmark, Dataset, Snapshot } from "../../core/zfs/model";
import { datasetOf, shortNameOf } from "../../core/zfs/names";
import { parsePlace } from "../../core/zfs/place";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, printTable } from "../output";

const types = ["filesystem", "volume", "snapshot", "bookmark"] as const;
type Type = (typeof types)[number];

export interface LsOptions {
  readonly recursive: boolean;
  /** `filesystem,volume,snapshot,bookmark`; all that apply when left out. */
  readonly types: string | undefined;
}

/** `zfsr ls PLACE`: what is there. */
export async function ls(place: string, options: LsOptions, environment: Environment): Promise<number> {
  const { host: hostId, dataset, snapshot } = parsePlace(place);
  const wanted = wantedTypes(options.types, snapshot === undefined ? "filesystem,volume" : "snapshot");
  const host = environment.host(hostId);
  const signal = environment.cancel.signal;
  const depth = options.recursive || dataset === undefined ? {} : { depth: 0 };
  const datasets = await run(host, listDatasets(dataset, depth), { signal });
  const items =
    wanted.has("snapshot") || wanted.has("bookmark")
      ? await listItems(environment, hostId, datasets, dataset, options.recursive)
      : [];
  const rows = [
    ...datasets.filter((entry) => wanted.has(entry.type)).map(datasetRow),
    ...items.filter((item) => wanted.has(item.kind)).map(itemRow),
  ].filter((row) => snapshot === undefined || shortNameOf(row.name) === snapshot);
  if (snapshot !== undefined && rows.length === 0) {
    throw new ZfsrError({
      reason: "snapshot-not-found",
      object: place,
      because: "the snapshot does not exist",
      nextStep: `list what is there: ${zfsrCommand("ls", `${hostId}:${dataset ?? ""}`, "-t", "snapshot")}`,
    });
  }
  if (environment.options.json) printJson(environment, rows);
  else {
    printTable(
      environment,
      ["NAME", "TYPE", "USED", "REFER", "CREATED", "GUID"],
      { [Symbol.iterator]: () => cellsOf(rows) },
      [2, 3],
    );
  }
  return exitCode.done;
}

/** One listing for a tree; one for each pool where none was named. */
async function listItems(
  environment: Environment,
  host: string,
  datasets: readonly Dataset[],
  root: Dataset["name"] | undefined,
  recursive: boolean,
): Promise<(Snapshot | Bookmark)[]> {
  const roots =
    root === undefined ? datasets.filter((entry) => !entry.name.includes("/")).map((entry) => entry.name) : [root];
  const lists = await Promise.all(
    roots.map((name) =>
      run(environment.host(host), listSnapshots(name, { recursive: recursive || root === undefined }), {
        signal: environment.cancel.signal,
      }),
    ),
  );
  const known = new Set(datasets.map((entry) => entry.name));
  return lists.flat().filter((item) => known.has(datasetOf(item.name)));
}

function wantedTypes(text: string | undefined, fallback: string): Set<Type> {
  const wanted = (text ?? fallback).split(",").map((word) => word.trim());
  const unknown = wanted.find((word) => !(types as readonly string[]).includes(word));
  if (unknown !== undefined) {
    throw new ZfsrError({
      reason: "usage",
      object: `-t ${unknown}`,
      because: "that is no type",
      nextStep: `give some of ${types.join(",")}`,
    });
  }
  return new Set(wanted as Type[]);
}

interface Row {
  readonly name: string;
  readonly type: Type;
  readonly guid: string;
  readonly createtxg: number;
  /** Milliseconds since 1970. */
  readonly creation: number;
  readonly used: number | null;
  readonly referenced: number | null;
  readonly userrefs: number | null;
}

function datasetRow(entry: Dataset): Row & Omit<Dataset, keyof Row> {
  return { ...entry, userrefs: null };
}

function itemRow(item: Snapshot | Bookmark): Row {
  const { kind, ...rest } = item;
  return { used: null, referenced: null, userrefs: null, ...rest, type: kind };
}

/** Made one at a time: there may be a million. */
function* cellsOf(rows: readonly Row[]): Generator<readonly string[]> {
  for (const row of rows) {
    yield [
      row.name,
      row.type,
      sizeOf(row.used),
      sizeOf(row.referenced),
      new Date(row.creation).toISOString().slice(0, 19).replace("T", " "),
      row.guid,
    ];
  }
}

function sizeOf(bytes: number | null): string {
  return bytes === null ? "-" : formatBytes(bytes);
}
