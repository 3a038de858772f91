/** The questions of Replicate… on a row, answered by mouse and keyboard. */
import { panelFrame } from "./panelFrame";
import type { Workbench } from "./workbench";

export interface WizardAnswers {
  readonly to: string;
  /** The dataset that becomes the copy. */
  readonly target: string;
  /** What is sent; the snapshots that are there by default. */
  readonly moment?: string;
}

/** Answers all questions from the first on, up to the plan review. */
export async function answerWizard({ ui }: Workbench, { to, target, moment }: WizardAnswers): Promise<void> {
  await ui.pick(moment ?? "The Snapshots That Are There");
  await ui.pick(to);
  await ui.fillInputBox(target);
  await ui.pick("Go On");
  await ui.pick("Review the Plan");
}

/** The same, and the plan runs. */
export async function runWizard(workbench: Workbench, answers: WizardAnswers): Promise<void> {
  await answerWizard(workbench, answers);
  await panelFrame(workbench.page).getByRole("button", { name: "Run", exact: true }).click();
}
