import { isWithin, shortNameOf } from "../../../../core/zfs/names";
import { contentsOf } from "../../../hosts/hostState";
import type { Inventory } from "../../../hosts/inventory";
import type { Step } from "../../../prompts/multiStep";
import { type Option, pickOptions } from "../../../prompts/pickOptions";
import { back } from "../../../prompts/quickInputs";
import { type Answers, type OptionKey, requestOf } from "./answers";
import type { LiveCheck } from "./liveCheck";
import { t } from "../../../l10n/t";

/** Asks for the few options that matter. Each says what follows from the way it is chosen, and the plan follows, too. */
export function askOptions(inventory: Inventory, check: LiveCheck): Step<Answers> {
  return async (answers, position) => {
    const picked = await pickOptions({
      ...position,
      placeholder: t("Choosing a row switches it on or off"),
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
  const count = below.length === 1 ? t("the dataset") : t("the {0} datasets", below.length);
  const last = upTo === undefined ? t("the newest") : `@${shortNameOf(`x@${upTo}`)}`;
  const encrypted = [...(own ? [own] : []), ...below].some(({ encryption }) => encryption !== "off");
  return [
    {
      key: "recursive",
      label: t("Everything Below It, Too"),
      on:
        below.length === 0
          ? t("None is there now; those that are made later are sent, too")
          : t("With {0} below it; those that are made later are sent, too", count),
      off:
        below.length === 0
          ? t("There is nothing below it now")
          : t("This dataset alone: {0} below it are not copied", count),
    },
    {
      key: "intermediates",
      label: t("All Snapshots Between"),
      on: t("The target gets every snapshot up to {0}", last),
      off: t("The target gets {0} alone: it cannot go back to those between", last),
    },
    {
      key: "hold",
      label: t("Hold the Newest on the Source"),
      on: t("Nobody can destroy what the next increment starts from, until its successor has arrived"),
      off: t("If it is destroyed on the source before the next run, all has to be sent again"),
    },
    ...(encrypted
      ? [
          {
            key: "raw" as const,
            label: t("Raw, as It Is Encrypted"),
            on: t("{0} never sees the key, and cannot read the copy without it", target?.host ?? t("The target")),
            off: t(
              "Sent in the clear inside of ssh: the key has to be loaded on the source, and whoever has the target reads it",
            ),
          },
        ]
      : []),
  ];
}
