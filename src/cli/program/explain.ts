import type { Definer } from "./definer";

/** `explain`: what logs and messages tell of. */
export function defineExplain({ define, acts }: Definer): void {
  acts(
    define("explain [files...]", "what logs and messages tell of: why, and what can be done; - reads standard input"),
    (files: string[]) => async (environment) => (await import("../commands/explain")).explain(files, environment),
  );
}
