import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Pair, parseDocument, visit } from "yaml";
import { isWithin } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import type { JobFile, JobProblem } from "./job";
import { hostsOf, jobOf } from "./jobOf";
import { type JobIssue, jobFileSchema, type RawJobFile, type RawSettings } from "./schema";

export interface ParsedJobFile {
  /** Undefined when a problem keeps the file from being used. */
  readonly file: JobFile | undefined;
  /** In the order of the text. */
  readonly problems: readonly JobProblem[];
}

/** Reads a job file. Never throws: what is wrong is in the problems, each with its place in the text. */
export function parseJobFile(text: string): ParsedJobFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = new Locator(document, lines);
  if (document.errors.length > 0) {
    return {
      file: undefined,
      problems: document.errors.map((error) => at.range(error.pos[0], error.pos[1], error.message)),
    };
  }
  const unusable = unusableKeys(document, at);
  if (unusable.length > 0) return { file: undefined, problems: unusable };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // an alias without its anchor, or more aliases than any honest file has
    return { file: undefined, problems: [at.range(0, 1, error instanceof Error ? error.message : String(error))] };
  }
  const parsed = jobFileSchema.safeParse(value);
  if (!parsed.success)
    return { file: undefined, problems: sorted(parsed.error.issues.flatMap((issue) => problemsOf(issue, at))) };
  const problems = sorted(crossProblems(parsed.data, at));
  return { file: problems.length === 0 ? fileOf(parsed.data) : undefined, problems };
}

/** Finds the place of a path of keys in the text. */
class Locator {
  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  range(start: number, end: number, message: string): JobProblem {
    const from = this.lines.linePos(start);
    const to = this.lines.linePos(Math.max(end, start + 1));
    return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col, message };
  }

  /** The value at `path`; its parent where there is none. */
  value(path: readonly PropertyKey[], message: string): JobProblem {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (length < path.length && length > 0) return this.key(path.slice(0, length), message);
      if (isNode(node) && node.range) return this.range(node.range[0], node.range[1], message);
    }
    return this.range(0, 1, message);
  }

  /** The key at the end of `path`. */
  key(path: readonly PropertyKey[], message: string): JobProblem {
    const parent = path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
    const name = path.at(-1);
    const pair = isMap(parent)
      ? parent.items.find((item): item is Pair => isPair(item) && isScalar(item.key) && item.key.value === name)
      : undefined;
    const key = pair?.key;
    return isNode(key) && key.range ? this.range(key.range[0], key.range[1], message) : this.range(0, 1, message);
  }
}

/** `__proto__` is no key of an object like others: what stands behind it would vanish without a word. */
function unusableKeys(document: Document, at: Locator): JobProblem[] {
  const found: JobProblem[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === "__proto__" && key.range)
        found.push(at.range(key.range[0], key.range[1], "the name '__proto__' cannot be used"));
    },
  });
  return found;
}

/** The machine behind a host's name in the file, as far as the file tells: whoever is used there. */
function machineOf(raw: RawJobFile): (name: string) => string {
  return (name) => {
    const { ssh = name, port } = raw.hosts?.[name] ?? {};
    const machine = ssh.slice(ssh.lastIndexOf("@") + 1);
    return port === undefined ? machine : `${machine}:${port}`;
  };
}

function problemsOf(issue: JobIssue, at: Locator): JobProblem[] {
  const { path } = issue;
  const last = path.at(-1) ?? "the file";
  // of a list, by the list's name
  const name = typeof last === "number" ? `${String(path.at(-2))}[${last}]` : String(last);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => at.key([...path, key], `unknown key '${key}'`));
    case "invalid_type":
      return [
        at.value(
          path,
          issue.input === undefined && issue.message.includes("undefined")
            ? `'${name}' is missing`
            : `'${name}' must be ${kinds[issue.expected] ?? issue.expected}`,
        ),
      ];
    case "invalid_value":
      return [at.value(path, `'${name}' must be ${issue.values.map(String).join(" or ")}`)];
    case "invalid_union":
      return [at.value(path, `'${name}' must be ${issue.message}`)];
    case "too_small":
      return [at.value(path, `'${name}' must not be empty`)];
    case "invalid_key":
      return [at.key(path, issue.issues[0]?.message ?? "that name is not allowed")];
    default:
      return [at.value(path, `'${name}': ${issue.message}`)];
  }
}

const kinds: Readonly<Record<string, string>> = {
  boolean: "true or false",
  string: "text",
  array: "a list",
  object: "a map",
  record: "a map",
  number: "a number",
};

/** Mistakes that only show when the whole file is looked at. */
function crossProblems(raw: RawJobFile, at: Locator): JobProblem[] {
  const problems: JobProblem[] = [];
  const hosts = new Set(Object.keys(raw.hosts ?? {}));
  const known = ({ host }: { readonly host: string }, path: readonly PropertyKey[]): void => {
    if (!raw.hosts || host === "local" || hosts.has(host)) return;
    problems.push(at.value(path, `the host '${host}' is not among 'hosts' (${[...hosts].join(", ")})`));
  };
  const knownHooks = ({ hooks }: RawSettings, path: readonly PropertyKey[]): void => {
    for (const when of ["before", "after"] as const)
      hooks?.[when]?.forEach((hook, i) => known(hook, [...path, "hooks", when, i]));
  };
  knownHooks(raw.defaults ?? {}, ["defaults"]);
  const machine = machineOf(raw);
  const writers = new Map<string, { readonly job: string; readonly place: string }>();
  for (const [name, job] of Object.entries(raw.jobs)) {
    known(job.source, ["jobs", name, "source"]);
    knownHooks(job, ["jobs", name]);
    const keepsBases = { ...raw.defaults?.protect, ...job.protect };
    const prunes = (job.keep?.source ?? raw.defaults?.keep?.source) !== undefined;
    if (prunes && job.targets.length > 1 && keepsBases.hold === false && keepsBases.bookmark !== true) {
      const message =
        "with several targets, 'keep.source' needs 'protect.hold' or 'protect.bookmark': else it could destroy what a slow one still needs";
      problems.push(at.value(["jobs", name, "keep"], message));
    }
    job.targets.forEach((target, i) => {
      const path = ["jobs", name, "targets", i];
      known(target, path);
      const place = formatPlace(target.host, target.dataset);
      if (machine(target.host) === machine(job.source.host) && isWithin(target.dataset, job.source.dataset)) {
        problems.push(at.value(path, `the target ${place} lies inside its source`));
      } else if (machine(target.host) === machine(job.source.host) && isWithin(job.source.dataset, target.dataset)) {
        problems.push(at.value(path, `the source lies inside its target ${place}`));
      }
      const own = formatPlace(machine(target.host), target.dataset);
      for (const [written, writer] of writers) {
        const overlap = isWithin(own, written) || isWithin(written, own);
        const same = machine(target.host) === target.host ? "" : `, and ${target.host} is ${machine(target.host)}`;
        if (overlap) problems.push(at.value(path, `the job '${writer.job}' writes to ${writer.place}, too${same}`));
      }
      writers.set(own, { job: name, place });
    });
  }
  return problems;
}

function fileOf(raw: RawJobFile): JobFile {
  const hosts = hostsOf(raw);
  return { hosts, jobs: Object.entries(raw.jobs).map(([name, job]) => jobOf(name, job, raw.defaults ?? {}, hosts)) };
}

function sorted(problems: readonly JobProblem[]): JobProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
