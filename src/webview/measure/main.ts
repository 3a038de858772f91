import "../shared/elements";
import { measureKept, measureState } from "../../protocol/measure";
import { openPanel } from "../shared/openPanel";
import { measureView } from "./view";

openPanel({
  state: measureState,
  kept: measureKept,
  // the extension takes the panel up again by these
  initial: ({ source, target }) => ({ source, target }),
  view: measureView,
});
