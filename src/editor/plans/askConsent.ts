import { type Consent, consentFor } from "../../core/plan/consent";
import type { Plan } from "../../core/plan/plan";
import { describeDestroyed } from "../../core/plan/renderText";
import { printable } from "../../core/zfs/names";
import type { Confirm } from "../prompts/confirm";
import { inputText } from "../prompts/quickInputs";
import { t } from "../l10n/t";

/** Most lines of a dialog; what does not fit is counted. The plan's document has all of it. */
const mostNamed = 12;

/**
 * Asks for the consent that fits a plan's danger: nothing, a click, or a name typed. It is asked by the editor itself, never
 * by a webview: what a webview sends is no consent.
 */
export async function askConsent(
  plan: Plan,
  isProduction: (host: string) => boolean,
  confirm: Confirm,
): Promise<boolean> {
  const consent = consentFor(plan, isProduction);
  if (consent.kind === "none") return true;
  const action = consent.destroys.length > 0 ? t("Run and Destroy") : t("Run");
  if (!(await confirm({ title: t("Run {0}?", printable(plan.title)), detail: detailOf(consent), action })))
    return false;
  return consent.kind === "click" || typed(consent);
}

async function typed({ typed: name, what }: Extract<Consent, { kind: "type" }>): Promise<boolean> {
  const prompt =
    what === "host"
      ? t("{0} is a production host. Type its name to run the plan", name)
      : t("Type {0} to destroy it for good", name);
  const fault = (value: string): string | undefined =>
    value === name ? undefined : t("Type {0}, exactly as it stands here.", name);
  const answer = await inputText({ title: t("Run and Destroy"), prompt, placeholder: name, value: "", fault });
  return answer === name;
}

function detailOf({ destroys }: Exclude<Consent, { kind: "none" }>): string {
  if (destroys.length === 0) return t("It changes a production host. Nothing is destroyed.");
  const named = destroys.slice(0, mostNamed).map((item) => printable(describeDestroyed(item)));
  const more = destroys.length - named.length;
  return [
    t("This destroys"),
    ...named,
    ...(more > 0 ? [t("and {0} more: the plan names all of them", more)] : []),
  ].join("\n");
}
