/** A part of a pipeline that the others may have to wait for. */
export type StageName = "read" | "network" | "write";

/** What is known of one stage of a stream under way. */
export interface StageReading {
  readonly name: StageName;
  /** Bytes a second of late; undefined where nothing tells. */
  readonly rate: number | undefined;
  /** The part of the time, 0 to 1, in which the stream waited for this stage; undefined where nothing tells. */
  readonly share: number | undefined;
  /** What else was seen of it, with figures: one clause; empty where there is nothing to say. */
  readonly note: string;
}

/** The stages of one stream, in the order of the data. Within one host there is no network. */
export interface StagesReading {
  readonly stages: readonly StageReading[];
  /** The stage that sets the pace; undefined where none of them clearly does. */
  readonly slowest: StageName | undefined;
}
