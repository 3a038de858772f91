import type { ProblemDocument, ProblemDocumentKind } from "./problemDocument";

/** What was found, as it is shown. */
export interface Shown<T> {
  /** Of what was looked at. */
  readonly name: string;
  readonly found: T;
  readonly document: ProblemDocument;
}

/** The same with the problems that are left; the text stays as it was found. @param left gives the same where nothing changed */
export function lessened<T>(
  kind: Pick<ProblemDocumentKind<T>, "render">,
  shown: Shown<T>,
  left: (found: T) => T,
): Shown<T> {
  const { name, document } = shown;
  const found = left(shown.found);
  if (found === shown.found) return shown;
  return { name, found, document: { ...document, problems: kind.render(name, found).problems } };
}
