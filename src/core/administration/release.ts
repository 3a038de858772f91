import type { Plan } from "../plan/plan";
import type { CommandStep } from "../plan/step";
import type { Snapshot } from "../zfs/model";
import { datasetOf } from "../zfs/names";
import { jobOfTag } from "./dependents";
import { ourHold, subjectOf, wantedSnapshots } from "./hold";
import { clonesOf, type Observation, snapshotIn, tagsOf } from "./observation";
import { already, chunked, destroyedItem, note, planOf } from "./plans";
import type { HoldRequest } from "./request";

/**
 * Releases a tag's holds. A snapshot that was destroyed with `-d` meanwhile goes with its last hold: that is named as
 * destroyed. What zfsr's own holds protect is said.
 */
export function planRelease(request: HoldRequest, observation: Observation): Plan {
  const { host, tag } = request;
  const title = `release '${tag}' of ${subjectOf(request)}`;
  const { wanted, warnings } = wantedSnapshots(request, observation);
  const held = wanted.filter((snapshot) => tagsOf(observation, snapshot.name).includes(tag));
  const goes = (snapshot: Snapshot): boolean =>
    observation.marked.has(snapshot.name) &&
    snapshot.userrefs === 1 &&
    clonesOf(observation, snapshot.name).length === 0;
  const steps = chunked(held).map((names, i): CommandStep => ({
    id: i === 0 ? "release" : `release:${i + 1}`,
    kind: "release",
    host,
    dataset: datasetOf(names[0].name),
    argv: ["zfs", "release", tag, ...names.map(({ name }) => name)],
    destroys: names.filter(goes).map((snapshot) => destroyedItem(host, snapshot)),
    needs: [],
    reason: `'${tag}' no longer needs ${names.length === 1 ? "it" : "them"}`,
  }));
  const job = jobOfTag(tag);
  const [first] = held;
  const said = [
    ...warnings,
    ...(job !== undefined && first ? [ourHold(host, first.name, job)] : []),
    ...held.flatMap((snapshot) => {
      const others = tagsOf(observation, snapshot.name).filter((other) => other !== tag);
      const [other] = others;
      return other === undefined
        ? []
        : [note(host, snapshot.name, `it stays held by '${other}'`, "release that one, too, where nobody needs it")];
    }),
  ];
  const [there] = wanted;
  if (steps.length === 0 && there && snapshotIn(observation, there.name))
    return planOf(title, [], [...said, already(host, there.name, `'${tag}' does not hold it`)]);
  return planOf(title, steps, said);
}
