import ts from "typescript";
import { sourceFiles } from "../source/sourceFiles";

/** A text that the editor, or a page of its panels, says to a person: a call of `t`, which is also the name of a parameter. */
export interface Said {
  readonly path: string;
  /** Undefined where it is not written out there, so that nobody could translate it. */
  readonly message: string | undefined;
  /** How many arguments it is given. */
  readonly given: number;
  /** It is said when its file is loaded: before anybody knows the language. */
  readonly early: boolean;
}

/** All of them, in the order of the files. */
export function saidByEditor(): Said[] {
  const files = ["src/editor", "src/protocol", "src/webview"].flatMap((folder) => sourceFiles(folder));
  return files.flatMap(({ path, tree }) => {
    const found: Said[] = [];
    const visit = (node: ts.Node, early: boolean): void => {
      if (ts.isCallExpression(node) && node.expression.getText(tree) === "t") {
        const [message, ...given] = node.arguments;
        const text = message && ts.isStringLiteralLike(message) ? message.text : undefined;
        found.push({ path, message: text, given: given.length, early });
      }
      const later = ts.isFunctionLike(node) || ts.isClassLike(node);
      ts.forEachChild(node, (child) => visit(child, early && !later));
    };
    visit(tree, true);
    return found;
  });
}

/** l10n/bundle.l10n.json, from which translations are made: every text once, as it is in English. */
export function bundle(): string {
  const messages = new Set(saidByEditor().flatMap(({ message }) => message ?? []));
  const sorted = [...messages].sort((a, b) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), undefined, 2)}\n`;
}
