import "../shared/elements";
import { topologyKept, topologyState } from "../../protocol/topology";
import { openPanel } from "../shared/openPanel";
import { topologyView } from "./view";

openPanel({ state: topologyState, kept: topologyKept, initial: () => ({}), view: topologyView });
