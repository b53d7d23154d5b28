// Sees to it that the tests pass where the shared fixtures are not. See usage below.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { filesUnder } from "./lib/files.mjs";
import { inRoot, shared } from "./lib/paths.mjs";
import { helpFirst, main, say } from "./lib/run.mjs";
import { asksForShared } from "./lib/test_files.mjs";

helpFirst(`
node scripts/check-shared.mjs

Refuses a test that names a snapshot of the shared fixtures, or looks for their folder, without the helper that tells where they are
not (tests/shared.ts). The names are those below and, where the folder is, of every snapshot in it.
`);

const known = [
  "4003-sync-seed.ecdb",
  "AllProperties.bim",
  "ElementAspectTest.bim",
  "GetSetAutoHandledStructArrayProperties.bim",
  "InvalidFile.bim",
  "JoesHouse.bim",
  "Properties_60InstancesWithUrl2.ibim",
  "bc.bim",
  "imodel2-4005.ecdb",
  "insights-client-test.bim",
  "plant.bim",
  "shapes.bim",
  "test_ec_4003.bim",
];
const helper = path.join("tests", "shared.ts");
const isSnapshot = (name) => /\.(i?bim|ecdb)(\.gz)?$/.test(name);
const unpacked = (file) => path.basename(file, ".gz");

/** The snapshots that are not in the repository, nor made from what is. */
function sharedNames() {
  const there = shared ? readdirSync(shared, { recursive: true }).filter(isSnapshot).map(unpacked) : [];
  const profiles = JSON.parse(readFileSync(inRoot("tests/fixtures/snapshots/profiles.json"), "utf8"));
  const made = ["truncated.bim", "empty-file.bim", "text.bim", ...Object.keys(profiles)];
  const own = new Set([...["tests/fixtures", "web/public/sample"].flatMap(filesUnder).map(unpacked), ...made]);
  return new Set([...known, ...there].filter((name) => !own.has(name)));
}

const looksItself = (line) =>
  /PREMAP_SHARED\b|build\/shared\b|["'`/]\.\.\/shared\b(?!\.[jt]s)|"\.\.", "shared"/.test(line);
const opensOwn = (line) =>
  /\b(fixture|snapshotFile|snapshotBytes|openSnapshot|openFileSource|inRoot|readFileSync)\(/.test(line);

/** What is wrong with a line of a test, or undefined. */
function faultOf(line, names, hasHelper) {
  if (looksItself(line)) return "looks for the shared fixtures itself";
  const literals = [...line.matchAll(/["'`]([^"'`]+)["'`]/g)].map(([, text]) => path.posix.basename(text));
  const name = literals.find((text) => names.has(text));
  if (!name || asksForShared(line) || (hasHelper && !opensOwn(line))) return undefined;
  return `names ${name}, which is of the shared fixtures`;
}

await main(() => {
  const names = sharedNames();
  const faults = filesUnder("tests")
    .filter((file) => /\.(ts|mjs|cpp|h)$/.test(file) && file !== helper)
    .flatMap((file) => {
      const text = readFileSync(inRoot(file), "utf8");
      return text.split("\n").flatMap((line, index) => {
        const fault = faultOf(line, names, asksForShared(text));
        return fault ? [`${file}:${index + 1} ${fault}`] : [];
      });
    });
  for (const fault of faults)
    say(`${fault}: ask tests/shared.ts for it, and skip the test where it answers undefined.`);
  return faults.length === 0 ? 0 : 1;
});
