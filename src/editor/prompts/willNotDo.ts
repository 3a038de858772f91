import { t } from "../l10n/t";

/** @param because a clause that says what is wrong with what was typed @returns what the box says under it; nothing where nothing is */
export function willNotDo(because: string | undefined): string | undefined {
  return because === undefined ? undefined : t("It will not do: {0}.", because);
}
