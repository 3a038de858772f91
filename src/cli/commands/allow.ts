import type { AllowRequest, Delegate } from "../../core/administration/request";
import { ZfsrError } from "../../core/base/errors";
import { run } from "../../core/hosts/run";
import { parseWholeDataset } from "../../core/zfs/objectPlace";
import { administer, type AdministerOptions } from "../administer";
import type { Environment } from "../environment";
import { exitCode } from "../exitCodes";
import { printJson, writeText } from "../output";

export interface AllowOptions extends AdministerOptions {
  readonly user?: string;
  readonly group?: string;
  readonly everyone: boolean;
}

/** `zfsr allow|unallow PERMISSIONS PLACE --user NAME`; `zfsr allow PLACE` shows what is allowed. @throws ZfsrError usage */
export async function allow(
  verb: AllowRequest["verb"],
  words: string[],
  options: AllowOptions,
  environment: Environment,
): Promise<number> {
  const [permissions = "", place] = words;
  if (place === undefined && verb === "allow") return show(permissions, environment);
  const delegates: Delegate[] = [
    ...(options.user === undefined ? [] : [{ kind: "user" as const, name: options.user }]),
    ...(options.group === undefined ? [] : [{ kind: "group" as const, name: options.group }]),
    ...(options.everyone ? [{ kind: "everyone" as const }] : []),
  ];
  if (place === undefined || words.length > 2 || delegates.length === 0) {
    throw new ZfsrError({
      reason: "usage",
      object: words.join(" "),
      because: "it takes permissions and a place, and whom it is for",
      nextStep: `write zfsr ${verb} --user NAME send,hold HOST:DATASET`,
    });
  }
  const target = parseWholeDataset(place);
  const requests = delegates.map((delegate) => ({ verb, ...target, delegate, permissions }));
  return administer(requests, options, environment);
}

async function show(place: string, environment: Environment): Promise<number> {
  const { host, dataset } = parseWholeDataset(place);
  const command = { argv: ["zfs", "allow", dataset], object: dataset, parse: (stdout: string) => stdout };
  const text = await run(environment.host(host), command, { signal: environment.cancel.signal });
  if (environment.options.json) printJson(environment, { place, text });
  else writeText(environment.stdout, text === "" ? "Nothing is delegated there.\n" : text);
  return exitCode.done;
}
