/** The workbench on the hosts of the lab, with a state of its own, for a whole suite. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { files } from "../lab/places";
import { openWorkbench, patience, type Workbench } from "./workbench";

/**
 * Opens a window with the hosts alpha and beta before the tests of the suite, and closes it behind them; evidence of what
 * failed is kept.
 * @param data what the tests need on the hosts, made before the window is opened and taken away after it was closed
 * @returns the window, in tests
 */
export function labWorkbench(data: {
  readonly make: () => Promise<void>;
  readonly remove: () => Promise<void>;
}): () => Workbench {
  const state = mkdtempSync(join(tmpdir(), "zfsr-state-"));
  let workbench: Workbench | undefined;
  const opened = (): Workbench => {
    if (!workbench) throw new Error("The workbench was not opened: see what the hook before the tests says.");
    return workbench;
  };
  before(async () => {
    await data.make();
    workbench = await openWorkbench({
      settings: { "zfsReplication.ssh.configFile": files.sshConfig, "zfsReplication.hosts": ["alpha", "beta"] },
      env: { ZFSR_STATE_DIR: state },
    });
    workbench.page.setDefaultTimeout(patience);
  });
  afterEach(async function () {
    await workbench?.keepEvidenceOf(this.currentTest);
  });
  after(async () => {
    await workbench?.close();
    await data.remove();
    rmSync(state, { recursive: true, force: true });
  });
  return opened;
}
