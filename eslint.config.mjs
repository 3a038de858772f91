import tseslint from "typescript-eslint";

/**
 * The layers of src/core, left to right: a layer may import those before it and nothing else.
 * test/unit/architecture.test.ts walks the imports and holds the same table against what is really imported.
 */
const pure = ["base", "zfs", "plan", "jobs", "replication", "administration", "diagnosis"];
const core = [...pure, "hosts", "runs"];
const mayImport = {
  ...Object.fromEntries(pure.map((layer, i) => [layer, pure.slice(0, i + 1)])),
  hosts: ["base", "zfs", "hosts"],
  runs: core,
};

const ban = (group, message) => ({
  "no-restricted-imports": ["error", { patterns: group.map((g) => ({ group: [g], message })) }],
});

export default tseslint.config(
  { ignores: ["dist/", "out/", ".lab/", "node_modules/", ".vscode-test/"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    // plain scripts, which no compiler looks at
    files: ["**/*.mjs"],
    languageOptions: {
      globals: { process: "readonly", console: "readonly", URL: "readonly", setTimeout: "readonly" },
    },
    rules: {
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-unreachable": "error",
      "prefer-const": "error",
      "no-var": "error",
      eqeqeq: "error",
    },
  },
  ...core.map((layer) => ({
    files: [`src/core/${layer}/**/*.ts`],
    rules: ban(
      [
        "vscode",
        "**/editor/**",
        "**/cli/**",
        "**/webview/**",
        "**/protocol/**",
        ...core.filter((other) => !mayImport[layer].includes(other)).map((other) => `**/${other}/**`),
      ],
      `src/core/${layer} may import ${mayImport[layer].join(", ")} only: pass what it needs as an argument.`,
    ),
  })),
  {
    files: ["src/cli/**/*.ts", "src/cli.ts"],
    rules: ban(["vscode", "**/editor/**", "**/webview/**", "**/protocol/**"], "The command line knows the core only."),
  },
  {
    files: ["src/webview/**/*.ts"],
    rules: ban(
      ["vscode", "**/editor/**", "**/cli/**", "node:*"],
      "A webview runs in a browser: protocol/ and core/base/ only.",
    ),
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "no-console": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
