import type { Host, HostId } from "../../core/hosts/host";

/**
 * A host whose connector is loaded with its first command: the code of connecting is the dearest part of all.
 * @param load gives the host itself, the same one each time
 */
export function lateHost(id: HostId, load: () => Promise<Host>): Host {
  let loaded: Host | undefined;
  const real = async (): Promise<Host> => (loaded ??= await load());
  return {
    id,
    get facts() {
      return loaded?.facts;
    },
    connect: async (signal) => (await real()).connect(signal),
    exec: async (argv, options) => (await real()).exec(argv, options),
    script: async (script, options) => (await real()).script(script, options),
    follow: async (script, options) => (await real()).follow(script, options),
    spawnWords: async (script, ssh) => (await real()).spawnWords(script, ssh),
    readFile: async (path, signal) => (await real()).readFile(path, signal),
    dispose: () => loaded?.dispose(),
  };
}
