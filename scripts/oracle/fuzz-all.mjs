// The fuzzer over many snapshots at once: two processes at most, at the lowest priority.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inRoot, shared } from "../lib/paths.mjs";
import { Failure, helpFirst, main, say } from "../lib/run.mjs";

helpFirst(`
node scripts/oracle/fuzz-all.mjs [--count N] [--seed S] [--jobs J] [--only NAME,…] [--program FILE] [--folder FOLDER]

Runs fuzz-ecsql.mjs with N queries (100000) in all, shared out over the snapshots in build/fixtures and those of the shared fixtures.
J processes (2) run at a time. Reports go to FOLDER (build/oracle), one a snapshot, and one of all in all.md.
Exit code 1 when there is any disagreement.
`);

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};

/** Snapshots that every engine opens, and the schemas to favour in each. */
const own = ["building.bim", "plant-1k.bim", "empty.bim"];
const publicFiles = [
  "real/JoesHouse.bim",
  "real/test.bim",
  "real/bc.bim",
  "real/test_ec_4003.bim",
  "real/ElementAspectTest.bim",
  "real/GetSetAutoHandledStructArrayProperties.bim",
  "real/Properties_60InstancesWithUrl2.ibim",
  "real/insights-client-test.bim",
  "ecsql-suite/AllProperties.bim",
  "geometry/shapes.bim",
];
const favoured =
  "BuildingTest,StructuralTest,PlantTest,CaseTest,AllProperties,DgnPlatformTest,PCJ_TestSchema,Generic,TestSchema,UpgradeTest,Upgraded";

function snapshots() {
  const upgraded = readdirSync(inRoot("build/fixtures")).filter((name) =>
    /^(upgrade|public).*\.(bim|ecdb)$/.test(name),
  );
  const files = [...own, ...upgraded].map((name) => inRoot("build/fixtures", name));
  if (shared) {
    files.push(...publicFiles.map((name) => path.join(shared, "fixtures", name)));
    files.push(path.join(shared, "cases/public/public-cases.bim"));
  }
  const only = option("only")?.split(",");
  return files.filter((file) => existsSync(file) && (!only || only.includes(path.basename(file))));
}

function run(file, index, count, folder) {
  const report = path.join(folder, `${path.basename(file)}.md`);
  const program = option("program");
  const args = [
    inRoot("scripts/oracle/fuzz-ecsql.mjs"),
    file,
    ...["--count", count, "--seed", Number(option("seed", 1)) + index, "--favour", favoured, "--report", report],
    ...(program ? ["--program", program] : []),
  ];
  return new Promise((resolve) => {
    const log = openSync(`${report}.log`, "w");
    const child = spawn("nice", ["-n", "19", process.execPath, ...args.map(String)], { stdio: ["ignore", log, log] });
    child.on("close", (code) => resolve({ file, report, code }));
  });
}

const sum = (into, numbers) => {
  for (const [key, value] of Object.entries(numbers)) into[key] = (into[key] ?? 0) + value;
};

await main(async () => {
  const files = snapshots();
  if (!files.length) throw new Failure("There is no snapshot: run `node scripts/fixtures.mjs`.");
  const folder = path.resolve(option("folder", inRoot("build/oracle")));
  mkdirSync(folder, { recursive: true });
  const count = Math.ceil(Number(option("count", 100_000)) / files.length);
  const waiting = files.map((file, index) => () => run(file, index, count, folder));
  const done = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await next();
      done.push(result);
      say(`${path.basename(result.file)}: ${result.code === 0 ? "all agree" : `exit code ${result.code}`}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, Number(option("jobs", 2))) }, worker));
  const totals = {};
  const understood = {};
  for (const { file, report } of done) {
    if (!existsSync(`${report}.json`)) throw new Failure(`${path.basename(file)} was not compared; see ${report}.log.`);
    const { counts, known } = JSON.parse(readFileSync(`${report}.json`, "utf8"));
    sum(totals, counts);
    sum(understood, known);
  }
  const lines = done.map(({ file, code }) => `- ${path.basename(file)}: exit code ${code}`);
  const text = [JSON.stringify(totals), JSON.stringify(understood, null, 2), ...lines].join("\n");
  writeFileSync(path.join(folder, "all.md"), `${text}\n`);
  say(text);
  return done.some(({ code }) => code !== 0) ? 1 : 0;
});
