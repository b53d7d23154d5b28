// Which tests ask for the shared fixtures: those that use a helper of tests/shared.ts.
import { readFileSync } from "node:fs";
import { filesUnder } from "./files.mjs";
import { inRoot } from "./paths.mjs";

export const asksForShared = (text) => /\bshared(File|Fixture|Snapshot)\(/.test(text);

/** The test files of a folder that do. */
export const sharedTests = (folder) =>
  filesUnder(folder).filter(
    (file) => /\.(test|spec)\.ts$/.test(file) && asksForShared(readFileSync(inRoot(file), "utf8")),
  );
