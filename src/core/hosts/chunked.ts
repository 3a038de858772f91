/** Names in one command: another tool may hold every snapshot there is, and a command line is bounded. */
export const mostAtOnce = 200;

/** Names in groups of at most `size`, none of them empty. */
export function chunked<T>(names: readonly T[], size: number): [T, ...T[]][] {
  const chunks: [T, ...T[]][] = [];
  for (let start = 0; start < names.length; start += size) {
    const [first, ...rest] = names.slice(start, start + size);
    if (first !== undefined) chunks.push([first, ...rest]);
  }
  return chunks;
}
