import assert from "node:assert/strict";
import { zfsrCommand } from "../../../../src/core/base/zfsrCommand";

describe("a command that is printed for a person", () => {
  it("can be copied into a shell though a name has blanks", () => {
    assert.equal(
      zfsrCommand("set", "snapdev=visible", "alpha:tank/na me /v"),
      "zfsr set 'snapdev=visible' 'alpha:tank/na me /v'",
    );
    assert.equal(zfsrCommand("ls", "alpha:tank/a@b", "-t", "snapshot"), "zfsr ls alpha:tank/a@b -t snapshot");
  });
});
