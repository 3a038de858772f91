import type { Disposable } from "../../core/base/disposable";
import type { Log } from "../../core/base/log";
import { PrivateFolder } from "../../core/hosts/openssh/privateFolder";
import type { Prompter } from "../../core/hosts/prompter";
import { promptVariables } from "../../core/hosts/prompts/promptClient";
import { PromptServer } from "../../core/hosts/prompts/promptServer";

/** Answers the questions of runs for as long as this window is there; afterwards a run that asks is told that nobody is. */
export class RunPrompts implements Disposable {
  private readonly folder = new PrivateFolder();
  private readonly server: PromptServer;

  constructor(prompter: Prompter, log: Log) {
    this.server = new PromptServer(this.folder, prompter, log);
  }

  /** What a run needs in its environment to ask here. */
  async environment(): Promise<NodeJS.ProcessEnv> {
    const { path, token } = await this.server.address();
    return { [promptVariables.socket]: path, [promptVariables.token]: token };
  }

  dispose(): void {
    this.server.dispose();
    this.folder.dispose();
  }
}
