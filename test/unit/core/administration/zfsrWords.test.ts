import assert from "node:assert/strict";
import { zfsrWords } from "../../../../src/core/administration/zfsrWords";
import { at, x } from "../../../support/model/administration";

describe("a request", () => {
  it("is said in the words of the command line", () => {
    const request = {
      verb: "destroy-snapshots",
      host: "alpha",
      dataset: x,
      names: "a%b",
      recursive: true,
      defer: false,
    } as const;
    assert.deepEqual(zfsrWords(request), ["zfsr", "destroy", "-r", "alpha:tank/x@a%b"]);
    assert.deepEqual(
      zfsrWords({ verb: "send", host: "alpha", snapshot: at("b"), file: "/f", from: at("a"), raw: true }),
      ["zfsr", "send", "--raw", "-i", "@a", "alpha:tank/x@b", "--to", "/f"],
    );
  });
});
