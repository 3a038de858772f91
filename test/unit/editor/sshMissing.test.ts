import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { sshMissing } from "../../../src/editor/hosts/sshMissing";

describe("the ssh program", () => {
  it("is missed where no folder of the PATH has one that can be run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zfsr-path-"));
    try {
      const path = ["", join(folder, "not-there"), folder].join(delimiter);
      assert.equal(await sshMissing(path, "linux"), true);
      writeFileSync(join(folder, "ssh"), "");
      chmodSync(join(folder, "ssh"), 0o755);
      assert.equal(await sshMissing(path, "linux"), false);
      assert.equal(await sshMissing(path, "win32"), true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
