import { back, pickOne } from "../../prompts/quickInputs";
import type { Services } from "../services";
import { t } from "../../l10n/t";

/** Opens a plan under review as a script for sh, which can be saved: the one in front, or one that is asked for. */
export async function showScript({ panels, notify }: Pick<Services, "panels" | "notify">): Promise<void> {
  const reviews = await panels.openReviews();
  const [first] = reviews;
  if (!first) {
    notify.info(t("No plan is under review. Replicate… makes one, and so does Dry Run Job."));
    return;
  }
  const inFront = reviews.find(({ active }) => active) ?? (reviews.length === 1 ? first : undefined);
  if (inFront) {
    await inFront.showScript();
    return;
  }
  const items = reviews.map((review) => ({ label: review.title, review }));
  const picked = await pickOne({ title: t("Show Plan as Script"), placeholder: t("The plan"), items });
  if (picked !== undefined && picked !== back) await picked.review.showScript();
}
