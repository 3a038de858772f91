export type Divided = "unit" | "lab";
export const divided: Readonly<
  Record<
    Divided,
    {
      readonly usual: number;
      readonly seconds: Readonly<Record<string, number>>;
      readonly first?: readonly string[];
      readonly core?: readonly string[];
    }
  >
>;
export function share(
  files: readonly string[],
  count: number,
  secondsOf: (file: string) => number,
  first?: readonly string[],
): string[][];
export function sharesOf(part: Divided, count?: number, files?: readonly string[]): string[][];
export function secondsOf(part: Divided, files: readonly string[], count?: number): number;
export function labFiles(): { core: string[]; more: string[] };
export function fitting(files: readonly string[], left: number, slowness: number): { fit: string[]; out: string[] };
export function testsOf(part: Divided): string[];
