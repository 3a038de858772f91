export type Divided = "unit" | "lab";
export const divided: Readonly<
  Record<Divided, { readonly usual: number; readonly seconds: Readonly<Record<string, number>> }>
>;
export function share(files: readonly string[], count: number, secondsOf: (file: string) => number): string[][];
export function sharesOf(part: Divided, count?: number): string[][];
export function testsOf(part: Divided): string[];
