/** Root hooks of the tests against real OpenZFS: the lab is up before the first of them, and stays up after the last. */
import type { RootHookObject } from "mocha";
import { up } from "../support/lab/lab.js";

export const mochaHooks: RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(40 * 60_000); // the images may have to be built
    await up();
  },
};
