import type { DatasetName } from "../zfs/names";

/** How streams are made. The defaults are `defaultSend`. */
export interface SendOptions {
  /** `auto` sends encrypted datasets raw (`-w`) and others not. */
  readonly raw: "auto" | boolean;
  /** `-c` */
  readonly compressed: boolean;
  /** `-L` */
  readonly largeBlocks: boolean;
  /** `-e` */
  readonly embedded: boolean;
  /** `-I`: all snapshots between, not the newest alone. */
  readonly intermediates: boolean;
}

/** How streams are received. The defaults are `defaultReceive`. */
export interface ReceiveOptions {
  /** `-s` */
  readonly resumable: boolean;
  /** `readonly=on` on what is received for the first time. */
  readonly readonly: boolean;
}

/** What to replicate from where to where. */
export interface ReplicationRequest {
  /** Names the holds on the source: tag `zfsr:<job>`. */
  readonly job: string;
  readonly source: { readonly host: string; readonly dataset: DatasetName; readonly snapshot: string | undefined };
  readonly target: { readonly host: string; readonly dataset: DatasetName };
  readonly recursive: boolean;
  readonly send: SendOptions;
  readonly receive: ReceiveOptions;
  /** Hold the newest sent snapshot on the source until its successor has arrived. */
  readonly hold: boolean;
}

export const defaultSend: SendOptions = {
  raw: "auto",
  compressed: true,
  largeBlocks: true,
  embedded: true,
  intermediates: true,
};
export const defaultReceive: ReceiveOptions = { resumable: true, readonly: true };
