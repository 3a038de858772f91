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
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is ssh.exe on Windows, whose folders are parted by semicolons", async () => {
    const looked: string[] = [];
    const only = (there: string) => (file: string) => {
      looked.push(file);
      return file === there ? Promise.resolve() : Promise.reject(new Error(`${file} is not there`));
    };
    const path = "C:\\Windows\\system32;C:\\Windows\\System32\\OpenSSH\\";
    assert.equal(await sshMissing(path, "win32", only("C:\\Windows\\System32\\OpenSSH\\ssh.exe")), false);
    assert.deepEqual(looked, ["C:\\Windows\\system32\\ssh.exe", "C:\\Windows\\System32\\OpenSSH\\ssh.exe"]);
    assert.equal(await sshMissing(path, "win32", only("C:\\Windows\\system32\\ssh")), true);
  });
});
