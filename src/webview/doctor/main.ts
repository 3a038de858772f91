import "../shared/elements";
import { doctorKept, doctorState } from "../../protocol/doctor";
import { openPanel } from "../shared/openPanel";
import { doctorView } from "./view";

openPanel({
  state: doctorState,
  kept: doctorKept,
  // the extension takes the panel up again by these
  initial: ({ source, target }) => ({ source, target, only: "wrong" as const }),
  view: doctorView,
});
