import { chmodSync, existsSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import type { Disposable } from "../base/disposable";
import type { RunFiles } from "./runDirectory";

/** Listens on a run's socket, so that others can see that it lives and can cancel it. */
export async function listenForControl(files: RunFiles, onCancel: () => void): Promise<Disposable> {
  const open = new Set<Socket>();
  // a process that was killed leaves its socket behind, and another one goes on with its run
  if (process.platform !== "win32" && existsSync(files.control) && !(await isAlive(files))) rmSync(files.control);
  const server = createServer((socket) => {
    open.add(socket);
    socket.unref();
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.once("data", (data) => {
      if (data.toString("utf8").trim() === "cancel") onCancel();
      socket.end("ok\n");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(files.control, resolve);
  });
  if (process.platform !== "win32") chmodSync(files.control, 0o600);
  server.unref();
  return {
    dispose: () => {
      server.close();
      for (const socket of open) socket.destroy();
      if (process.platform !== "win32") rmSync(files.control, { force: true });
    },
  };
}

/** Tells whether the process of a run lives. */
export function isAlive(files: RunFiles): Promise<boolean> {
  return say(files, "ping");
}

/** Asks a run to end, keeping what was received. @returns false when its process no longer lives. */
export function cancelRun(files: RunFiles): Promise<boolean> {
  return say(files, "cancel");
}

function say(files: RunFiles, word: "ping" | "cancel"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(files.control);
    socket.setTimeout(5000, () => socket.destroy(new Error("no answer")));
    socket.once("connect", () => socket.write(`${word}\n`));
    socket.once("data", () => {
      socket.end();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
