// Unpacks the snapshots of the tests into build/fixtures.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { enlarge } from "./lib/enlarge.mjs";
import { whenChanged } from "./lib/files.mjs";
import { inRoot, shared } from "./lib/paths.mjs";
import { readList } from "./lib/recorded.mjs";
import { helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/fixtures.mjs

Puts the snapshots that the tests read into build/fixtures:
  building.bim              the page's sample
  *.bim                     unpacked from tests/fixtures/snapshots/*.bim.gz
  profile-*.bim             empty.bim with other profile versions (the byte changes are in profiles.json)
  truncated.bim             the first part of building.bim, cut inside a page
  large.bim                 the sample with 50,000 elements
  logs/                     small databases with a log beside them, unpacked from tests/fixtures/logs
  recorded/building.json    the recorded ECSQL answers that the native tests read, as JSON
  empty-file.bim, text.bim  no bytes at all; a text that is no SQLite file
and, only where a folder of shared fixtures is (beside the repository, or at $PREMAP_SHARED), into build/shared:
  plant.bim                 50,000 elements
`);

const packed = "tests/fixtures/snapshots";
const logs = "tests/fixtures/logs";
const recorded = "tests/fixtures/ecsql/building";
const sample = "web/public/sample/building.bim";
const target = (name) => inRoot("build/fixtures", name);

/** `bytes` with the changes of profiles.json written over them. */
function patched(bytes, changes) {
  const copy = Buffer.from(bytes);
  for (const { at, hex } of changes) copy.write(hex, at, "hex");
  return copy;
}

function unpackFolder(from, to) {
  mkdirSync(inRoot("build/fixtures", to), { recursive: true });
  for (const file of readdirSync(inRoot(from)).filter((name) => name.endsWith(".gz"))) {
    writeFileSync(target(path.join(to, path.basename(file, ".gz"))), gunzipSync(readFileSync(inRoot(from, file))));
  }
}

function unpack() {
  unpackFolder(packed, "");
  unpackFolder(logs, "logs");
  const building = readFileSync(inRoot(sample));
  writeFileSync(target("building.bim"), building);
  writeFileSync(target("truncated.bim"), building.subarray(0, 819_300));
  writeFileSync(target("empty-file.bim"), "");
  writeFileSync(target("text.bim"), "This is no snapshot.\n".repeat(100));

  const empty = readFileSync(target("empty.bim"));
  const profiles = JSON.parse(readFileSync(inRoot(packed, "profiles.json"), "utf8"));
  for (const [name, changes] of Object.entries(profiles)) writeFileSync(target(name), patched(empty, changes));
}

/** The readable files have one reader, and that is not in C++. */
function recordedAsJson() {
  mkdirSync(target("recorded"), { recursive: true });
  writeFileSync(target("recorded/building.json"), JSON.stringify(readList(inRoot(recorded))));
}

await main(async () => {
  whenChanged("fixtures", [packed, logs, sample, "scripts/fixtures.mjs"], unpack);
  whenChanged("recorded", [recorded, "scripts/lib/recorded.mjs", "scripts/fixtures.mjs"], recordedAsJson);
  if (!existsSync(target("large.bim")))
    writeFileSync(target("large.bim"), await enlarge(readFileSync(inRoot(sample)), 50_000));
  // In a folder of their own: a test that names one as if it were ours finds nothing, on every machine.
  const plant = shared && path.join(shared, "fixtures/generated/plant.bim.gz");
  if (!plant || !existsSync(plant) || existsSync(inRoot("build/shared/plant.bim"))) return;
  mkdirSync(inRoot("build/shared"), { recursive: true });
  writeFileSync(inRoot("build/shared/plant.bim"), gunzipSync(readFileSync(plant)));
});
