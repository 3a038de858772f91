import * as vscode from "vscode";
import type { Step } from "../../../prompts/multiStep";
import { back, pickOne } from "../../../prompts/quickInputs";
import type { Answers } from "./answers";
import type { LiveCheck } from "./liveCheck";

/** Asks what is to come of it: the plan review alone, or a job in the workspace's job file, too. */
export function askEnding(check: LiveCheck): Step<Answers> {
  return async ({ writeJob }, position) => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const items = () => [
      { label: "Review the Plan", detail: check.said?.text ?? "", writeJob: false },
      ...(folder
        ? [
            {
              label: "Write a Job, and Review the Plan",
              detail: `Into the job file of ${folder.name}, whose comments and layout stay; by its row, or its schedule, it runs again`,
              writeJob: true,
            },
          ]
        : []),
    ];
    const placeholder = "Nothing runs before you have seen the plan";
    const picked = await pickOne({
      ...{ ...position, placeholder, items: items() },
      active: (item) => item.writeJob === writeJob,
      retold: { items, onDidChange: check.onDidChange },
    });
    return picked === undefined || picked === back ? picked : { writeJob: picked.writeJob };
  };
}
