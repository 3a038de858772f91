import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { silentLog } from "../../../../src/core/base/log";
import { ZfsrError } from "../../../../src/core/base/errors";
import { PrivateFolder } from "../../../../src/core/hosts/openssh/privateFolder";
import type { Notice, Prompt, Prompter } from "../../../../src/core/hosts/prompter";
import { PausableTimeout } from "../../../../src/core/hosts/ssh2/pausableTimeout";
import { marksServerWords } from "../../../../src/core/hosts/prompts/marksServerWords";
import { promptOfAskpass } from "../../../../src/core/hosts/prompts/askpassText";
import { askThroughSocket, socketPrompter } from "../../../../src/core/hosts/prompts/promptClient";
import { PromptServer } from "../../../../src/core/hosts/prompts/promptServer";
import { RememberingPrompter } from "../../../../src/core/hosts/prompts/rememberingPrompter";
import { SharedAttempt } from "../../../../src/core/hosts/sharedAttempt";
import { ScriptedPrompter } from "./support/fixtures";
import { until } from "./support/sshServer";

const secret = (title: string, attempt = 1, host = "alpha"): Prompt => ({
  kind: "secret",
  origin: "password",
  host,
  title,
  message: "",
  attempt,
});

describe("questions of ssh", () => {
  const of = (text: string, hint = "", attempt = 1, marked = true): ReturnType<typeof promptOfAskpass> =>
    promptOfAskpass({ host: "alpha", text, hint, asker: "1" }, attempt, marked);

  it("are told apart by their text", () => {
    const unknown =
      "The authenticity of host '[127.0.0.1]:2222 ([127.0.0.1]:2222)' can't be established.\nED25519 key fingerprint is SHA256:yEqtawK4DOwIA8HIDBc3Op0+r2CeAnWcgz/sO9puMFY.\nThis key is not known by any other names.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? ";
    assert.deepEqual(of(unknown), {
      kind: "host-key",
      host: "alpha",
      title: "Unknown host key of alpha",
      message: unknown.slice(0, unknown.indexOf("\nAre you")),
      keyType: "ssh-ed25519",
      fingerprint: "SHA256:yEqtawK4DOwIA8HIDBc3Op0+r2CeAnWcgz/sO9puMFY",
    });
    assert.deepEqual(of("Enter passphrase for key '/home/me/my key': "), {
      kind: "secret",
      origin: "passphrase",
      keyFile: "/home/me/my key",
      host: "alpha",
      title: "Passphrase for /home/me/my key",
      message: "alpha accepts the key /home/me/my key",
      attempt: 1,
    });
    assert.deepEqual(of("root@127.0.0.1's password: ", "", 2), {
      kind: "secret",
      origin: "password",
      host: "alpha",
      title: "Password for root@127.0.0.1",
      message: "That was not accepted. Try again",
      attempt: 2,
    });
    assert.deepEqual(of("(root@127.0.0.1) Verification code: "), {
      kind: "secret",
      origin: "server",
      host: "alpha",
      title: "alpha asks: Verification code",
      message: "alpha (root@127.0.0.1) asks in its own words: Verification code:",
      attempt: 1,
    });
    assert.deepEqual(of("Confirm user presence for key ED25519-SK SHA256:x", "none"), {
      notice: "Confirm user presence for key ED25519-SK SHA256:x",
    });
    const confirm = of("Allow use of key x?\nKey fingerprint SHA256:y.", "confirm");
    assert.ok("kind" in confirm && confirm.kind === "text");
  });

  it("are the server's where ssh marks them so, whatever they read like", () => {
    for (const text of [
      "Enter passphrase for key '/home/me/.ssh/id_ed25519': ",
      "root@127.0.0.1's password: ",
      "The authenticity of host 'x (x)' can't be established.\nED25519 key fingerprint is SHA256:abc.\nAre you sure you want to continue connecting (yes/no)? ",
    ]) {
      const prompt = of(`(root@127.0.0.1) ${text}`);
      assert.ok("kind" in prompt && prompt.kind === "secret" && prompt.origin === "server", text);
      assert.match(prompt.title, /^alpha asks: /);
    }
  });

  it("may all be the server's where ssh does not mark them", () => {
    for (const text of ["Enter passphrase for key '/k': ", "root@127.0.0.1's password: ", "Code: "]) {
      const prompt = of(text, "", 1, false);
      assert.ok("kind" in prompt && prompt.kind === "secret" && prompt.origin === "server", text);
    }
    assert.equal(marksServerWords("OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19"), true);
    assert.equal(marksServerWords("OpenSSH_for_Windows_8.6p1, LibreSSL 3.4.3"), true);
    assert.equal(marksServerWords("OpenSSH_8.5p1"), true);
    assert.equal(marksServerWords("OpenSSH_8.4p1"), false);
    assert.equal(marksServerWords("OpenSSH_7.9p1"), false);
    assert.equal(marksServerWords("dropbear"), false);
  });

  it("show what a server worded as its words, without what a terminal would obey", () => {
    const prompt = of("(root@jump) \u001b[2JCode\nfor you: ");
    assert.ok("kind" in prompt);
    assert.equal(prompt.title, "alpha asks: \\u{1b}[2JCode for you");
    assert.equal(prompt.message, "alpha (root@jump) asks in its own words: \\u{1b}[2JCode\nfor you:");
  });
});

