// Formats the sources, or checks that they are formatted.
import { spawnSync } from "node:child_process";
import { filesUnder } from "./lib/files.mjs";
import { inRoot, root } from "./lib/paths.mjs";
import { clangFormat } from "./lib/programs.mjs";
import { Failure, helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/format.mjs [--write]

Checks that C++ is formatted by clang-format 14 (.clang-format) and TypeScript, JavaScript and CSS by Prettier (.prettierrc.json);
--write formats them.
`);

const write = process.argv.includes("--write");
const cppFolders = ["include", "src", "wasm", "tests", "bench"];
const webFolders = [
  "wasm/ts",
  "cli",
  "web/src",
  "web/vite.config.ts",
  "scripts",
  "tests",
  "bench",
  "playwright.config.ts",
  "vitest.config.ts",
];

/** Runs a formatter over the files; true when it was content. */
function pass(program, args, files) {
  if (files.length === 0) return true;
  const result = spawnSync(program, [...args, ...files], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (result.error) throw new Failure(`${program} could not be started (${result.error.code}).`);
  return result.status === 0;
}

await main(() => {
  const under = (folders, pattern) => [...new Set(folders.flatMap(filesUnder))].filter((file) => pattern.test(file));
  const formatter = clangFormat();
  if (!formatter) throw new Failure("clang-format was not found: run `npm run setup`.");
  const cpp = pass(formatter, write ? ["-i"] : ["--dry-run", "--Werror"], under(cppFolders, /\.(h|c|cpp)$/));
  const prettier = inRoot("node_modules/prettier/bin/prettier.cjs");
  const web = pass(
    process.execPath,
    [prettier, write ? "--write" : "--check", "--log-level=warn"],
    under(webFolders, /\.(m?[jt]sx?|css)$/),
  );
  if (!cpp || !web) throw new Failure("some files are not formatted; `npm run format` does it.");
});
