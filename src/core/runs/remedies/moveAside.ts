import type { Remedy } from "../../diagnosis/finding";
import type { DatasetName } from "../../zfs/names";
import { freeName } from "./freeName";
import { planned } from "./planned";
import type { Scene } from "./told";

/** The plan that gives what is there another name, so that nothing of it is lost and its place is free. */
export async function moveAside(dataset: DatasetName, scene: Scene): Promise<readonly Remedy[]> {
  const to = await freeName(dataset, "before", scene);
  if (to === undefined) return [];
  return planned(
    `Rename it to ${to} and send in full: nothing of it is lost`,
    { verb: "rename", host: scene.host.id, dataset, to, parents: false },
    scene,
  );
}
