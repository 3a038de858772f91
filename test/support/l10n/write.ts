import { writeFileSync } from "node:fs";
import { bundle } from "./said";

writeFileSync(new URL("../../../l10n/bundle.l10n.json", import.meta.url), bundle());
