import { type Lineage, lineage, type LineageCell, type LineagePair } from "../../../core/replication/lineage";
import { printable } from "../../../core/zfs/names";
import type { LineageCellView, LineageState } from "../../../protocol/lineage";
import type { Looked } from "./lookAt";
import type { DatasetPlace } from "./relatedPlaces";
import { t } from "../../l10n/t";

/** What the panel shows of a family. @param shown rows at most; @param at what the clock showed. Pure. */
export function lineageState(
  subject: DatasetPlace,
  places: readonly DatasetPlace[],
  looked: readonly Looked[],
  shown: number,
  at: string,
): LineageState {
  const family = lineage(looked.map(({ member }) => member));
  const rows = family.rows.slice(0, shown);
  const safe = rows.filter(({ cells }) =>
    cells.some((cell) => cell.kind === "snapshot" && cell.verdict.kind === "safe"),
  );
  return {
    ...{ host: printable(subject.host), dataset: printable(subject.dataset), phase: "ready" },
    message: t(
      "Places: {0}. Snapshots: {1}; of those shown, {2} can be destroyed somewhere. Looked at {3}.",
      places.length,
      family.rows.length,
      safe.length,
      at,
    ),
    columns: places.map(({ host, dataset }, i) => ({
      ...{ host: printable(host), dataset: printable(dataset) },
      failure: looked[i]?.failure === undefined ? undefined : printable(looked[i].failure),
    })),
    rows: rows.map((row) => ({
      ...{
        guid: row.guid,
        name: printable(row.name),
        otherNames: row.otherNames.map(printable),
        creation: row.creation,
      },
      cells: row.cells.map(cellState),
      baseOf: row.baseOf.map(([a, b]): [number, number] => [a, b]),
    })),
    older: family.rows.length - rows.length,
    pairs: family.pairs.map((pair) => pairState(pair, family)),
    safe: safe.length,
  };
}

function cellState(cell: LineageCell): LineageCellView {
  if (cell.kind !== "snapshot") return { kind: cell.kind, holds: [], clones: [], bookmarked: false };
  const { holds, clones, bookmarked, verdict } = cell;
  return {
    ...{ kind: "snapshot", bookmarked, holds: holds.map(printable), clones: clones.map(printable) },
    verdict: { kind: verdict.kind, because: printable(verdict.because) },
  };
}

function pairState({ members: [a, b], base, ahead }: LineagePair, family: Lineage): LineageState["pairs"][number] {
  const from = printable(family.members[a]?.place ?? "?");
  const to = printable(family.members[b]?.place ?? "?");
  const name = base === undefined ? undefined : family.rows.find(({ guid }) => guid === base)?.name;
  return { from, to, base: name === undefined ? undefined : printable(name), text: standing(from, to, base, ahead) };
}

function standing(from: string, to: string, base: string | undefined, [a, b]: LineagePair["ahead"]): string {
  if (base === undefined) return t("they share nothing: no increment is possible between them");
  const behind = (place: string, count: number): string =>
    count === 1 ? t("{0} is 1 snapshot behind", place) : t("{0} is {1} snapshots behind", place, count);
  if (a === 0 && b === 0) return t("the same");
  if (b === 0) return behind(to, a);
  if (a === 0) return behind(from, b);
  return t("they have diverged; snapshots since then that the other lacks: {0} has {1}, {2} has {3}", from, a, to, b);
}
