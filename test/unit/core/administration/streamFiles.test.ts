import assert from "node:assert/strict";
import type { Plan } from "../../../../src/core/plan/plan";
import { observed } from "../../../support/model/observation";
import { at, plan, said, stops, x } from "../../../support/model/administration";

describe("streams in files", () => {
  const send = (more: object, there = observed([["tank/x", ["@a", "@b"]]])): Plan =>
    plan({ verb: "send", snapshot: at("b"), file: "/var/x.zfs", from: undefined, raw: "auto", ...more }, there);
  it("are written beside their name until they are whole", () => {
    const [step] = send({ from: at("a") }).steps;
    assert.ok(step);
    assert.deepEqual(step.argv.slice(3), ["/var/x.zfs", "-L", "-e", "-c", "-i", "tank/x@a", "tank/x@b"]);
    assert.match(step.argv[2] ?? "", /\.partial/);
    for (const file of ["x", "/var/", "/a\nb"]) assert.ok(stops(send({ file })), file);
    assert.ok(stops(send({ snapshot: at("a"), from: at("b") })));
  });
  it("of what is encrypted are raw, and in the clear only with a word", () => {
    const there = observed([["tank/x", ["@b"], { encryption: "aes-256-gcm", keystatus: "available" }]]);
    assert.ok(send({}, there).steps[0]?.argv.includes("-w"));
    assert.match(said(send({ raw: false }, there)), /in the clear/);
  });
  it("are received by what zfs itself says of them", () => {
    const receive = (stream: string): Plan =>
      plan({ verb: "receive", dataset: x, file: "/f" }, observed([["tank", []]], { stream }));
    const made = receive("would receive full stream of a/b@c into tank/x@c\ncannot receive: failed to read\n");
    const words = made.steps[0]?.argv.slice(3) ?? [];
    assert.deepEqual([...words.slice(0, 3), ...words.slice(-3)], ["/f", "-s", "-u", "-o", "readonly=on", "tank/x"]);
    // it may have been sent with properties, and be mounted over something at the next start
    const excluded = words.filter((_, at) => words[at - 1] === "-x");
    for (const name of ["mountpoint", "sharenfs", "setuid", "exec"]) assert.ok(excluded.includes(name), name);
    assert.match(said(receive("cannot receive: invalid stream (bad magic number)\n")), /bad magic number/);
  });
});
