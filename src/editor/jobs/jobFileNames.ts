/** Which files are job files, by their names as globs; package.json says the same, and a test compares the two. */
export const jobFileNames = ["replication.yaml", "replication.yml", "*.replication.yaml", "*.replication.yml"] as const;

/** The same, in any folder of a workspace. */
export const jobFilePattern = `**/{${jobFileNames.join(",")}}`;
