import { ZfsrError } from "../../core/base/errors";

/** What is needed of a document that may be open. */
interface OpenDocument {
  readonly isDirty: boolean;
  readonly save: () => PromiseLike<boolean>;
}

/**
 * Saves a job file that is open and changed: what stands in the editor is what is meant.
 * @param name of the file @throws ZfsrError where it cannot be saved, so that the disk has another text than the editor
 */
export async function saveOpen(open: OpenDocument | undefined, name: string): Promise<void> {
  if (!open?.isDirty || (await open.save())) return;
  throw new ZfsrError({
    reason: "failed",
    object: name,
    because: "it is changed in the editor and could not be saved, so that the file on the disk is another one",
    nextStep: "save it, or revert it, and try again",
  });
}
