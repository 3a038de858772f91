export interface Run {
  readonly name?: string;
  readonly words: readonly string[];
  readonly files?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
export function runPart(
  part: string,
  runs: readonly Run[],
  prepare: () => void | Promise<void>,
): Promise<{ passed: number; failures: string[]; shaky: string[] }>;
