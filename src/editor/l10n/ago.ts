import { formatAge } from "../../core/base/duration";
import { t } from "./t";

/** `just now`, `3 h ago`. @param ms milliseconds since then */
export function ago(ms: number): string {
  const age = formatAge(ms);
  return age === "just now" ? t("just now") : t("{0} ago", age);
}
