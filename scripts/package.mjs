// npm run package: a minified build, packed as dist/zfs-replication.vsix.
import { join } from "node:path";
import { packVsix, root, runToEnd } from "./prepare.mjs";

runToEnd(process.execPath, ["esbuild.mjs", "--production"]);
packVsix(join(root, "dist", "zfs-replication.vsix"));
