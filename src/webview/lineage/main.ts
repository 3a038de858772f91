import "../shared/elements";
import { lineageKept, lineageState } from "../../protocol/lineage";
import { openPanel } from "../shared/openPanel";
import { lineageView } from "./view";

openPanel({
  state: lineageState,
  kept: lineageKept,
  // the extension looks at the dataset again by these
  initial: ({ host, dataset }) => ({ host, dataset, only: "all" as const }),
  view: lineageView,
});
