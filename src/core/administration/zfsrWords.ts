import { datasetOf } from "../zfs/names";
import { formatPlace } from "../zfs/place";
import { settingWords } from "./properties";
import type { AdministrationRequest, Delegate } from "./request";

/** The words of the command line that ask for the same: what 'Copy as zfsr Command' gives. Consent is not among them. */
export function zfsrWords(request: AdministrationRequest): string[] {
  const { host } = request;
  const place = (name: string): string => formatPlace(host, name);
  const flag = (on: boolean, word: string): string[] => (on ? [word] : []);
  switch (request.verb) {
    case "snapshot":
      return [
        ...["zfsr", "snapshot"],
        ...flag(request.recursive, "-r"),
        ...settingWords(request.properties),
        ...request.datasets.map((dataset) => place(`${dataset}@${request.name}`)),
      ];
    case "hold":
    case "release":
      return ["zfsr", request.verb, ...flag(request.recursive, "-r"), request.tag, ...request.snapshots.map(place)];
    case "bookmark":
      return ["zfsr", "bookmark", place(request.snapshot), `#${request.name}`];
    case "destroy-snapshots":
      return [
        ...["zfsr", "destroy"],
        ...flag(request.recursive, "-r"),
        ...flag(request.defer, "--defer"),
        place(`${request.dataset}@${request.names}`),
      ];
    case "destroy-bookmarks":
      return ["zfsr", "destroy", ...request.bookmarks.map(place)];
    case "destroy-dataset":
      return [
        ...["zfsr", "destroy"],
        ...flag(request.recursive, "-r"),
        ...flag(request.clones, "--clones"),
        ...flag(request.force, "-f"),
        place(request.dataset),
      ];
    case "rollback":
      return [
        ...["zfsr", "rollback"],
        ...flag(request.recursive, "-r"),
        ...flag(request.clones, "--clones"),
        place(request.snapshot),
      ];
    case "clone":
      return [
        ...["zfsr", "clone"],
        ...flag(request.parents, "-p"),
        ...settingWords(request.properties),
        place(request.snapshot),
        request.target,
      ];
    case "promote":
    case "mount":
    case "load-key":
    case "unload-key":
    case "abort":
      return ["zfsr", request.verb, place(request.dataset)];
    case "unmount":
      return ["zfsr", "unmount", ...flag(request.force, "-f"), place(request.dataset)];
    case "rename":
      return ["zfsr", "rename", ...flag(request.parents, "-p"), place(request.dataset), request.to];
    case "rename-snapshot":
      return ["zfsr", "rename", ...flag(request.recursive, "-r"), place(request.snapshot), `@${request.to}`];
    case "set":
      return ["zfsr", "set", ...request.properties.map(({ name, value }) => `${name}=${value}`), place(request.object)];
    case "inherit":
      return [
        ...["zfsr", "inherit"],
        ...flag(request.recursive, "-r"),
        ...flag(request.received, "-S"),
        request.property,
        place(request.object),
      ];
    case "scrub":
      return ["zfsr", "scrub", ...flag(request.action !== "start", `--${request.action}`), place(request.pool)];
    case "send":
      return [
        ...["zfsr", "send"],
        ...(request.raw === "auto" ? [] : [request.raw ? "--raw" : "--no-raw"]),
        ...(request.from === undefined ? [] : ["-i", request.from.slice(datasetOf(request.from).length)]),
        ...[place(request.snapshot), "--to", request.file],
      ];
    case "receive":
      return ["zfsr", "receive", place(request.dataset), "--from", request.file];
    case "allow":
    case "unallow":
      return ["zfsr", request.verb, ...delegate(request.delegate), request.permissions, place(request.dataset)];
  }
}

function delegate({ kind, name }: Delegate): string[] {
  return kind === "everyone" ? ["--everyone"] : [`--${kind}`, name ?? ""];
}
