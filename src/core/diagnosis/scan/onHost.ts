import { byHost } from "../remedy";
import type { LogFinding } from "./logFinding";

/** A finding in a text that came from `host`: its commands run there. Values are quoted already. */
export function onHost(finding: LogFinding, host: string): LogFinding {
  return {
    ...finding,
    remedies: finding.remedies.map((remedy) =>
      remedy.does?.by === "host" ? byHost(remedy.title, remedy.risk, host, remedy.does.script) : remedy,
    ),
  };
}
