import assert from "node:assert/strict";
import { sshAliases, type SshConfigFiles } from "../../../src/editor/hosts/sshAliases";

/** A disk in memory: file names with their text. */
function disk(texts: Readonly<Record<string, string>>): SshConfigFiles {
  const names = Object.keys(texts);
  return {
    home: "/home/anna",
    read: (path) => Promise.resolve(texts[path]),
    list: (folder) => {
      const inside = names.filter((name) => name.startsWith(`${folder}/`)).map((name) => name.slice(folder.length + 1));
      return Promise.resolve([...new Set(inside.map((name) => name.split("/")[0] ?? ""))]);
    },
  };
}

const config = "/home/anna/.ssh/config";

describe("aliases of an ssh config", () => {
  it("lists the names of Host lines, once each, without patterns", async () => {
    const text =
      'Host alpha beta\n  HostName 192.0.2.1\nhost=gamma # comment\nHost *.example.org !bad web-?\nHost "delta" alpha\n';
    assert.deepEqual(await sshAliases(config, disk({ [config]: text })), ["alpha", "beta", "gamma", "delta"]);
  });

  it("ignores comments, Match blocks and words that only begin like Host", async () => {
    const text = "# Host commented\nMatch host other\nHostName real\nHostKeyAlias key\n\tHost\ttabbed\n";
    assert.deepEqual(await sshAliases(config, disk({ [config]: text })), ["tabbed"]);
  });

  it("follows Include: relative to ~/.ssh, with ~ and with patterns in any part", async () => {
    const files = disk({
      [config]: "Include conf.d/* ~/work/*/ssh\nHost last\n",
      "/home/anna/.ssh/conf.d/10-lab": "Host lab",
      "/home/anna/.ssh/conf.d/.hidden": "Host hidden",
      "/home/anna/work/one/ssh": "Host one",
      "/home/anna/work/two/ssh": "Host two",
    });
    assert.deepEqual(await sshAliases(config, files), ["lab", "one", "two", "last"]);
  });

  it("ends where files include each other", async () => {
    const text = "Include config\nHost alpha\n";
    assert.deepEqual(await sshAliases(config, disk({ [config]: text })), ["alpha"]);
  });

  it("gives nothing for a file that is not there", async () => {
    assert.deepEqual(await sshAliases(config, disk({})), []);
  });
});
