// Which test files have tests of a kind: over the shared fixtures (those that use a helper of tests/shared.ts), or nightly ones.
import { readFileSync } from "node:fs";
import { filesUnder } from "./files.mjs";
import { inRoot } from "./paths.mjs";

export const asksForShared = (text) => /\bshared(File|Fixture|Snapshot)\(/.test(text);

export const hasNightly = (text) => /tags?: \[?"@?nightly"|@module-tag nightly/.test(text);

/** The test files of a folder whose text is so. */
export const testsThat = (isSo, folder) =>
  filesUnder(folder).filter(
    (file) => /\.(test|spec)\.(ts|mjs)$/.test(file) && isSo(readFileSync(inRoot(file), "utf8")),
  );
