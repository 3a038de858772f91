import * as vscode from "vscode";
import type { Step } from "../../../prompts/multiStep";
import { back, pickOne } from "../../../prompts/quickInputs";
import type { Answers } from "./answers";
import type { LiveCheck } from "./liveCheck";
import { t } from "../../../l10n/t";

/** Asks what is to come of it: the plan review alone, or a job in the workspace's job file, too. */
export function askEnding(check: LiveCheck): Step<Answers> {
  return async ({ writeJob }, position) => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const items = () => [
      { label: t("Review the Plan"), detail: check.said?.text ?? "", writeJob: false },
      ...(folder
        ? [
            {
              label: t("Write a Job, and Review the Plan"),
              detail: t(
                "Into the job file of {0}, whose comments and layout stay; by its row, or its schedule, it runs again",
                folder.name,
              ),
              writeJob: true,
            },
          ]
        : []),
    ];
    const placeholder = t("Nothing runs before you have seen the plan");
    const picked = await pickOne({
      ...{ ...position, placeholder, items: items() },
      active: (item) => item.writeJob === writeJob,
      retold: { items, onDidChange: check.onDidChange },
    });
    return picked === undefined || picked === back ? picked : { writeJob: picked.writeJob };
  };
}
