import { isWithin, shortNameOf } from "../../../../core/zfs/names";
import { contentsOf } from "../../../hosts/hostState";
import type { Inventory } from "../../../hosts/inventory";
import type { Step } from "../../../prompts/multiStep";
import { type Option, pickOptions } from "../../../prompts/pickOptions";
import { back } from "../../../prompts/quickInputs";
import { type Answers, type OptionKey, requestOf } from "./answers";
import type { LiveCheck } from "./liveCheck";

/** Asks for the few options that matter. Each says what follows from the way it is chosen, and the plan follows, too. */
export function askOptions(inventory: Inventory, check: LiveCheck): Step<Answers> {
  return async (answers, position) => {
    const picked = await pickOptions({
      ...position,
      placeholder: "A row turns over when it is chosen",
      options: optionsFor(answers, inventory),
      chosen: answers.options,
      changed: (options) => {
        const request = requestOf({ ...answers, options });
        if (request) check.look(request, answers.takeNew);
      },
      live: check,
    });
    return picked === undefined || picked === back ? picked : { options: picked };
  };
}

function optionsFor({ source, target, upTo }: Answers, inventory: Inventory): readonly Option<OptionKey>[] {
  const datasets = source && contentsOf(inventory.state(source.host))?.datasets;
  const own = source && datasets?.get(source.dataset);
  const below = [...(datasets?.values() ?? [])].filter(
    ({ name }) => source && name !== source.dataset && isWithin(name, source.dataset),
  );
  const count = below.length === 1 ? "the dataset" : `the ${below.length} datasets`;
  const last = upTo === undefined ? "the newest" : `@${shortNameOf(`x@${upTo}`)}`;
  const encrypted = [...(own ? [own] : []), ...below].some(({ encryption }) => encryption !== "off");
  return [
    {
      key: "recursive",
      label: "Everything Below It, Too",
      on: `${below.length === 0 ? "None is there now" : `With ${count} below it`}; those that are made later are sent, too`,
      off:
        below.length === 0 ? "There is nothing below it now" : `This dataset alone: ${count} below it are not copied`,
    },
    {
      key: "intermediates",
      label: "All Snapshots Between",
      on: `The target gets every snapshot up to ${last}`,
      off: `The target gets ${last} alone: it cannot go back to those between`,
    },
    {
      key: "hold",
      label: "Hold the Newest on the Source",
      on: "Nobody can destroy what the next increment starts from, until its successor has arrived",
      off: "If it is destroyed on the source before the next run, all has to be sent again",
    },
    ...(encrypted
      ? [
          {
            key: "raw" as const,
            label: "Raw, as It Is Encrypted",
            on: `${target?.host ?? "The target"} never sees the key, and cannot read the copy without it`,
            off: "Sent in the clear inside of ssh: the key has to be loaded on the source, and whoever has the target reads it",
          },
        ]
      : []),
  ];
}
