import { answerAskpass } from "../../../../../src/core/hosts/prompts/askpass";

/** The askpass program of these tests: what `dist/cli.js askpass` is in the product. */
void answerAskpass(process.argv[2] ?? "", process.env, (answer) => process.stdout.write(answer)).then((code) => {
  process.exitCode = code;
});
