import type { Line } from "./readLines";

/** A line without what a logger or a wrapper put around it. */
export interface LogRecord {
  readonly line: number;
  /** What the program itself printed. */
  readonly text: string;
  /** `smartd[15638]`, which the logger put before it; undefined where nothing says it. */
  readonly program: string | undefined;
  /** `orion zfs[1568]`: lines of one source belong together; empty where nothing says it. */
  readonly source: string;
  /** The host that a syslog line names. */
  readonly host: string | undefined;
}

const syslog =
  /^(?:<\d+>)?(?:[^\s\d]{3,5}\.? [ \d]?\d \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?) ([^\s[]\S*) ([^\s:[\]]+(?:\[\d+\])?): ?/;
const kernelTime =
  /^\[ *\d+\.\d+\] ?|^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\] ?|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[,.]\d+[+-]\d\d:\d\d /;
const wrapper = /^[!#] ?\[(Source|Target)\] STDERR > ?/;
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/**
 * Takes off the prefixes of syslog, journald, dmesg and zfs_autobackup, colours and control characters. Line breaks that
 * a logger wrote as `\n` (zrepl, Python) make several records of one line.
 */
export function recordsOf({ number, text }: Line): LogRecord[] {
  let rest = text.includes("\u001b") ? text.replace(escapes, "") : text;
  let source = "";
  let host: string | undefined;
  let program: string | undefined;
  const logged = syslog.exec(rest);
  if (logged) {
    host = logged[1];
    program = logged[2];
    source = `${logged[1]} ${logged[2]}`;
    rest = rest.slice(logged[0].length);
  }
  rest = rest.replace(kernelTime, "");
  const wrapped = wrapper.exec(rest);
  if (wrapped) {
    source += wrapped[1] ?? "";
    rest = rest.slice(wrapped[0].length);
  }
  const parts = rest.includes("\\n") ? rest.split("\\n") : [rest];
  return parts.map((part) => ({ line: number, text: part, source, host, program }));
}
