import { poolOf } from "../../zfs/names";
import { featuresOf, missingFeatures, streamNeeds } from "../../zfs/features";
import { type Check, fine, someOf, treeOf, unseen } from "../check";

/** The target's pool has the features that the stream needs. */
export const features: Check = {
  id: "features",
  group: "software",
  why: "a stream with a feature that the target's pool lacks is refused after it has begun",
  look: ({ source, target }) => {
    if (!target?.dataset || !source.dataset) return [];
    const [from, to] = [poolOf(source.dataset), poolOf(target.dataset)];
    const sent = source.facts.poolProperties?.get(from);
    const taken = target.facts.poolProperties?.get(to);
    const tree = treeOf(source);
    if (!sent || !tree) return [unseen(source, "poolProperties", "the source pool's features")];
    if (!taken) return [unseen(target, "poolProperties", "the target pool's features")];
    const has = featuresOf(taken);
    const missing = new Map<string, { nextStep: string; because: string; of: string[] }>();
    for (const dataset of tree) {
      const encrypted = dataset.encryption !== "off";
      const needs = streamNeeds(
        { ...dataset, encrypted, features: featuresOf(sent) },
        { raw: encrypted, largeBlocks: true, compressed: true, embedded: true, resumable: true },
      );
      for (const lack of missingFeatures(needs, has, to)) {
        const found = missing.get(lack.feature) ?? { nextStep: lack.nextStep, because: lack.because, of: [] };
        found.of.push(dataset.name);
        missing.set(lack.feature, found);
      }
    }
    if (missing.size === 0)
      return [
        fine(target.host, `pool ${to} has every feature the stream needs`, `${tree.length} datasets were looked at`),
      ];
    return [...missing].map(([feature, { nextStep, because, of }]) => ({
      host: target.host,
      state: "fail",
      title: `pool ${to} lacks the feature ${feature}`,
      detail: `${someOf(of)}: ${because}`,
      remedy: nextStep,
    }));
  },
};
