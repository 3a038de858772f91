import type { Remedy } from "../../core/diagnosis/finding";
import type { CommandId } from "../commandIds";
import type { Subject } from "./subject";
import { t } from "../l10n/t";

/** A quick fix as plain data. */
export interface RemedyAction {
  readonly title: string;
  readonly command: CommandId;
  readonly arguments: readonly unknown[];
  readonly preferred: boolean;
}

/**
 * The quick fixes that a host's state gives: plans go to their review, looks to a terminal; the first look is preferred.
 * What destroys is not offered here: it stands in the list that the last of them opens, behind all else.
 * @param remedies of `liveRemedies`
 */
export function liveActions(subject: Subject, remedies: readonly Remedy[]): RemedyAction[] {
  const { finding, host } = subject;
  const usable = remedies.filter(({ risk }) => risk !== "destroys");
  const first = usable.find(({ risk, command }) => risk === "none" && command !== undefined);
  const actions = usable.flatMap((remedy): RemedyAction[] => {
    const { title } = remedy;
    if (remedy.does?.by === "plan") {
      const choice = { finding, host, title };
      const command = "zfsReplication.problem.reviewRemedy";
      return [{ title: t("Review Plan: {0}", title), command, arguments: [choice], preferred: false }];
    }
    if (remedy.command === undefined) return [];
    const command = "zfsReplication.problem.runInTerminal";
    return [{ title: t("Run in Terminal: {0}", title), command, arguments: [remedy], preferred: remedy === first }];
  });
  return [...actions, askAction(subject)];
}

/** The quick fix that asks a host, and shows all that can be done there. */
export function askAction(subject: Subject): RemedyAction {
  const title =
    subject.host === undefined
      ? t("See What Can Be Done on a Host…")
      : t("See All That Can Be Done on {0}…", subject.host);
  return { title, command: "zfsReplication.problem.askHost", arguments: [subject], preferred: false };
}

/** Two lists one behind the other, of which one fix is preferred: that of `known` where it is a resume, else the first. */
export function together(live: readonly RemedyAction[], known: readonly RemedyAction[]): RemedyAction[] {
  const all = [...live, ...known];
  const resume = all.find(({ preferred, command }) => preferred && command === "zfsReplication.dataset.resume");
  const best = resume ?? all.find(({ preferred }) => preferred);
  return all.map((action) => ({ ...action, preferred: action === best }));
}