describe("the prompt server", () => {
  let folder: PrivateFolder;
  let server: PromptServer;
  const start = (prompter: Prompter): PromptServer => (server = new PromptServer(folder, prompter, silentLog));
  beforeEach(() => (folder = new PrivateFolder()));
  afterEach(() => {
    server.dispose();
    folder.dispose();
  });

  it("hands questions over and brings answers back", async () => {
    const person = new ScriptedPrompter((prompt) => (prompt.kind === "secret" ? 'ä\n"x' : undefined));
    const { path, token } = await start(person).address();
    const prompter = socketPrompter(path, token);
    assert.equal(await prompter.ask(secret("Password")), 'ä\n"x');
    assert.equal(await prompter.ask({ kind: "text", host: "a", title: "t", message: "m", attempt: 1 }), undefined);
    assert.deepEqual(person.asked[0], secret("Password"));
  });

  it("is for its own user only", async () => {
    const { path } = await start(new ScriptedPrompter(() => "x")).address();
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    assert.ok(Buffer.byteLength(path) < 104);
  });

  it("answers nobody without the token, and nothing that is no request", async () => {
    const person = new ScriptedPrompter(() => "x");
    const { path, token } = await start(person).address();
    assert.equal(await socketPrompter(path, `${token}0`).ask(secret("p")), undefined);
    assert.equal(await socketPrompter(path, "").ask(secret("p")), undefined);
    for (const text of ["\n", "{}\n", "null\n", "garbage\n", "x".repeat(100_000)]) {
      await new Promise<void>((resolve) => {
        const socket = connect(path, () => socket.write(text));
        socket.on("error", () => undefined);
        socket.on("close", () => resolve());
      });
    }
    assert.equal(person.asked.length, 0);
  });

  it("counts the attempts of each ssh", async () => {
    const person = new ScriptedPrompter(() => "x");
    const { path, token } = await start(person).address();
    const text = "Enter passphrase for key '/k': ";
    for (const asker of ["1", "1", "2"]) await askThroughSocket(path, token, { host: "alpha", text, hint: "", asker });
    assert.deepEqual(
      person.asked.map((prompt) => prompt.kind === "secret" && prompt.attempt),
      [1, 2, 1],
    );
  });

  it("gives a question up when the one who asks goes, and when the person's side goes", async () => {
    let given: AbortSignal | undefined;
    const { path, token } = await start({
      ask: (_prompt, signal) => {
        given = signal;
        return new Promise(() => undefined);
      },
    }).address();
    const stop = new AbortController();
    const asking = socketPrompter(path, token).ask(secret("p"), stop.signal);
    asking.catch(() => undefined);
    await until("the person is asked", () => given !== undefined);
    stop.abort();
    await assert.rejects(asking, (error) => ZfsrError.is(error, "cancelled"));
    await until("the question is withdrawn", () => given?.aborted);
    const other = socketPrompter(path, token).ask(secret("p"));
    await until("the person is asked again", () => given?.aborted === false);
    server.dispose();
    assert.equal(await other, undefined);
    assert.equal(await socketPrompter(path, token).ask(secret("p")), undefined);
  });

  it("shows a notice as long as ssh waits", async () => {
    const told: [Notice, AbortSignal][] = [];
    const { path, token } = await start({
      ask: () => Promise.resolve(undefined),
      tell: (notice, signal) => void told.push([notice, signal]),
    }).address();
    const socket = connect(path, () =>
      socket.write(
        `${JSON.stringify({ token, askpass: { host: "alpha", text: "Touch it", hint: "none", asker: "1" } })}\n`,
      ),
    );
    await until("it is told", () => told.length === 1);
    assert.deepEqual(told[0]?.[0], { host: "alpha", message: "Touch it" });
    assert.equal(told[0][1].aborted, false);
    socket.destroy();
    await until("it is withdrawn", () => told[0]?.[1].aborted);
  });
});

