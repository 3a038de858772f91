// Loads dist/extension.js with a `vscode` that answers anything, activates it, and prints the milliseconds of both.
// A process of its own for each measurement: modules are loaded only once in one.
const Module = require("node:module");
const { join } = require("node:path");

const anything = new Proxy(function () {}, {
  get: (_, key) => (key === "then" ? undefined : key === Symbol.toPrimitive ? () => "" : anything),
  apply: () => anything,
  construct: () => anything,
});
const bundle = join(__dirname, "../../dist/extension.js");
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === "vscode" ? anything : load.call(this, request, ...rest);
};

const root = join(__dirname, "../..");
const context = { subscriptions: [], extensionMode: 1, globalState: anything, secrets: anything };
const start = performance.now();
const extension = require(bundle);
const loaded = performance.now();
extension.activate({ ...context, asAbsolutePath: (path) => join(root, path), extensionUri: anything });
const active = performance.now();
const vendored = Object.keys(require.cache).filter((file) => file.includes(join("dist", "vendor")));
process.stdout.write(`${JSON.stringify({ load: loaded - start, activate: active - loaded, vendored })}\n`);
process.exit(0);
