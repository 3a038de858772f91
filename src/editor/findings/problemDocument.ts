import type { PagePart } from "./anchorOf";
import type { RemedyAction } from "./liveActions";

/** Something that is wrong, and the line of the document that it stands on. */
export interface DocumentProblem {
  readonly line: number;
  /** Where in the line it begins; it goes to the line's end. */
  readonly column: number;
  readonly code: string;
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly actions: readonly RemedyAction[];
}

/** What something came to, as text and as the problems in it. */
export interface ProblemDocument {
  readonly lines: readonly string[];
  readonly problems: readonly DocumentProblem[];
}

/** A kind of documents, all of one scheme: how what was found reads. */
export interface ProblemDocumentKind<T> {
  readonly scheme: string;
  /** What the Problems panel calls the origin: `zfs doctor`. */
  readonly source: string;
  /** The part of docs/diagnoses.md that explains the codes. */
  readonly part: PagePart;
  /** Behind the name of each document. */
  readonly suffix: string;
  /** Whether a document is opened in a tab of its own, and what was found forgotten when that is closed. */
  readonly untilClosed: boolean;
  /** What a document says of which nothing is kept any more: a function, since texts are said when they are shown. */
  readonly gone: () => string;
  /** Pure. */
  readonly render: (name: string, found: T) => ProblemDocument;
}
