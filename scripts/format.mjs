// Formats the sources, or checks that they are formatted.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { commentFaults, hasOpeningComment, withMendedComments } from "./lib/comments.mjs";
import { filesUnder, writeIfChanged } from "./lib/files.mjs";
import { inRoot, root } from "./lib/paths.mjs";
import { clangFormat } from "./lib/programs.mjs";
import { Failure, helpFirst, main, say } from "./lib/run.mjs";

helpFirst(`
node scripts/format.mjs [--write]

Checks that C++ is formatted by clang-format 14 (.clang-format) and TypeScript, JavaScript and CSS by Prettier (.prettierrc.json);
--write formats them. Comments of C++ are wrapped by hand; a torn one is named (or mended, where that is mechanical). Every source file
begins with a comment that says what idea lives in it; one that does not is named.
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

const webFile = /\.(m?[jt]sx?|css)$/;
/** What tests read. */
const isData = (file) => file.startsWith("tests/fixtures/");

/** Runs a formatter over the files; true when it was content. */
function pass(program, args, files) {
  if (files.length === 0) return true;
  const result = spawnSync(program, [...args, ...files], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (result.error) throw new Failure(`${program} could not be started (${result.error.code}).`);
  return result.status === 0;
}

/** Says which comments are torn; true when none is. */
function passComments(files) {
  for (const file of write ? files : [])
    writeIfChanged(inRoot(file), withMendedComments(readFileSync(inRoot(file), "utf8")));
  const faults = files.flatMap((file) =>
    commentFaults(readFileSync(inRoot(file), "utf8")).map(({ line, fault }) => `${file}:${line} ${fault}`),
  );
  for (const fault of faults) say(fault);
  return faults.length === 0;
}

/** Says which files do not begin with what they are about; true when all do. */
function passOpenings(files) {
  const silent = files.filter(
    (file) => !hasOpeningComment(readFileSync(inRoot(file), "utf8"), /\.(py|sh)$/.test(file)),
  );
  for (const file of silent)
    say(`${file}: begin it with a comment of one to three lines: which idea lives here, and why.`);
  return silent.length === 0;
}

await main(() => {
  const under = (folders, pattern) => [...new Set(folders.flatMap(filesUnder))].filter((file) => pattern.test(file));
  const formatter = clangFormat();
  if (!formatter) throw new Failure("clang-format was not found: run `npm run setup`.");
  const cppFiles = under(cppFolders, /\.(h|c|cpp)$/);
  const comments = passComments(cppFiles);
  const cpp = pass(formatter, write ? ["-i"] : ["--dry-run", "--Werror"], cppFiles);
  const prettier = inRoot("node_modules/prettier/bin/prettier.cjs");
  const web = pass(
    process.execPath,
    [
      prettier,
      write ? "--write" : "--check",
      "--log-level=warn",
      "--cache",
      "--cache-location",
      inRoot("build/.prettier"),
    ],
    under(webFolders, webFile),
  );
  const sources = under([...cppFolders, ...webFolders], /\.(h|c|cpp|inc|m?[jt]sx?|css|py|sh)$/);
  const openings = passOpenings(sources.filter((file) => !isData(file)));
  if (!cpp || !web) throw new Failure("some files are not formatted; `npm run format` does it.");
  if (!openings) throw new Failure("some files do not say what they are about; the lines above say which.");
  if (!comments) throw new Failure("some comments are torn; the lines above say where.");
});
