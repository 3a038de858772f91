import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FakeCommands } from "../../../../support/fakes/commands";
import { AskedHost } from "./support/askedHost";

describe("remedies for a way by ssh that is refused", () => {
  let beta: AskedHost;
  beforeEach(() => {
    beta = new AskedHost();
  });
  afterEach(() => beta.dispose());

  it("connect to nobody whom a log names, and put no option into a command", async () => {
    beta.fake.add("ssh", `logged "$@"; printf 'hostname 192.0.2.9\\nport 2222\\nconnecttimeout 10\\n'`);
    const remedies = await beta.remediesFor("ssh: connect to host gamma port 22: Connection timed out");
    assert.deepEqual(beta.fake.calls(), [["-G", "gamma"]]);
    assert.match(
      remedies[0]?.title ?? "",
      /^Try it: beta takes gamma for 192\.0\.2\.9, port 22; for one that is only slow, raise its ConnectTimeout of 10 s$/,
    );
    assert.match(remedies[1]?.title ?? "", /zfsr measure SOURCE TARGET/);
    const hostile = await beta.remediesFor("ssh: connect to host -oProxyCommand=x port 22: Connection timed out");
    assert.equal(hostile.length, 1);
    assert.equal(beta.fake.calls().length, 1);
  });

  it("say with which keys a login was tried, and which the other side has to have", async () => {
    writeFileSync(join(beta.fake.folder, "id_a"), "");
    beta.fake.add("id", "echo carol").add("ssh-add", "exit 1");
    const way = (key: string): FakeCommands =>
      beta.fake.add("ssh", `printf 'user root\\nport 2222\\nidentityfile ${key}\\nidentityfile ~/.ssh/none\\n'`);
    const refused = "root@gamma: Permission denied (publickey).";
    way("~/id_a");
    const remedies = await beta.remediesFor(refused);
    assert.deepEqual(
      remedies.map(({ title, command }) => [
        title.replace(beta.fake.folder, "HOME"),
        command?.replaceAll(`'\\''`, "").replace(beta.fake.folder, "HOME"),
      ]),
      [
        [
          "See which key is refused: carol of beta offers HOME/id_a to gamma as root",
          "ssh beta 'ssh -v -o BatchMode=yes -o ConnectTimeout=10 -l root -p 2222 gamma true'",
        ],
        ["Read the public half, which authorized_keys of root on gamma has to have", "ssh beta 'cat HOME/id_a.pub'"],
      ],
    );
    way("~/.ssh/gone");
    assert.deepEqual(await beta.titles(refused), [
      "Give carol on beta a key, with ssh-keygen: it has none to offer to gamma",
    ]);
    assert.deepEqual(await beta.titles("-oProxyCommand=x: Permission denied (publickey)."), []);
  });

  it("compare a host's key with the one it was known by, and forget none by themselves", async () => {
    beta.fake.add("ssh", "printf 'hostname 192.0.2.9\\nport 2222\\nuserknownhostsfile ~/known\\n'");
    const known = (lines: string): FakeCommands => beta.fake.add("ssh-keygen", `logged "$@"; printf '${lines}'`);
    const unknown =
      "No ED25519 host key is known for gamma and you have requested strict checking.\nHost key verification failed.";
    known("# Host [192.0.2.9]:2222 found: line 3\\n[192.0.2.9]:2222 ED25519 SHA256:abc\\n");
    const remedies = await beta.remediesFor(unknown);
    assert.deepEqual(beta.fake.calls(), [["-l", "-F", "[192.0.2.9]:2222", "-f", join(beta.fake.folder, "known")]]);
    assert.deepEqual(
      remedies.map(({ risk }) => risk),
      ["none", "none", "changes"],
    );
    assert.equal(remedies[0]?.title, "See the key that gamma shows: beta knows it by SHA256:abc");
    assert.match(remedies[2]?.command ?? "", /ssh-keygen -R .*192\.0\.2\.9.*:2222/);
    known("");
    assert.deepEqual(
      (await beta.remediesFor(unknown)).map(({ risk }) => risk),
      ["none", "none"],
    );
  });
});
