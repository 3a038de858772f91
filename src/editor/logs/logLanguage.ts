import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../core/base/disposable";
import { plainText } from "../plainText";
import { askAction, liveActions, type RemedyAction, together } from "../findings/liveActions";
import { quickFix } from "../findings/quickFix";
import type { LiveRemedies } from "../findings/liveRemedies";
import { findingActions } from "./findingActions";
import type { LogFindings, ShownFinding } from "./logFindings";
import { t } from "../l10n/t";

/** Milliseconds for which the menu of quick fixes waits for a host. */
const patience = 3000;

/** What stands beside findings in a document: quick fixes, a hover and a lens above each error. */
export function registerLogLanguage(findings: LogFindings, live: LiveRemedies): Disposable {
  const store = new DisposableStore();
  const everywhere = { pattern: "**" };
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  store.add(
    vscode.languages.registerCodeActionsProvider(everywhere, { provideCodeActions: fixes(findings, live) }, kinds),
  );
  store.add(vscode.languages.registerHoverProvider(everywhere, { provideHover: hover(findings) }));
  store.add(
    vscode.languages.registerCodeLensProvider(everywhere, {
      onDidChangeCodeLenses: findings.onDidChange,
      provideCodeLenses: ({ uri }) => findings.of(uri).flatMap(lens),
    }),
  );
  return store;
}

function fixes(findings: LogFindings, live: LiveRemedies): vscode.CodeActionProvider["provideCodeActions"] {
  return async ({ uri }, range, { diagnostics, triggerKind }) => {
    const here = findings.of(uri).filter((shown) => shown.range.intersection(range) !== undefined);
    const asked = triggerKind === vscode.CodeActionTriggerKind.Invoke;
    const lists = here.map(async (shown) => {
      const { finding, host, range: at } = shown;
      const remedies = asked && host !== undefined ? await live.within(patience, finding, host) : [];
      const meant = diagnostics.filter((diagnostic) => diagnostic.range.isEqual(at));
      return together(liveActions(shown, remedies), findingActions(finding)).map((each) => quickFix(each, ...meant));
    });
    return (await Promise.all(lists)).flat();
  };
}

function hover(findings: LogFindings): vscode.HoverProvider["provideHover"] {
  return ({ uri }, position) => {
    const shown = findings.of(uri).find(({ range }) => range.contains(position));
    if (!shown) return undefined;
    const remedies = shown.finding.remedies.map(({ title, risk, command }) => {
      const cost = risk === "none" ? "" : ` (${risk})`;
      return `${title}${cost}${command === undefined ? "" : `: ${command}`}`;
    });
    // text alone, never markup: it has words of the log in it
    const text = new vscode.MarkdownString().appendText(t("What can be done\n\n{0}", remedies.join("\n\n")));
    return new vscode.Hover(text, shown.range);
  };
}

/** Above what is more than a remark: the first look, and what the host itself says where it is known. */
function lens(shown: ShownFinding): vscode.CodeLens[] {
  const { finding, host, range } = shown;
  if (finding.severity === "info") return [];
  const look = findingActions(finding).find(({ preferred }) => preferred);
  const of = (title: string, { command, arguments: args }: RemedyAction): vscode.CodeLens =>
    new vscode.CodeLens(range, { title: plainText(title), command, arguments: [...args] });
  return [
    ...(look ? [of(look.arguments[0].title, look)] : []),
    ...(host === undefined ? [] : [of(t("What can be done on {0}…", host), askAction(shown))]),
  ];
}
