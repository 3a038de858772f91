import type { ResumeTokenContents } from "../../../src/core/zfs/commands/decodeToken";
import type { DatasetName } from "../../../src/core/zfs/names";
import type { DatasetTree } from "../../../src/core/zfs/tree";
import { ModelDatasets, type PartialReceive } from "./datasets";
import type { Stream } from "./stream";
import { observe, tokens } from "./observe";
import { receive } from "./receive";
import { runCommand } from "./runCommand";
import { send } from "./send";

/**
 * The rules of ZFS that replication goes by, and nothing else: no data, no disks. One machine with its pools.
 * It takes the very words that a plan would run, so that what is tested is what would be done.
 */
export class ModelHost extends ModelDatasets {
  /** What `observeTree` would show. */
  observe(root: DatasetName, recursive: boolean): DatasetTree {
    return observe(this, root, recursive);
  }

  /** What `readTokens` would tell of everything that was partially received. */
  tokens(): Map<DatasetName, ResumeTokenContents> {
    return tokens(this);
  }

  /** Runs one command of a plan that is no transfer. */
  run(argv: readonly string[]): void {
    runCommand(this, argv);
  }

  /** The stream that `zfs send` would write. */
  send(argv: readonly string[], partials: ReadonlyMap<string, PartialReceive>): Stream {
    return send(this, argv, partials);
  }

  /**
   * What `zfs receive` would do with a stream.
   * @param breaks the connection breaks in the middle of this snapshot of the stream
   */
  receive(argv: readonly string[], stream: Stream, breaks: number | undefined): void {
    receive(this, argv, stream, breaks);
  }
}
