import assert from "node:assert/strict";
import fc from "fast-check";
import { remoteCommand, shellCommand, shellQuote } from "../../../../src/core/base/shellQuote";
import { posixQuote, runInShell, shells, wordsIn } from "../../../support/shells/shells";
import { busyTime } from "../../../support/busyTime";

/** Every printable ASCII character, each alone, doubled, at the front, in the middle and at the end. */
const printableAscii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const systematic = printableAscii.flatMap((char) => [char, char + char, `${char}a`, `a${char}b`, `a${char}`]);

const known = [
  "",
  " ",
  "  two  blanks  ",
  "-",
  "--",
  "-rf",
  "--help",
  "~",
  "~root",
  "*",
  "?",
  "[a-z]*",
  "{a,b}",
  "$HOME",
  "${HOME}",
  "$(id)",
  "`id`",
  "$((1+1))",
  "$'\\n'",
  "%1",
  "%s",
  "=ls",
  "a=b",
  "#comment",
  "a;id",
  "a&id",
  "a|id",
  "a>b",
  "<(id)",
  "!!",
  "!id",
  "a!b!c",
  "'!'",
  "\\!",
  "\\",
  "\\\\",
  "\\'",
  "'\\''",
  "it's",
  "'",
  "''",
  "'''",
  '"',
  `"'"'"`,
  "\\n",
  "\\0101",
  "^a^b",
  "tab\there",
  "bell\u0007 and escape \u001b[31m",
  "zażółć gęślą jaźń",
  "日本語",
  "🦀",
  "é\u0301",
  "tank/my data@snap 1",
  "tank/$(reboot)@`id`",
  "if",
  "end",
  "exec",
  "case",
];

/** Characters that shells care about come often, others now and then. */
const hostileChar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...Array.from("'\"`\\$!~*?[]{}()<>|&;#%^=-+ \t")) },
  { weight: 2, arbitrary: fc.constantFrom(...Array.from("aZ09./:@_")) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }).filter((char) => !/[\0\r\n]/.test(char)),
  },
);
const hostileWord = fc.string({ unit: hostileChar, maxLength: 12 });
const hostileWords = fc.array(hostileWord, { minLength: 60, maxLength: 120 });
const hostileText = fc.string({
  unit: fc.oneof({ weight: 5, arbitrary: hostileChar }, { weight: 1, arbitrary: fc.constantFrom("\n", "\r", "\r\n") }),
  maxLength: 15,
});

const printWords = ["env", "printf", "%s\\0"];

for (const shell of shells) {
  describe(`shellQuote, read by ${shell.name}`, () => {
    for (const locale of ["C", "C.UTF-8"]) {
      it(`gives each hostile word as it was, in ${locale}`, () => {
        const words = [...known, ...systematic];
        assert.deepEqual(wordsIn(runInShell(shell, shellCommand([...printWords, ...words]), locale)), words);
      });
    }

    it("gives any words as they were", () => {
      fc.assert(
        fc.property(hostileWords, (words) => {
          assert.deepEqual(wordsIn(runInShell(shell, shellCommand([...printWords, ...words]), "C.UTF-8")), words);
        }),
        { numRuns: 12 },
      );
    });
  });

  describe(`remoteCommand, read by ${shell.name}`, () => {
    const printed = (texts: readonly string[]): string[] =>
      wordsIn(runInShell(shell, remoteCommand(`printf '%s\\0' ${texts.map(posixQuote).join(" ")}`), "C.UTF-8"));

    it("runs scripts with any text in them, line breaks too", () => {
      const texts = [...known, "two\nlines", "\n", "a\r\nb", "ends with\n", "\n\n\nbegins"];
      assert.deepEqual(printed(texts), texts);
      fc.assert(
        fc.property(fc.array(hostileText, { minLength: 20, maxLength: 60 }), (arbitrary) =>
          assert.deepEqual(printed(arbitrary), arbitrary),
        ),
        { numRuns: 12 },
      );
    });

    it("runs a script of several lines with functions, loops, substitutions and a here-document", () => {
      const script = [
        `say() { printf '<%s>' "$@"; }`,
        "for i in 1 2 3; do say $i; done",
        `say "$(printf '%s' 'it'"'"'s')" \`echo back\``,
        "cat <<'END'",
        "here $HOME !! \\n",
        "END",
        "# a comment at the end",
      ].join("\n");
      assert.equal(
        runInShell(shell, remoteCommand(script), "C").toString(),
        "<1><2><3><it's><back>here $HOME !! \\n\n",
      );
    });

    it("is run by /bin/sh, and its exit status is the script's", () => {
      const script = `[ -z "$fish_pid$BASH_VERSION$tcsh" ] || exit 9\nsh -c 'exit 3' || echo "status $?"`;
      assert.equal(runInShell(shell, remoteCommand(script), "C").toString(), "status 3\n");
    });

    it("can be nested, as a direct pipeline does", () => {
      const words = ["it's", "!x", "$y", "a\nb"];
      const inner = remoteCommand(`printf '%s\\0' ${words.map(posixQuote).join(" ")}`);
      const outer = remoteCommand(`set -e\n${shellCommand([shell.name, "-c", inner])}`);
      assert.deepEqual(wordsIn(runInShell(shell, outer, "C")), words);
    });

    it("leaves a script without quotes legible", () => {
      assert.equal(remoteCommand("zpool list -Hp"), "exec /bin/sh -c 'zpool list -Hp'");
    });

    it("takes a long script", () => {
      const text = "it's a long line with $signs\n".repeat(500);
      assert.deepEqual(printed([text]), [text]);
    });
  });
}

describe("shellQuote", () => {
  it("leaves what no shell cares about as it is, for legible logs", () => {
    assert.equal(shellQuote("tank/data@2026-11-23_10:00,x+y"), "tank/data@2026-11-23_10:00,x+y");
  });

  it("refuses what no shell can carry as one word", () => {
    for (const word of ["a\0b", "a\nb", "\r"]) assert.throws(() => shellQuote(word), RangeError);
    assert.throws(() => shellCommand(["zfs", "list", "tank\nreboot"]), RangeError);
  });

  it("takes words that hold a megabyte in linear time", () => {
    const word = "'\\!".repeat(350_000);
    const started = busyTime();
    assert.equal(shellQuote(word).length, word.length * 2);
    assert.ok(busyTime() - started < 2000);
  });
});
