/** Builds what the cache lacks: OpenZFS's modules for a release, its root image, the disks of its hosts. */
import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Release, address, hostNames, hostSpec, suites } from "../hosts.js";
import { withLock } from "../lock.js";
import { cacheFolder } from "../places.js";
import { preloaded } from "../machine.js";
import { bake } from "./bake.js";
import { type Image, buildLock, buildLog, currentRecipe, findImage, keysFolder, prune, writeImage } from "./cache.js";
import { hashOf, readScript, runScript } from "./recipe.js";
import { say, stage } from "../say.js";

/** Tools of this machine that building and running need, with the Debian packages that have them. */
const tools = [
  "mmdebstrap:mmdebstrap",
  "mkfs.ext4:e2fsprogs",
  "sfdisk:fdisk",
  "ip:iproute2",
  "flock:util-linux",
  "ssh-keygen:openssh-client",
  "gzip:gzip",
];

/** Takes releases, builds what is missing, gives their images. With fresh, the mirror is asked for newer packages. */
export async function images(releases: readonly Release[], fresh = false): Promise<Image[]> {
  const there = releases.map(findImage);
  if (!fresh && there.every((image) => image !== undefined)) return there;
  return withLock(buildLock, "Waiting for another build of the lab's images on this machine…", async () => {
    const missing = fresh ? releases : releases.filter((release) => !findImage(release));
    const built = missing.length > 0 ? await buildAll(missing) : [];
    return releases.map((release) => {
      const image = built.find((one) => one.release === release) ?? findImage(release);
      if (!image) throw new Error(`The image of OpenZFS ${release} is not there after its build: see ${buildLog}.`);
      return image;
    });
  });
}

async function buildAll(releases: readonly Release[]): Promise<Image[]> {
  const work = join(cacheFolder, "work");
  rmSync(work, { recursive: true, force: true }); // left by a build that was ended; the lock says that it's nobody's
  mkdirSync(work, { recursive: true });
  await runScript("host-packages.sh", tools, work);
  await makeKeys(work);
  const plans: Plan[] = [];
  for (const release of releases) plans.push(await plan(release, work));
  const wanted = plans.filter((one) => !existsSync(one.image));
  try {
    // Packages are unpacked on one processor while the other compiles; the 2.1 hosts are whole before 2.3 is begun.
    const trees = chain(wanted, (one) => runScript("tree.sh", [one.release, suites[one.release]], work));
    const modules = chain(wanted, (one) => makeModules(one, work));
    await Promise.all([...trees, ...modules, ...finished(wanted, trees, modules, work)]);
  } finally {
    keepLogs(work);
  }
  rmSync(work, { recursive: true, force: true });
  return plans.map((one) => one.found());
}

interface Plan {
  readonly release: Release;
  readonly packages: string;
  readonly modules: string;
  readonly image: string;
  found(): Image;
}

async function plan(release: Release, work: string): Promise<Plan> {
  const packages = await stage(`versions-${release}`, () => readScript("versions.sh", [suites[release]], work));
  const modulesKey = hashOf(["common.sh", "compiler.sh", "modules.sh", "xstate.c"], packages);
  const imageKey = hashOf(["."], modulesKey, currentRecipe() ?? "");
  const image = join(cacheFolder, `image-${release}-${imageKey}`);
  return {
    release,
    packages: packages.trim().replaceAll("\n", " "),
    modules: join(cacheFolder, `modules-${release}-${modulesKey}`),
    image,
    found: () => {
      const found = findImage(release);
      if (!found) throw new Error(`${image} is whole but can't be read: remove that folder and build again.`);
      return found;
    },
  };
}

/** Starts the work of each plan when that of the one before has ended; gives the promises at once. */
function chain(plans: readonly Plan[], work: (plan: Plan) => Promise<void>): Promise<void>[] {
  let before = Promise.resolve();
  return plans.map((one) => (before = before.then(() => work(one))));
}

function finished(
  plans: readonly Plan[],
  trees: readonly Promise<void>[],
  modules: readonly Promise<void>[],
  work: string,
): Promise<void>[] {
  return plans.map(async (one, i) => {
    await Promise.all([trees[i], modules[i]]);
    await makeImage(one, work);
  });
}

async function makeModules(one: Plan, work: string): Promise<void> {
  if (existsSync(one.modules)) return;
  const part = join(work, `modules-${one.release}`);
  await runScript("compiler.sh", [], work);
  await runScript("modules.sh", [one.release, suites[one.release], part], work);
  renameSync(part, one.modules);
  prune(`modules-${one.release}`);
}

async function makeImage(one: Plan, work: string): Promise<void> {
  const part = join(work, `image-${one.release}`);
  await runScript("root.sh", [one.release, one.modules, keysFolder, part], work);
  const [kernel, root] = [join(part, "linux.uml"), join(part, "root.ext4")];
  for (const file of ["linux.uml", preloaded]) linkSync(join(one.modules, file), join(part, file));
  const hosts = hostNames.filter((name) => hostSpec(name).release === one.release);
  await stage(`first-boot-${one.release}`, () =>
    Promise.all(hosts.map((name) => bake(name, kernel, root, join(part, name)))),
  );
  rmSync(root);
  const zfs = readFileSync(join(one.modules, "zfs-version"), "utf8").trim();
  writeImage(part, { release: one.release, zfs, recipe: currentRecipe() ?? "", packages: one.packages });
  renameSync(part, one.image);
  prune(`image-${one.release}`);
  say(`OpenZFS ${zfs} is ready in ${one.image}`);
}

async function makeKeys(work: string): Promise<void> {
  if (existsSync(keysFolder)) return;
  const part = join(work, "keys");
  await runScript("keys.sh", [part, ...hostNames.map((name) => `${name}=${address(hostSpec(name))}`)], work);
  renameSync(part, keysFolder);
}

/** Keeps the newest build's logs, whatever came of it. */
function keepLogs(work: string): void {
  rmSync(buildLog, { recursive: true, force: true });
  if (existsSync(join(work, "log"))) renameSync(join(work, "log"), buildLog);
  for (const name of hostNames) {
    const log = join(work, `image-${hostSpec(name).release}`, name, "bake.log");
    if (existsSync(log)) copyFileSync(log, join(buildLog, `bake-${name}.log`));
  }
}
