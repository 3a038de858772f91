// npm start: from a bare checkout to a replication that was seen to work, and to an editor to go on in.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt, ensureDebianPackages, ensurePackages, ensureVsix, root, runToEnd, say } from "./prepare.mjs";

const once = process.argv.includes("--once");
const sshConfig = join(root, ".lab", "ssh_config");

try {
  await ensureDebianPackages([["ssh", "openssh-client"]]);
  await ensurePackages();
  await ensureBuilt();
  lab("up", "alpha", "beta");
  const first = replicate();
  if (first !== 0) process.exitCode = first;
  else process.exitCode = changeAndReplicate();
  if (!once && process.exitCode === 0) await serveEditor();
} catch (error) {
  say(`npm start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

function lab(...words) {
  runToEnd(process.execPath, ["--import", "tsx", join("test", "support", "lab", "main.ts"), ...words]);
}

/** Runs `zfsr` of this checkout on the terminal. @returns its exit code */
function zfsr(...words) {
  say(`\n$ zfsr ${words.join(" ")}`);
  const { status } = spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...words, "--ssh-config", sshConfig], {
    cwd: root,
    stdio: "inherit",
  });
  return status ?? 1;
}

function replicate(...more) {
  return zfsr("replicate", "alpha:tank/demo", "beta:backup/demo", "--recursive", ...more);
}

/** Writes something new on alpha, so that there is an increment, sends it, and compares all snapshots of both sides. */
function changeAndReplicate() {
  say("\nA file changes on alpha; the next run takes a snapshot and sends what has changed.");
  runToEnd("ssh", [
    "-F",
    sshConfig,
    "alpha",
    "date >>/tank/demo/changes.txt; dd if=/dev/urandom of=/tank/demo/new.bin bs=64k count=32 2>/dev/null",
  ]);
  const code = replicate("--snapshot");
  return code === 0 ? zfsr("verify", "alpha:tank/demo", "beta:backup/demo") : code;
}

async function serveEditor() {
  const { installTools } = await import("../test/support/editor/tools.mjs");
  await installTools();
  const vsix = await ensureVsix();
  const child = spawn(process.execPath, ["--import", "tsx", join("test", "support", "editor", "serve.ts"), vsix], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ZFSR_SSH_CONFIG: sshConfig },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 0)));
}
