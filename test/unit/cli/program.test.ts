import assert from "node:assert/strict";
import type { Command } from "commander";
import type { GlobalOptions } from "../../../src/cli/environment";
import { exitCode, exitCodeOf, exitCodeOfError, worstExitCode } from "../../../src/cli/exitCodes";
import { createProgram } from "../../../src/cli/program";
import { reasons, ZfsrError } from "../../../src/core/base/errors";

interface Parsed {
  readonly chosen: GlobalOptions | undefined;
  readonly code: number | undefined;
  readonly output: string;
}

/** Parses words as the command line would, without doing what they ask for. */
function parse(...words: string[]): Parsed {
  let chosen: GlobalOptions | undefined;
  let output = "";
  const program = createProgram("1.2.3", (options) => (chosen = options));
  const quiet = (command: Command): void => {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => (output += text), writeErr: (text) => (output += text) });
  };
  quiet(program);
  program.commands.forEach(quiet);
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    return { chosen, code: (error as { exitCode: number }).exitCode, output };
  }
  return { chosen, code: undefined, output };
}

describe("the words of the command line", () => {
  it("choose a command, with the options that all of them take", () => {
    for (const words of [
      ["ls", "a:t"],
      ["snapshot", "a:t@s"],
      ["plan", "a:t", "b:t"],
      ["replicate", "a:t", "b:t"],
      ["resume", "b:t"],
      ["abort", "b:t"],
      ["verify", "a:t", "b:t"],
      ["check", "f"],
      ["runs"],
    ]) {
      assert.deepEqual(
        parse(...words).chosen,
        { json: false, sshConfig: undefined, connector: "auto", verbose: false },
        words.join(" "),
      );
      assert.deepEqual(
        parse(...words, "--json", "--ssh-config", "x", "--connector", "openssh", "--verbose").chosen,
        { json: true, sshConfig: "x", connector: "openssh", verbose: true },
        words.join(" "),
      );
    }
  });

  it("that make no sense are refused, and nothing is done", () => {
    for (const words of [
      ["nonsense"],
      ["ls"],
      ["ls", "a:t", "extra"],
      ["ls", "a:t", "--nope"],
      ["replicate", "a:t"],
      ["replicate", "a:t", "b:t", "--transport", "pigeon"],
      ["ls", "a:t", "--connector", "telnet"],
      ["replicate", "a:t", "b:t", "--run", "../../x"],
      ["ls", "a:t", "--ssh-config"],
    ]) {
      const { chosen, code, output } = parse(...words);
      assert.equal(chosen, undefined, words.join(" "));
      assert.notEqual(code, 0, words.join(" "));
      assert.match(output, /error: /, words.join(" "));
    }
  });

  it("ask for help and the version", () => {
    assert.match(parse("--help").output, /Exit codes: 0 done; 1 failed; 2 wrong use/);
    assert.match(parse("replicate", "--help").output, /--transport <way>/);
    assert.equal(parse("--version").output.trim(), "1.2.3");
    assert.equal(parse("--version").code, 0);
  });
});

describe("exit codes", () => {
  it("are those of the contract", () => {
    assert.deepEqual(
      ["done", "failed", "attention", "interrupted"].map((outcome) => exitCodeOf(outcome as "done")),
      [0, 1, 3, 4],
    );
    assert.equal(exitCode.usage, 2);
    assert.equal(exitCode.consent, 5);
  });

  it("of errors are 2 for wrong use, 4 for what was cancelled, 5 for a missing consent, and 1 for the rest", () => {
    const code = (reason: (typeof reasons)[number]): number =>
      exitCodeOfError(new ZfsrError({ reason, object: "x", because: "y", nextStep: "z" }));
    const special: Partial<Record<(typeof reasons)[number], number>> = {
      usage: 2,
      "invalid-name": 2,
      cancelled: 4,
      "consent-missing": 5,
    };
    for (const reason of reasons) assert.equal(code(reason), special[reason] ?? 1, reason);
  });

  it("of several runs are the one that matters most", () => {
    assert.equal(worstExitCode([]), 0);
    assert.equal(worstExitCode([0, 3, 0]), 3);
    assert.equal(worstExitCode([3, 1, 4]), 1);
    assert.equal(worstExitCode([3, 4]), 4);
  });
});
