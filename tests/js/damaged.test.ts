/**
 * Damaged snapshots: every call answers or rejects with a diagnostic, in time; the engine never breaks. PREMAP_DAMAGED=500 and
 * PREMAP_SEED=7 give another number and other damage.
 */
import { readFileSync } from "node:fs";
import { createEngine, type Engine, EngineError, type Mapping } from "premap";
import initSqlJs from "premap/sqljs";
import { beforeAll, expect, it } from "vitest";
import { damaged, Pages } from "./damage.ts";
import { distFile, snapshotBytes } from "./support.ts";

/** No call over a file of 2 MB comes near; a machine that is busy with other things does not either. */
const mostSeconds = 20;

interface Original {
  name: string;
  bytes: Uint8Array;
  aims: number[];
}

const entry = (ecPropertyName: string, ecSchemaName = "*", ecClassName = "*") => ({
  ecSchemaName,
  ecClassName,
  ecPropertyName,
});
const column = (propertyName: string, dataType: "String" | "Double", ...ecProperties: ReturnType<typeof entry>[]) => ({
  propertyName,
  dataType,
  ecProperties,
});
/** Everything that rows are read for: columns, links, JSON, aspects of both tables, rows by a query of their own. */
const columns = [
  column("Label", "String", entry("UserLabel"), entry("CodeValue")),
  column("Mark", "String", entry("Mark")),
  column("Length", "Double", entry("Length")),
  column("Category", "String", entry("Category.CodeValue")),
  column("Model", "String", entry("Model.ModeledElement.UserLabel")),
  column("Supplier", "String", entry("Supplier.ParentCompany.CompanyName", "BuildingTest", "Beam")),
  column("Json", "String", entry("JsonProperties.num"), entry("JsonProperties.str.inner.n")),
  column("Fire", "Double", entry("RatingMinutes", "BuildingTest", "FireProtection")),
  column("Weld", "String", entry("Mark", "BuildingTest", "WeldInspection")),
  { ...column("Volume", "Double"), calculatedPropertyType: "Volume" as const },
];
const mapping: Mapping = {
  mappingName: "Damaged",
  groups: [
    ["All", "SELECT ECInstanceId, ECClassId FROM bis.Element"],
    ["Bodies", "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d"],
    ["Some", "SELECT ECInstanceId, ECClassId, UserLabel FROM bt.Beam WHERE UserLabel IS NOT NULL ORDER BY UserLabel"],
  ].map(([groupName, query]) => ({ groupName: groupName!, query: query!, properties: columns })),
};

let originals: Original[];

beforeAll(async () => {
  const SQL = await initSqlJs();
  const made = (change: string): Original => {
    const db = new SQL.Database(snapshotBytes("building.bim"));
    db.exec(`PRAGMA journal_mode=DELETE; ${change}`);
    const bytes = db.export();
    const roots = db.exec(
      "SELECT rootpage FROM sqlite_master WHERE tbl_name LIKE 'bis\\_%' ESCAPE '\\' AND rootpage>0",
    );
    const pages = new Pages(new Uint8Array(bytes));
    const aims = roots[0]!.values.flatMap(([root]) => pages.treeOf(Number(root)));
    db.close();
    return { name: change, bytes, aims };
  };
  const long = "'x'||Id||replace(hex(zeroblob(3000)),'00','long ')";
  originals = [
    made(""),
    made(`UPDATE bis_Element SET UserLabel=${long} WHERE Id%3=0; PRAGMA page_size=1024; VACUUM;`),
    made(
      `PRAGMA auto_vacuum=1; PRAGMA page_size=512; VACUUM; UPDATE bis_ElementMultiAspect SET ps1=${long} WHERE Id%4=0;
       DELETE FROM bis_Element WHERE Id%9=8;`,
    ),
  ];
});

interface Tally {
  answered: number;
  codes: Map<string, number>;
  /** Which damage a call did not take, and what it did. */
  broken: string[];
  slowest: { what: string; seconds: number };
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${mostSeconds} s`)), mostSeconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function drain(pieces: AsyncIterable<unknown>): Promise<void> {
  for await (const piece of pieces) expect(piece).toBeDefined();
}

/** False: the engine is of no use any more. */
async function survives(what: string, run: () => Promise<unknown>, tally: Tally): Promise<boolean> {
  const begun = performance.now();
  try {
    await inTime(run());
    tally.answered++;
  } catch (error) {
    if (!(error instanceof EngineError) || error.diagnostics.length === 0 || error.code.startsWith("engine-")) {
      tally.broken.push(`${what}: ${error}`);
      return false;
    }
    tally.codes.set(error.code, (tally.codes.get(error.code) ?? 0) + 1);
  }
  const seconds = (performance.now() - begun) / 1000;
  if (seconds > tally.slowest.seconds) tally.slowest = { what, seconds };
  return true;
}

async function useAll(engine: Engine, bytes: Uint8Array, what: string, tally: Tally): Promise<boolean> {
  let isSound = true;
  const call = async (name: string, run: () => Promise<unknown>) => {
    isSound = isSound && (await survives(`${what}, ${name}`, run, tally));
  };
  await call("open", async () => {
    const snapshot = await engine.open(bytes);
    for (const { groupName } of mapping.groups) {
      await call(`preview of ${groupName}`, () => snapshot.preview(mapping, { group: groupName, limit: null }));
      await call(`extract of ${groupName}`, () =>
        drain(snapshot.extract(mapping, { group: groupName, format: "csv" })),
      );
    }
    await call("validate", () => snapshot.validate(mapping));
    await call("explain", () =>
      snapshot.explain(mapping, { group: "Bodies", ecInstanceId: "0x40", property: "Supplier" }),
    );
    snapshot.close();
  });
  return isSound;
}

/** In a worker, so that one that hangs can be ended. */
async function useDamaged(count: number, firstSeed: number): Promise<Tally> {
  const tally: Tally = { answered: 0, codes: new Map(), broken: [], slowest: { what: "", seconds: 0 } };
  const wasm = new WebAssembly.Module(readFileSync(distFile("engine.wasm")));
  let engine: Engine | undefined;
  for (let seed = firstSeed; seed < firstSeed + count && tally.broken.length < 20; seed++) {
    engine ??= await createEngine({ worker: true, wasm });
    const original = originals[seed % originals.length]!;
    const bytes = damaged(original.bytes, original.aims, seed);
    if (await useAll(engine, bytes, `seed ${seed}`, tally)) continue;
    engine.close();
    engine = undefined;
  }
  engine?.close();
  return tally;
}

async function check(usual: number): Promise<void> {
  const count = Number(process.env.PREMAP_DAMAGED ?? usual);
  const tally = await useDamaged(count, Number(process.env.PREMAP_SEED ?? 1));
  if (process.env.PREMAP_DAMAGED) console.log(count, tally);
  expect(tally.broken).toEqual([]);
  // Some of the damage is met, and some is not.
  expect(tally.codes.get("file-corrupt")).toBeGreaterThan(count / 20);
  expect(tally.answered).toBeGreaterThan(count);
}

it("answer or say what is wrong, whichever page is damaged", () => check(150), 120_000);

it("answer or say what is wrong, ten thousand of them", { tags: ["nightly"], timeout: 7_200_000 }, () => check(10_000));
