/** How streams are made. The defaults are `defaultSend` of replication/request.ts. */
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
  /** `-p`: properties, less those that are not to land on a target (replication/properties.ts). */
  readonly properties: boolean;
  /** `-b`: properties as they were received, for the way back. */
  readonly backup: boolean;
  /** `-R`: a whole tree in one stream. */
  readonly replicate: boolean;
}

/** How streams are received. The defaults are `defaultReceive` there. */
export interface ReceiveOptions {
  /** `-s` */
  readonly resumable: boolean;
  /** `readonly=on` on what is received for the first time. */
  readonly readonly: boolean;
  /** Make the datasets above the target that are missing. */
  readonly createParents: boolean;
  /** `-o name=value` on what is received for the first time; `canmount` and `mountpoint` among them override the default. */
  readonly set: Readonly<Record<string, string>>;
  /** `-x name` on every stream that carries properties. */
  readonly inherit: readonly string[];
}
