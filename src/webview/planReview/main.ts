import "../shared/elements";
import { planReviewKept, planReviewState } from "../../protocol/planReview";
import { openPanel } from "../shared/openPanel";
import { planReviewView } from "./view";

openPanel({
  state: planReviewState,
  kept: planReviewKept,
  // the extension finds the review again by this
  initial: ({ id }) => ({ id }),
  view: planReviewView,
});