describe("the memory for secrets", () => {
  it("asks once for a password, again when it was wrong, and never twice at once", async () => {
    let open = 0;
    let most = 0;
    let asked = 0;
    const person = new RememberingPrompter({
      ask: async (prompt) => {
        asked += 1;
        most = Math.max(most, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return `${prompt.host}${asked}`;
      },
    });
    const answers = await Promise.all([1, 2, 3].map(() => person.ask(secret("Password for x"))));
    assert.deepEqual(answers, ["alpha1", "alpha1", "alpha1"]);
    assert.equal(await person.ask(secret("Password for x", 2)), "alpha2");
    assert.equal(await person.ask(secret("Password for x")), "alpha2");
    await Promise.all([person.ask(secret("Password for y")), person.ask(secret("Passphrase for z", 1, "beta"))]);
    assert.equal(most, 1);
    assert.equal(await person.silent.ask(secret("Password for x")), "alpha2");
    assert.equal(await person.silent.ask(secret("Password for x", 2)), undefined);
    assert.equal(await person.silent.ask(secret("Password for other")), undefined);
    person.forget();
    assert.equal(await person.silent.ask(secret("Password for x")), undefined);
  });

  it("gives a server no passphrase that it asks for in the words of ssh, nor a password", async () => {
    const scripted = new ScriptedPrompter(() => "secret");
    const person = new RememberingPrompter(scripted);
    const common = { kind: "secret", host: "alpha", message: "", attempt: 1 } as const;
    const title = "Passphrase for /home/u/.ssh/id_ed25519";
    const passphrase = { ...common, title, origin: "passphrase", keyFile: "/home/u/.ssh/id_ed25519" } as const;
    await person.ask(passphrase);
    assert.equal(await person.silent.ask(passphrase), "secret");
    assert.equal(await person.silent.ask({ ...common, title, origin: "server" }), undefined);
    assert.equal(await person.silent.ask({ ...common, title, origin: "password" }), undefined);
    assert.equal(await person.silent.ask({ ...passphrase, keyFile: "/home/u/.ssh/other" }), undefined);
    await person.ask({ ...common, title, origin: "server" });
    assert.equal(scripted.asked.length, 2);
  });

  it("keeps nothing that a server asked for in its own words", async () => {
    const person = new RememberingPrompter(new ScriptedPrompter(() => "123456"));
    for (const title of ["Password", "Passphrase for /k", "Verification code", "One-time password (OATH)"]) {
      const asked: Prompt = { kind: "secret", origin: "server", host: "alpha", title, message: "", attempt: 1 };
      await person.ask(asked);
      assert.equal(await person.silent.ask(asked), undefined, title);
    }
  });
});

describe("the clock that waits for a person", () => {
  it("passes notices on, also those of a prompter that is an object of a class", () => {
    const told: string[] = [];
    class Person implements Prompter {
      ask = (): Promise<undefined> => Promise.resolve(undefined);

      tell({ message }: Notice): void {
        told.push(message);
      }
    }
    const pausing = new PausableTimeout(1000).pausing(new Person());
    pausing.tell?.({ host: "alpha", message: "Touch it" }, new AbortController().signal);
    assert.deepEqual(told, ["Touch it"]);
  });
});

describe("shared attempts", () => {
  it("are made once, and given up when all who wait have given up", async () => {
    const attempt = new SharedAttempt(() => "alpha");
    let runs = 0;
    let signal: AbortSignal | undefined;
    const work = (given: AbortSignal): Promise<void> => {
      runs += 1;
      signal = given;
      return new Promise((_, reject) => given.addEventListener("abort", () => reject(new Error("gone"))));
    };
    const [one, two] = [new AbortController(), new AbortController()];
    const first = attempt.join(one.signal, work);
    const second = attempt.join(two.signal, work);
    one.abort();
    await assert.rejects(first, (error) => ZfsrError.is(error, "cancelled"));
    assert.equal(signal?.aborted, false);
    two.abort();
    await assert.rejects(second, (error) => ZfsrError.is(error, "cancelled"));
    assert.equal(signal.aborted, true);
    assert.equal(runs, 1);
    await attempt.join(undefined);
    await attempt.join(undefined, () => Promise.resolve());
  });
});
