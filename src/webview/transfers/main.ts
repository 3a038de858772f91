import "../shared/elements";
import { transfersKept, transfersState } from "../../protocol/transfers";
import { openPanel } from "../shared/openPanel";
import { ThroughputCurve } from "./throughputCurve";
import { transfersView } from "./view";

const curve = new ThroughputCurve();

openPanel({
  state: transfersState,
  kept: transfersKept,
  initial: ({ shown }) => ({ run: shown?.id }),
  view: transfersView,
  drawn: ({ shown }) => curve.draw(document.getElementById("curve"), shown?.curve),
});
