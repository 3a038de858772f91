import type * as ssh2 from "ssh2";

/** The ssh2 library, as its types describe it. */
export type Ssh2 = typeof ssh2;

/**
 * Loads ssh2 when it is first needed: that takes some 100 ms, and the editor must not wait for it.
 * It is CommonJS: Node's own import finds it under `default`, the bundle's under the names themselves.
 */
export async function loadSsh2(): Promise<Ssh2> {
  const loaded = (await import("ssh2")) as Ssh2 & { readonly default?: Ssh2 };
  return loaded.default ?? loaded;
}
