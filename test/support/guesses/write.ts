import { writeFileSync } from "node:fs";
import { lessons } from "./lessons";
import { train } from "./train";
import { weightsFile } from "./weightsFile";
import { learnedFrom } from "./learnedFrom";

const file = new URL("../../../src/core/diagnosis/guess/weights.ts", import.meta.url);
writeFileSync(file, weightsFile(learnedFrom(train(lessons()))));
