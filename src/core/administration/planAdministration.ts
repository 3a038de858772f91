import type { Plan } from "../plan/plan";
import { planAbort } from "./abort";
import { planAllow } from "./allow";
import { planBookmark } from "./bookmark";
import { planClone } from "./clone";
import { planDestroyBookmarks } from "./destroyBookmarks";
import { planDestroyDataset } from "./destroyDataset";
import { planDestroySnapshots } from "./destroySnapshots";
import { planHold } from "./hold";
import { planInherit } from "./inherit";
import { planLoadKey, planUnloadKey } from "./keys";
import { planMount, planUnmount } from "./mount";
import type { Observation } from "./observation";
import { planPromote } from "./promote";
import { planReceiveFromFile } from "./receiveFromFile";
import { planRelease } from "./release";
import { planRename } from "./rename";
import { planRenameSnapshot } from "./renameSnapshot";
import type { AdministrationRequest } from "./request";
import { planRollback } from "./rollback";
import { planScrub } from "./scrub";
import { planSendToFile } from "./sendToFile";
import { planSet } from "./setProperties";
import { planSnapshot } from "./snapshot";

/**
 * The plan for what a person asked for, by what the host has shown. Pure: equal input gives an equal plan. What stands in
 * the way is a warning with a next step, not an error. @throws ZfsrError usage, invalid-name for names that cannot be
 */
export function planAdministration(request: AdministrationRequest, observation: Observation): Plan {
  switch (request.verb) {
    case "snapshot":
      return planSnapshot(request, observation);
    case "hold":
      return planHold(request, observation);
    case "release":
      return planRelease(request, observation);
    case "bookmark":
      return planBookmark(request, observation);
    case "destroy-snapshots":
      return planDestroySnapshots(request, observation);
    case "destroy-bookmarks":
      return planDestroyBookmarks(request, observation);
    case "destroy-dataset":
      return planDestroyDataset(request, observation);
    case "rollback":
      return planRollback(request, observation);
    case "clone":
      return planClone(request, observation);
    case "promote":
      return planPromote(request, observation);
    case "rename":
      return planRename(request, observation);
    case "rename-snapshot":
      return planRenameSnapshot(request, observation);
    case "set":
      return planSet(request, observation);
    case "inherit":
      return planInherit(request, observation);
    case "mount":
      return planMount(request, observation);
    case "unmount":
      return planUnmount(request, observation);
    case "load-key":
      return planLoadKey(request, observation);
    case "unload-key":
      return planUnloadKey(request, observation);
    case "scrub":
      return planScrub(request, observation);
    case "send":
      return planSendToFile(request, observation);
    case "receive":
      return planReceiveFromFile(request, observation);
    case "allow":
    case "unallow":
      return planAllow(request, observation);
    case "abort":
      return planAbort(request, observation);
  }
}
