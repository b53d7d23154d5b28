// The benchmark: every promised figure, side by side with the field, in one run.
import { helpFirst, main, Failure, say } from "../scripts/lib/run.mjs";
import { promises } from "./lib/promises.mjs";
import { downloadReport, growthReport, sizeReport } from "./lib/report.mjs";
import { plantOf, sizes } from "./lib/snapshots.mjs";
import { stopHost } from "./peers/native_backend.mjs";
import { startPremap } from "./peers/premap.mjs";
import { download } from "./rows/download.mjs";
import { extraction } from "./rows/extraction.mjs";
import { fileInChromium } from "./rows/file_in_chromium.mjs";
import { firstRows } from "./rows/first_rows.mjs";
import { open } from "./rows/open.mjs";
import { validate } from "./rows/validate.mjs";

const peerModules = {
  "native backend": "./peers/native_backend.mjs",
  "C loop": "./peers/c_loop.mjs",
  "sql.js": "./peers/sqljs.mjs",
  "sqlite-wasm": "./peers/sqlite_wasm.mjs",
};

helpFirst(`
npm run bench -- [--size 10k|100k|1M|all] [--rounds N] [--without PEER,…]

Measures what docs/performance.md tells of on snapshots of that many elements (10k,100k unless given; several with commas), N times
each (5), in turns, and prints the figures as Markdown. Build the package first. Others it is compared with, when they are there:
${Object.keys(peerModules).join(", ")}. PREMAP_ORACLE names the folder of the native backend
(scripts/oracle/README.md). Opening a File on a page is measured in Chromium ($CHROMIUM, else what is on PATH).
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};

function wantedSizes() {
  const given = option("size", "10k,100k");
  const wanted = given === "all" ? Object.keys(sizes) : given.split(",");
  const unknown = wanted.find((size) => !sizes[size]);
  if (unknown) throw new Failure(`there is no size ${unknown}; sizes are ${Object.keys(sizes).join(", ")}, all.`);
  return wanted;
}

function wantedRounds() {
  const rounds = Number(option("rounds", "5"));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Failure("--rounds takes a whole number from 1.");
  return rounds;
}

async function startPeers(file, statements, failures) {
  const without = option("without", "").split(",");
  const peers = {};
  for (const [name, module] of Object.entries(peerModules)) {
    if (without.includes(name)) continue;
    try {
      peers[name] = await (await import(module)).startPeer(file, statements);
    } catch (problem) {
      failures[name] = String(problem.message || problem).split("\n")[0];
    }
  }
  return peers;
}

async function measure(size, rounds) {
  const file = plantOf(size);
  const failures = {};
  const premap = await startPremap(file);
  const peers = await startPeers(file, await premap.statements(), failures);
  const context = { file, premap, peers, rounds, failures };
  const result = { size, failures };
  const parts = { open, fileInChromium, firstRows, validate, extraction };
  for (const [name, part] of Object.entries(parts)) {
    say(`${size}: ${name}`);
    result[name] = await part(context);
  }
  result.rows = result.extraction.rows;
  result.peaks = Object.fromEntries(
    Object.entries({ premap, ...peers })
      .filter(([, each]) => each.peak)
      .map(([name, each]) => [name, each.peak()]),
  );
  for (const each of [premap, ...Object.values(peers)]) each.close();
  return result;
}

await main(async () => {
  const [wanted, rounds] = [wantedSizes(), wantedRounds()];
  const results = [];
  try {
    for (const size of wanted) {
      results.push(await measure(size, rounds));
      process.stdout.write(`${sizeReport(results.at(-1))}\n\n`);
    }
    if (results.length > 1) process.stdout.write(`${growthReport(results)}\n\n`);
    const fetched = await download();
    process.stdout.write(`${downloadReport(fetched)}\n\n${promises(results, fetched)}\n`);
  } finally {
    await stopHost();
  }
});
