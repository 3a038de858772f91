/** What shows, right before a command that goes by names, that these still stand for what was meant by them. */
export interface Guard {
  /** Lists those that are there, a line for each. */
  readonly argv: readonly string[];
  /** The whole lines that may come; any other one is something else of the same name. */
  readonly lines: readonly string[];
}

/** The words of grep(1) that passes on what none of a guard's lines is: it ends with 1 where there is nothing of that kind. */
export function foreignLines({ lines }: Guard): readonly string[] {
  return ["grep", "-vxF", ...lines.flatMap((line) => ["-e", line])];
}
