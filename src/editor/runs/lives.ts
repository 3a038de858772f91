import { isAlive } from "../../core/runs/control";
import { beganAt, type RunFiles } from "../../core/runs/runDirectory";

/** Milliseconds between a run's first word in its journal and its control socket, on a machine that is busy. */
const beginning = 5000;

/** Whether a run's process lives. One that has just begun may not listen yet: it is taken to live. */
export async function lives(files: RunFiles): Promise<boolean> {
  return (await isAlive(files)) || Date.now() - beganAt(files.id) < beginning;
}
