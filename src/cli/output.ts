import type { ZfsrError } from "../core/base/errors";
import { printable } from "../core/zfs/names";

/** Where text goes: standard output or standard error, or what a test puts in their place. */
export interface TextStream {
  write(text: string): unknown;
}

/** `text` as it may reach a terminal: line breaks stay, all else that could steer it is made visible. */
export function safeText(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** The one way of plain text to the outside. What a host or a file said cannot move the cursor or change colours by it. */
export function writeText(stream: TextStream, text: string): void {
  stream.write(safeText(text));
}

/** One JSON value on standard output; of an array an element at a time, since a string has an end (512 MiB). */
export function printJson(environment: { readonly stdout: TextStream }, value: unknown): void {
  if (!Array.isArray(value)) {
    environment.stdout.write(`${safeJson(value)}\n`);
    return;
  }
  const pieces = new Pieces(environment.stdout);
  pieces.add("[");
  for (const [i, item] of value.entries()) pieces.add(i === 0 ? safeJson(item) : `,${safeJson(item)}`);
  pieces.add("]\n");
  pieces.flush();
}

/** `{"name":[…]}` on standard output, an element at a time as it comes: a list of any length takes no memory. */
export class JsonList {
  private any = false;

  constructor(
    private readonly stream: TextStream,
    name: string,
  ) {
    stream.write(`{${safeJson(name)}:[`);
  }

  add(value: unknown): void {
    this.stream.write(this.any ? `,\n${safeJson(value)}` : safeJson(value));
    this.any = true;
  }

  end(): void {
    this.stream.write("]}\n");
  }
}

/** What is told of an error in JSON. */
export function errorJson({ reason, object, because, nextStep }: ZfsrError): ErrorJson {
  return { reason, object, because, nextStep };
}

export type ErrorJson = Pick<ZfsrError, "reason" | "object" | "because" | "nextStep">;

/** JSON escapes only some of what steers a terminal; the rest is escaped here, and reads back as it was. */
function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    char
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/**
 * Rows in aligned columns; what a host printed cannot move the cursor or change colours.
 * @param rows gone through twice
 * @param right the indexes of columns that hold numbers
 */
export function printTable(
  environment: { readonly stdout: TextStream },
  header: readonly string[],
  rows: Iterable<readonly string[]>,
  right: readonly number[] = [],
): void {
  const widths = header.map((title) => title.length);
  for (const row of rows) {
    for (const [column, width] of widths.entries()) {
      const { length } = printable(row[column] ?? "");
      if (length > width) widths[column] = length;
    }
  }
  const pieces = new Pieces(environment.stdout);
  const add = (row: readonly string[]): void => {
    const cells = widths.map((width, column) => {
      const cell = printable(row[column] ?? "");
      return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    pieces.add(`${cells.join("  ").trimEnd()}\n`);
  };
  add(header);
  for (const row of rows) add(row);
  pieces.flush();
}

/** Puts short pieces together, so that a million rows are not a million calls of the system. */
class Pieces {
  private waiting: string[] = [];
  private length = 0;

  constructor(private readonly stream: TextStream) {}

  add(piece: string): void {
    this.waiting.push(piece);
    this.length += piece.length;
    if (this.length > 65_536) this.flush();
  }

  flush(): void {
    if (this.length > 0) this.stream.write(this.waiting.join(""));
    this.waiting = [];
    this.length = 0;
  }
}
