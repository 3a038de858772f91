import type { DatasetName } from "../../core/zfs/names";
import { parseDatasetPlace } from "../../core/zfs/place";
import type { RemedyAction } from "../findings/liveActions";
import type { DatasetNode } from "../tree/nodes/node";
import type { VerifyCode } from "./verifyCodes";
import type { VerifyPair } from "./verifyPair";
import type { VerifyMark } from "./verifyText";
import { t } from "../l10n/t";

/** The quick fixes of what a comparison found: each asks, or reviews a plan, before anything changes. Pure. */
export function verifyActions(mark: VerifyMark, pair: VerifyPair, contents: boolean): RemedyAction[] {
  const again: RemedyAction = {
    title: contents ? t("Verify Contents Again") : t("Verify Again"),
    command: contents ? "zfsReplication.dataset.verifyContents" : "zfsReplication.dataset.verify",
    arguments: [{ pair }],
    preferred: false,
  };
  return [...fixes[mark.code](mark), again];
}

const replicate = ({ source }: VerifyMark): RemedyAction[] => [
  {
    title: t("Replicate {0}…", source),
    command: "zfsReplication.dataset.replicate",
    arguments: [nodeOf(source)],
    preferred: true,
  },
];

const lineage = ({ target }: VerifyMark): RemedyAction[] => [
  { title: t("Show Lineage"), command: "zfsReplication.panel.lineage", arguments: [nodeOf(target)], preferred: true },
];

const fixes: Readonly<Record<VerifyCode, (mark: VerifyMark) => RemedyAction[]>> = {
  missing: replicate,
  behind: replicate,
  different: lineage,
  partial: ({ target }) => [
    {
      title: t("Resume {0}", target),
      command: "zfsReplication.dataset.resume",
      arguments: [{ place: target }],
      preferred: true,
    },
  ],
  "older-missing": lineage,
  "no-datasets": () => [],
  "no-snapshots": () => [],
  "contents-differ": lineage,
  "not-compared": () => [],
};

/** The row that a place stands for. @param place may name a snapshot */
function nodeOf(place: string): DatasetNode {
  const { host, dataset } = parseDatasetPlace(place);
  return { kind: "dataset", id: `verify\n${place}`, host, dataset: dataset satisfies DatasetName };
}
