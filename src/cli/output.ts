import { printable } from "../core/zfs/names";
import type { Environment } from "./environment";

/** One JSON value on standard output. */
export function printJson(environment: Pick<Environment, "stdout">, value: unknown): void {
  environment.stdout.write(`${JSON.stringify(value)}\n`);
}

/**
 * Rows in aligned columns; what a host printed cannot move the cursor or change colours.
 * @param right the indexes of columns that hold numbers
 */
export function printTable(
  environment: Pick<Environment, "stdout">,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): void {
  const all = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    const cells = row.map((cell, column) =>
      right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    environment.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}
