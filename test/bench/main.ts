/** npm run bench: measures ours against its peers and prints the figures as a table for docs/benchmarks.md. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { up } from "../support/lab/lab";
import type { Bench, Scale } from "./bench";
import { type Figure, table } from "./figures";
import { describeMachine } from "./machine";
import { bulk, relay } from "./parts/bulk";
import { editor } from "./parts/editor";
import { firstByte } from "./parts/firstByte";
import { growth } from "./parts/growth";
import { many } from "./parts/many";
import { planning } from "./parts/planning";
import { tree } from "./parts/tree";

const parts: Readonly<Record<string, Bench>> = {
  planning,
  "first-byte": firstByte,
  bulk,
  relay,
  many,
  growth,
  editor,
  tree,
};

function whole(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It is no whole number.");
  return Number(text);
}

function partNamed(name: string, before: [string, Bench][] = []): [string, Bench][] {
  const part = parts[name];
  if (!part) throw new InvalidArgumentError(`There are ${Object.keys(parts).join(", ")}.`);
  return [...before, [name, part]];
}

async function bench(chosen: readonly [string, Bench][], scale: Scale): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const hosts = [...new Set(chosen.flatMap(([, part]) => part.hosts))];
  if (hosts.length > 0) await up(hosts);
  const machine = await describeMachine();
  const figures: Figure[] = [];
  let failed = 0;
  for (const [name, part] of chosen) {
    say(`\n── ${name}: ${part.title} ──`);
    const from = Date.now();
    try {
      figures.push(...(await part.run(scale, say)));
    } catch (error) {
      failed += 1;
      say(`${name} could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    say(`${name} took ${((Date.now() - from) / 1000).toFixed(0)} s`);
  }
  const folder = join(process.cwd(), "out", "bench");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${chosen.map(([name]) => name).join("+")}.json`),
    JSON.stringify({ machine, scale, figures }, null, 2),
  );
  process.stdout.write(`${machine} · medians of ${scale.rounds}\n\n${table(figures)}\n`);
  const missed = figures.filter((figure) => figure.met === false).length;
  process.stdout.write(`\n${figures.length} figures, ${missed} goals missed, ${failed} parts failed\n`);
  process.exitCode = failed > 0 ? 1 : missed > 0 ? 3 : 0;
}

const program = new Command("bench")
  .description("Measures zfsr against its peers, in turns. Exit code 3: a goal was missed.")
  .argument("[parts...]", `which: ${Object.keys(parts).join(", ")}; all when left out`, partNamed)
  .option("--rounds <n>", "how often each way is measured", whole, 3)
  .option("--mebibytes <n>", "size of a bulk stream", whole, 512)
  .option("--datasets <n>", "datasets of the tree; the growth goes to ten times as many", whole, 100)
  .option("--snapshots <n>", "snapshots of each", whole, 10)
  .action((chosen: [string, Bench][] | undefined, scale: Scale) =>
    bench(chosen?.length ? chosen : Object.entries(parts), scale),
  );

void program.parseAsync();
