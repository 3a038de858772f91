import type { Definer } from "./definer";

/** `ls`, `holds`: looking at what is there. */
export function defineDatasets({ define, acts }: Definer): void {
  acts(
    define("ls <place>", "list what is there")
      .option("-r, --recursive", "everything below, too", false)
      .option("-t, --type <types>", "filesystem,volume,snapshot,bookmark"),
    (place: string, options: { recursive: boolean; type?: string }) => async (environment) =>
      (await import("../commands/ls")).ls(place, { recursive: options.recursive, types: options.type }, environment),
  );
  acts(
    define("holds <place>", "which holds keep snapshots, and which of zfsr's own are left over").option(
      "-r, --recursive",
      "everything below, too",
      false,
    ),
    (place: string, options: { recursive: boolean }) => async (environment) =>
      (await import("../commands/holds")).holds(place, options.recursive, environment),
  );
}
