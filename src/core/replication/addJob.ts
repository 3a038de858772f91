import { isMap, isScalar, parseDocument, stringify } from "yaml";
import { ZfsrError } from "../base/errors";
import { parseJobFile } from "../jobs/parseJobFile";
import { type JobExtras, jobKeys, unaskedKeys } from "./jobKeys";
import type { ReplicationRequest } from "./request";
import { requestsOf } from "./requestsOf";

/**
 * The text of a job file with one more job; every line that is there stays as it is. The job is read back from it: it does
 * what was asked, whatever the file's `defaults` say. A snapshot that the request goes up to is no part of a job.
 * @param text empty for a new file
 * @throws ZfsrError usage where the name is taken, the file has mistakes with the job or without it, or its `defaults` have
 * what was not asked for and no job can say that it wants none
 */
export function addJob(text: string, name: string, request: ReplicationRequest, extras: JobExtras): string {
  let written = text.trim() === "" ? "version: 1\n" : text;
  const document = parseDocument(written);
  const refuse = (because: string): ZfsrError =>
    new ZfsrError({
      reason: "usage",
      object: name,
      because,
      nextStep: "choose another name, or mend the file: zfsr check FILE",
    });
  if (document.errors.length > 0 || !isMap(document.contents))
    throw refuse("the file is no job file that could be added to");
  if (document.hasIn(["jobs", name])) throw refuse("the file has a job of that name already");
  // places name hosts of the file; this machine needs no line
  const hooks = [...(request.hooks?.before ?? []), ...(request.hooks?.after ?? [])];
  const hosts = new Set([request.source.host, request.target.host, ...hooks.map(({ host }) => host)]);
  for (const host of hosts)
    if (host !== "local" && !document.hasIn(["hosts", host])) written = inserted(written, "hosts", host, {});
  const defaults: unknown = document.get("defaults");
  const given = new Set(
    isMap(defaults) ? defaults.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")) : [],
  );
  written = inserted(written, "jobs", name, jobKeys(request, extras, given));
  const { file, problems } = parseJobFile(written);
  const [problem] = problems;
  if (problem) throw refuse(`line ${problem.line} of the file would be wrong: ${problem.message}`);
  const job = file?.jobs.find((one) => one.name === name);
  const [read] = job ? requestsOf(job) : [];
  if (!job || !read) throw refuse("it could not be read back from the file");
  const unasked = unaskedKeys(
    { request, extras: { ...extras, schedule: extras.schedule?.trim() } },
    { request: read, extras: { snapshot: job.snapshot !== undefined, schedule: job.schedule?.text } },
  );
  if (unasked.length > 0)
    throw otherwise(
      name,
      unasked.map((path) => (document.hasIn(["defaults", ...path]) ? ["defaults", ...path] : path).join(".")),
    );
  return written;
}

/** @param keys of the file that make the job other than what was asked */
function otherwise(name: string, keys: readonly string[]): ZfsrError {
  const own = keys.includes("defaults.schedule") ? "give the job a schedule of its own, or " : "";
  const hosts = keys.filter((key) => key.startsWith("hosts."));
  return new ZfsrError({
    reason: "usage",
    object: name,
    because: `the file would make the job do what was not asked for, and a job has no word against it: ${keys.join(", ")}`,
    nextStep:
      hosts.length > 0
        ? `call the host that ${hosts.join(" and ")} stands for by another name in the file, then save the job again`
        : `${own}move what is named out of the file's defaults into the jobs that are to have it, then save the job again`,
  });
}

/**
 * The text with one more entry at the end of the mapping `key`. One that is missing is added at the end; only where it is
 * in braces, the file is written anew.
 */
function inserted(text: string, key: string, name: string, value: unknown): string {
  const document = parseDocument(text);
  if (!document.has(key)) return `${ended(text)}${stringify({ [key]: { [name]: value } }, { lineWidth: 0 })}`;
  const map = document.getIn([key], true);
  const first = isMap(map) ? map.items[0]?.key : undefined;
  if (!isMap(map) || map.flow || !map.range || !isScalar(first) || !first.range) {
    if (isMap(map)) map.flow = false;
    document.setIn([key, name], document.createNode(value));
    return document.toString({ lineWidth: 0 });
  }
  const indent = " ".repeat(first.range[0] - (text.lastIndexOf("\n", first.range[0] - 1) + 1));
  const end = map.range[1];
  // a comment behind the last value belongs to it
  const newline = text.indexOf("\n", end);
  const at = text[end - 1] === "\n" ? end : newline < 0 ? text.length : newline + 1;
  const before = text.slice(0, at);
  const lines = stringify({ [name]: value }, { lineWidth: 0 })
    .trimEnd()
    .split("\n");
  const body = lines.map((line) => indent + line).join("\n");
  return `${ended(before)}${body}\n${text.slice(at)}`;
}

/** With a line break at its end. */
function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
