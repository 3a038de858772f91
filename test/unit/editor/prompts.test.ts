import assert from "node:assert/strict";
import type { Prompt } from "../../../src/core/hosts/prompter";
import { RememberedSecrets } from "../../../src/editor/prompts/rememberedSecrets";
import { scheduleFault, scheduleSaid } from "../../../src/editor/prompts/scheduleText";

const passphrase = (attempt: number): Prompt => ({
  ...{ kind: "secret", origin: "passphrase", host: "alpha", keyFile: "/home/ann/.ssh/id_ed25519" },
  ...{ title: "Passphrase", message: "Enter passphrase", attempt },
});
const ofServer: Prompt = {
  ...{ kind: "secret", origin: "server", host: "alpha", title: "alpha asks", message: "One-time code:", attempt: 1 },
};

function remembered() {
  const stored = new Map<string, string>();
  const state = new Map<string, unknown>();
  const secrets = new RememberedSecrets(
    {
      get: (key) => Promise.resolve(stored.get(key)),
      store: (key, value) => Promise.resolve(void stored.set(key, value)),
      delete: (key) => Promise.resolve(void stored.delete(key)),
    },
    {
      get: <T>(key: string, otherwise?: T) => (state.get(key) ?? otherwise) as T,
      update: (key, value) => Promise.resolve(void state.set(key, value)),
    },
  );
  return { secrets, stored, state };
}

describe("a schedule that is asked for", () => {
  it("may be left out, and is refused with what is wrong with it", () => {
    assert.deepEqual([scheduleFault(" "), scheduleSaid("", 0, "f")], [undefined, undefined]);
    assert.match(scheduleFault("0 25 * * *") ?? "", /^This will not do: it is no schedule: .+\.$/);
    assert.match(scheduleFault("hourly") ?? "", /write five fields/);
    assert.match(scheduleFault("0 0 30 2 *") ?? "", /that time never comes/);
    assert.equal(scheduleSaid("0 25 * * *", 0, "f"), undefined);
  });

  it("is told with its next time, and what has to run for it", () => {
    const now = new Date(2026, 4, 5, 12).getTime();
    const next = new Date(2026, 4, 6, 3).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    assert.equal(scheduleFault("0 3 * * *"), undefined);
    // cron starts in another folder, and zfsr looks for no file called .yml
    assert.equal(
      scheduleSaid("0 3 * * *", now, "/home/a b/replication.yml"),
      `Due next on ${next}, where cron or a timer runs zfsr run --due -f '/home/a b/replication.yml'.`,
    );
  });
});

describe("secrets that the editor is told to remember", () => {
  it("are given the next time, and stand in the secret storage alone", async () => {
    const { secrets, state } = remembered();
    assert.equal(await secrets.recall(passphrase(1)), undefined);
    await secrets.remember(passphrase(1), "open sesame");
    assert.equal(await secrets.recall(passphrase(1)), "open sesame");
    assert.doesNotMatch(JSON.stringify([...state]), /sesame/);
    assert.deepEqual(
      secrets.list.map(({ title }) => title),
      ["Passphrase of /home/ann/.ssh/id_ed25519 for alpha"],
    );
  });

  it("are forgotten when they were wrong, so that the person is asked", async () => {
    const { secrets, stored } = remembered();
    await secrets.remember(passphrase(1), "old");
    assert.equal(await secrets.recall(passphrase(2)), undefined);
    assert.equal(await secrets.recall(passphrase(1)), undefined);
    assert.deepEqual([stored.size, secrets.list.length], [0, 0]);
  });

  it("are never answers to a server's own words", async () => {
    const { secrets, stored } = remembered();
    assert.equal(secrets.takes(ofServer), false);
    await secrets.remember(ofServer, "123456");
    assert.equal(await secrets.recall(ofServer), undefined);
    assert.equal(stored.size, 0);
  });

  it("are forgotten by command, each by itself", async () => {
    const { secrets, stored } = remembered();
    const password: Prompt = { ...ofServer, kind: "secret", origin: "password", title: "Password of root@alpha" };
    await secrets.remember(passphrase(1), "one");
    await secrets.remember(password, "two");
    await secrets.remember(password, "two again");
    assert.equal(secrets.list.length, 2);
    await secrets.forget(secrets.list.filter(({ title }) => title.startsWith("Passphrase")).map(({ key }) => key));
    assert.equal(await secrets.recall(password), "two again");
    assert.deepEqual([...stored.values()], ["two again"]);
  });
});
