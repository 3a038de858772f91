/** The job file that is taken when none is named. */
export const defaultJobFile = "replication.yaml";
