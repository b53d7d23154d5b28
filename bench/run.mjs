// The benchmark: every promised figure, side by side with the field, in one run.
import { helpFirst, main, Failure, say } from "../scripts/lib/run.mjs";
import { plant } from "./families/plant.mjs";
import { yard } from "./families/yard.mjs";
import { promises } from "./lib/promises.mjs";
import { downloadReport, growthReport, sizeReport } from "./lib/report.mjs";
import { sizes, snapshotOf } from "./lib/snapshots.mjs";
import { stopHost } from "./peers/native_backend.mjs";
import { startPremap } from "./peers/premap.mjs";
import { addedColumns } from "./rows/added_columns.mjs";
import { download } from "./rows/download.mjs";
import { extraction } from "./rows/extraction.mjs";
import { fileInChromium } from "./rows/file_in_chromium.mjs";
import { firstRows } from "./rows/first_rows.mjs";
import { open } from "./rows/open.mjs";
import { serveTables } from "./rows/serve_tables.mjs";
import { validate } from "./rows/validate.mjs";

const families = { plant, yard };
const parts = { open, fileInChromium, firstRows, validate, extraction, addedColumns, serveTables };
const peerModules = {
  "native backend": "./peers/native_backend.mjs",
  "C loop": "./peers/c_loop.mjs",
  "sql.js": "./peers/sqljs.mjs",
  "sqlite-wasm": "./peers/sqlite_wasm.mjs",
};

helpFirst(`
npm run bench -- [--family plant|yard] [--size 10k|100k|1M|all] [--rows PART,…] [--rounds N] [--without PEER,…]

Measures what docs/performance.md tells of on snapshots of that many elements (10k,100k unless given; several with commas) of both
families, N times each (5), in turns, and prints the figures as Markdown, the promised ones last. Build the package first. --rows:
only these of ${Object.keys(parts).join(", ")}.
Others it is compared with, when they are there: ${Object.keys(peerModules).join(", ")}. PREMAP_ORACLE names
the folder of the native backend (scripts/oracle/README.md). Opening a File on a page is measured in Chromium ($CHROMIUM, else what
is on PATH). While working on one thing: npm run bench -- --family yard --size 100k --rows extraction --without sql.js,sqlite-wasm
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? "");
};

/** The words given for an option, each of them one of `known`. */
function wanted(name, known, otherwise) {
  const given = option(name, otherwise);
  const words = given === "all" ? known : given.split(",");
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined) throw new Failure(`--${name} takes ${known.join(", ")}, not \`${unknown}\`.`);
  return words;
}

function wantedRounds() {
  const rounds = Number(option("rounds", "5"));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Failure("--rounds takes a whole number from 1.");
  return rounds;
}

async function startPeers(file, family, statements, failures) {
  const without = option("without", "").split(",");
  const peers = {};
  for (const [name, module] of Object.entries(peerModules)) {
    if (without.includes(name)) continue;
    try {
      peers[name] = await (await import(module)).startPeer(file, family, statements);
    } catch (problem) {
      failures[name] = String(problem.message || problem).split("\n")[0];
    }
  }
  return peers;
}

async function measure(family, size, rows, rounds) {
  const file = snapshotOf(family, size);
  const failures = {};
  const premap = await startPremap(file, family);
  const peers = await startPeers(file, family, await premap.statements(), failures);
  const context = { family, file, premap, peers, rounds, failures };
  const result = { family: family.name, size, failures, elements: sizes[size] };
  for (const name of rows) {
    say(`${family.name} ${size}: ${name}`);
    result[name] = await parts[name](context);
  }
  result.peaks = Object.fromEntries(
    Object.entries({ premap, ...peers })
      .filter(([, each]) => each.peak)
      .map(([name, each]) => [name, each.peak()]),
  );
  for (const each of [premap, ...Object.values(peers)]) each.close();
  return result;
}

const print = (text) => process.stdout.write(`${text}\n\n`);

await main(async () => {
  const rounds = wantedRounds();
  const rows = wanted("rows", Object.keys(parts), "all");
  const found = [];
  try {
    for (const name of wanted("family", Object.keys(families), "all")) {
      const results = [];
      for (const size of wanted("size", Object.keys(sizes), "10k,100k")) {
        results.push(await measure(families[name], size, rows, rounds));
        print(sizeReport(results.at(-1)));
      }
      if (results.length > 1) print(growthReport(results));
      found.push(results);
    }
    const fetched = await download();
    print(downloadReport(fetched));
    for (const results of found) print(promises(results, fetched));
  } finally {
    await stopHost();
  }
});
