/** The command line of the lab: npm run lab -- COMMAND. */
import { Command } from "commander";
import { join } from "node:path";
import { corrupt } from "./corrupt.js";
import { clock, cut, fill, kill, mend, netem, pause, rate, resume, start, unfill } from "./faults.js";
import { hostNames, hostSpec, parseHostName, parseHostNames } from "./hosts.js";
import { images } from "./image/build.js";
import { down, reset, running, up } from "./lab.js";
import { furtherLabs, labNumber } from "./places.js";
import { provoke, takeAway } from "./provoke.js";
import { ssh } from "./remote.js";
import { run } from "./run.js";
import { say, stage } from "./say.js";
import { printStatus } from "./status.js";

const program = new Command("lab").description("Real OpenZFS on hosts of this machine's own: alpha, beta and gamma.");
program.enablePositionalOptions();

program
  .command("up [names...]")
  .description("start hosts, all without names; their images are built when missing")
  .action(async (names: string[]) => {
    await stage("up", () => up(parseHostNames(names)));
  });

program
  .command("down")
  .description("end the lab, and those of the tests beside it; the disks are kept")
  .action(async () => {
    await stage("down", down);
    if (labNumber === 1) for (const number of furtherLabs()) await downInstead(number);
  });

program
  .command("status [names...]")
  .description("print what runs; exit code 0 only when all hosts asked for answer")
  .action(async (names: string[]) => {
    process.exitCode = (await printStatus(parseHostNames(names))) ? 0 : 1;
  });

program
  .command("ssh <name> [command...]")
  .description("run a command, or a shell, on a host by .lab/ssh_config")
  .passThroughOptions()
  .action(async (name: string, command: string[]) => {
    process.exitCode = await ssh([name, ...command]);
  });

program
  .command("reset [names...]")
  .description("put hosts, all that are up without names, back into the state as built")
  .action(async (names: string[]) => {
    const wanted = names.length > 0 ? names.map(parseHostName) : running();
    await stage("reset", () => reset(wanted.length > 0 ? wanted : hostNames));
  });

program
  .command("pause <name>")
  .description("stop all work of a host, as a machine that hangs")
  .action((name: string) => pause(parseHostName(name)));

program
  .command("resume <name>")
  .description("let a paused host go on")
  .action((name: string) => resume(parseHostName(name)));

program
  .command("kill <name>")
  .description("switch a host's power off at once")
  .action((name: string) => kill(parseHostName(name)));

program
  .command("start <name>")
  .description("switch a host on again, with its disks as they are")
  .action((name: string) => start(parseHostName(name)));

program
  .command("cut <name>")
  .description("pull a host's plug out of the network")
  .action((name: string) => cut(parseHostName(name)));

program
  .command("mend <name>")
  .description("put it in again")
  .action((name: string) => mend(parseHostName(name)));

program
  .command("netem <name> <fault>")
  .description("make a host's link worse, as 'delay 50ms loss 1%' in each direction; 'off' for good")
  .action((name: string, fault: string) => netem(parseHostName(name), fault));

program
  .command("rate <name> <rate>")
  .description("limit a host's link, as '10mbit' in each direction; 'off' for no limit")
  .action((name: string, limit: string) => rate(parseHostName(name), limit));

program
  .command("fill <name> <bytes>")
  .description("leave about so many bytes of a host's pool free")
  .action((name: string, bytes: string) => fill(parseHostName(name), Number(bytes)));

program
  .command("unfill <name>")
  .description("give the room back")
  .action((name: string) => unfill(parseHostName(name)));

program
  .command("corrupt <name> [dataset]")
  .description("write rubbish over a block of a file in a host's pool, and tell which")
  .action(async (name: string, dataset: string | undefined) => {
    process.stdout.write(`${JSON.stringify(await corrupt(parseHostName(name), dataset))}\n`);
  });

program
  .command("clock <name> <shift>")
  .description("shift a host's clock, as '+1h'; 'real' for the machine's time")
  .action((name: string, shift: string) => clock(parseHostName(name), shift));

program
  .command("provoke <name>")
  .description("make many errors of ZFS and ssh for real, and print each with what it said, as JSON")
  .action(async (name: string) => {
    process.stdout.write(`${JSON.stringify(await provoke(parseHostName(name)))}\n`);
  });

program
  .command("unprovoke <name>")
  .description("take away what was made for them")
  .action((name: string) => takeAway(parseHostName(name)));

program
  .command("build [names...]")
  .description("build images with the newest packages, unless they are built already")
  .action(async (names: string[]) => {
    const releases = [...new Set(parseHostNames(names).map((name) => hostSpec(name).release))];
    await stage("build", () => images(releases, true));
  });

/** `down` for another lab of this checkout. */
async function downInstead(number: number): Promise<void> {
  const words = ["--import", "tsx", join("test", "support", "lab", "main.ts"), "down"];
  await run([process.execPath, ...words], { env: { ZFSR_LAB: String(number) }, output: process.stderr });
}

async function main(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

void main();
