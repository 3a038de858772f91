export type Divided = "unit" | "lab";
export const divided: Readonly<
  Record<
    Divided,
    { readonly usual: number; readonly seconds: Readonly<Record<string, number>>; readonly first?: readonly string[] }
  >
>;
export function share(
  files: readonly string[],
  count: number,
  secondsOf: (file: string) => number,
  first?: readonly string[],
): string[][];
export function sharesOf(part: Divided, count?: number): string[][];
export function testsOf(part: Divided): string[];
