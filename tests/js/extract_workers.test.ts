/** An extract by several workers: the same bytes as by one, and no worker left, however it ends. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createEngine,
  type Diagnostic,
  type Engine,
  type ExtractOptions,
  type ExtractProgress,
  type MappingInput,
  type Snapshot,
} from "premap";
import { createEngine as createSyncEngine } from "premap/sync";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rejection, snapshotBytes, snapshotFile } from "./support.ts";

const threads = createRequire(import.meta.url)("node:worker_threads") as typeof import("node:worker_threads");

/** The workers made during a test, and how many of them live. */
class Watch {
  made = 0;
  private readonly exits: Promise<unknown>[] = [];
  private readonly original = threads.Worker;

  constructor() {
    const watch = this;
    threads.Worker = class extends this.original {
      constructor(...args: ConstructorParameters<typeof threads.Worker>) {
        super(...args);
        watch.made++;
        watch.exits.push(new Promise((resolve) => this.once("exit", resolve)));
      }
    };
  }
  /** Waits for ever when one is left: the test times out. */
  allGone = () => Promise.all(this.exits);
  end = () => void (threads.Worker = this.original);
}

const column = (propertyName: string, dataType: string, ...entries: string[]) => ({
  propertyName,
  dataType,
  ecProperties: entries.map((entry) => {
    const [ecSchemaName = "", ecClassName = "", ...rest] = entry.split(".");
    return { ecSchemaName, ecClassName, ecPropertyName: rest.join(".") };
  }),
});

const columns = [
  column("Label", "String", "*.*.UserLabel", "*.*.CodeValue"),
  column("Category", "String", "*.*.Category.CodeValue"),
  column("Model", "String", "*.*.Model.ModeledElement.CodeValue"),
  column("Json", "String", "*.*.JsonProperties"),
  column("Weld", "String", "BuildingTest.WeldInspection.WeldType"),
];

const groups = (...queries: string[]) => ({
  mappingName: "Slices",
  groups: queries.map((query) => ({ groupName: "Slices", query, properties: columns })),
});

let engine: Engine;
let watch: Watch;
beforeAll(async () => void (engine = await createEngine({ worker: false })));
afterAll(() => engine.close());
beforeEach(() => void (watch = new Watch()));
afterEach(() => watch.end());

describe("what kept a column of an extract empty", () => {
  const query = "SELECT ECInstanceId, ECClassId FROM BuildingTest.Beam";
  const faulty = {
    mappingName: "M",
    groups: [
      {
        groupName: "G",
        query,
        properties: [...columns, { propertyName: "Bad", dataType: "Double" as const, formula: "Nope * 2" }],
      },
    ],
  };
  const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code, path }) => `${code} ${path}`);

  it.each([
    ["by one engine", { format: "csv" }],
    ["as JSON", { format: "json" }],
    ["with progress", { format: "ndjson", onProgress: () => {} }],
    ["by several workers", { format: "csv", workers: 2 }],
  ] as [string, ExtractOptions][])("is told %s, before, during and after", async (_, options) => {
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const expected = codes((await snapshot.preview(faulty)).diagnostics);
    expect(expected.length).toBeGreaterThan(0);
    const early = snapshot.extract(faulty, options);
    expect(codes(await early.diagnostics())).toEqual(expected);
    const table = snapshot.extract(faulty, options);
    for await (const piece of table) expect(piece.byteLength + (await table.diagnostics()).length).toBeGreaterThan(0);
    expect(codes(await table.diagnostics())).toEqual(expected);
    snapshot.close();
    expect(codes(await table.diagnostics())).toEqual(expected); // they are known
    await watch.allGone();
  });

  it("is refused where the extract is", async () => {
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const table = snapshot.extract(faulty, { format: "csv", group: "Nope" });
    expect(await rejection(table.diagnostics())).toMatchObject({ code: "group-unknown" });
    expect(await rejection(table.next())).toMatchObject({ code: "group-unknown" });
    snapshot.close();
  });

  it("is told without promises too", async () => {
    const sync = await createSyncEngine();
    const snapshot = sync.open(snapshotFile("building.bim"));
    const expected = codes(snapshot.preview(faulty).diagnostics);
    expect(codes(snapshot.extract(faulty, { format: "csv" }).diagnostics())).toEqual(expected);
    const table = snapshot.extract(faulty, { format: "csv" });
    expect([...table].length).toBeGreaterThan(0);
    expect(codes(table.diagnostics())).toEqual(expected);
    sync.close();
  });
});

async function text(snapshot: Snapshot, mapping: MappingInput, options: ExtractOptions): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of snapshot.extract(mapping, options)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const sliced = {
  "building.bim": {
    "all elements": "SELECT ECInstanceId, ECClassId FROM bis.Element",
    "every class of a table": "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
    "some classes of a table": "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember",
    "one class": "SELECT ECInstanceId, ECClassId FROM ONLY bt.Beam",
    "a bare class": "BuildingTest.Beam",
    "the class first": "SELECT ECClassId, ECInstanceId FROM bt.Beam",
    "no class": "SELECT ECInstanceId FROM bis.GeometricElement3d",
    "a class without rows": "SELECT ECInstanceId, ECClassId FROM bis.ElementAspect",
  },
  "large.bim": {
    "every class of a table": "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
    "some classes of a table": "SELECT ECInstanceId, ECClassId FROM bt.StructuralMember",
    "one class": "SELECT ECInstanceId, ECClassId FROM bt.Beam",
  },
};

/** Of queries whose rows do not come by id. */
const striped: Record<string, Record<string, string[]>> = {
  "building.bim": {
    "a filter": ["SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue IS NOT NULL"],
    "an ORDER BY": ["SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY ECInstanceId DESC"],
    "a LIMIT": ["SELECT ECInstanceId, ECClassId FROM bt.Beam LIMIT 5"],
    "no row": ["SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE CodeValue='Nope'"],
    "another column called ECInstanceId": ["SELECT Model.Id ECInstanceId, ECClassId FROM bis.GeometricElement3d"],
    "columns of a joined table": ["SELECT ECInstanceId, ECClassId, CodeValue FROM bis.GeometricElement3d"],
    "repeated ids, very often": [
      "SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b, bt.Column c, bis.Element e ORDER BY e.ECInstanceId",
    ],
    "groups of one name": [
      "SELECT ECInstanceId, ECClassId FROM bt.Beam",
      "SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b, bt.Column c, bis.Element e",
      "SELECT ECInstanceId, ECClassId FROM bt.Column WHERE CodeValue IS NOT NULL",
    ],
  },
  "large.bim": {
    "a filter": ["SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue LIKE '%1%'"],
    "an ORDER BY": ["SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d ORDER BY CodeValue DESC, ECInstanceId"],
    "a JOIN": [
      "SELECT e.ECInstanceId, e.ECClassId FROM bis.GeometricElement3d e JOIN bis.Category c ON c.ECInstanceId=e.Category.Id",
    ],
  },
};

/** Of rows that nobody could read but one. */
const whole = {
  chance: "SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE random() IS NOT NULL",
  "the clock": "SELECT ECInstanceId, ECClassId FROM bt.Beam WHERE LastMod < datetime('now')",
};

for (const [file, queries] of Object.entries(sliced))
  describe(`several workers on ${file}`, () => {
    let snapshot: Snapshot;
    beforeAll(async () => void (snapshot = await engine.open(snapshotFile(file))));
    afterAll(() => snapshot.close());

    for (const [name, query] of Object.entries(queries))
      it(`give the bytes of one for ${name}`, async () => {
        const expected = { csv: "", ndjson: "" };
        for (const format of ["csv", "ndjson"] as const)
          expected[format] = await text(snapshot, groups(query), { format });
        for (const [format, workers] of [
          ["csv", 2],
          ["csv", 3],
          ["ndjson", 2],
        ] as const) {
          const made = watch.made;
          expect((await text(snapshot, groups(query), { format, workers })) === expected[format]).toBe(true);
          if (name !== "a class without rows") expect(watch.made - made).toBe(workers - 1);
        }
        await watch.allGone();
      });
  });

for (const [file, queries] of Object.entries(striped))
  describe(`several workers on ${file}, by stripes`, () => {
    let snapshot: Snapshot;
    beforeAll(async () => void (snapshot = await engine.open(snapshotFile(file))));
    afterAll(() => snapshot.close());

    for (const [name, ofGroups] of Object.entries(queries))
      it(`give the bytes of one for ${name}`, async () => {
        for (const [format, workers] of [
          ["csv", 2],
          ["ndjson", 3],
        ] as const) {
          const expected = await text(snapshot, groups(...ofGroups), { format });
          const made = watch.made;
          expect((await text(snapshot, groups(...ofGroups), { format, workers })) === expected).toBe(true);
          expect(watch.made - made).toBe(workers - 1);
        }
        await watch.allGone();
      });

    it("are taken for many rows, of whatever number nobody asked", async () => {
      const few = groups("SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY CodeValue");
      await text(snapshot, few, { format: "csv", workers: "auto" });
      expect(watch.made).toBe(0);
      const many = groups("SELECT a.ECInstanceId, a.ECClassId FROM bis.Element a, bis.Element b LIMIT 60000");
      const expected = await text(snapshot, many, { format: "csv" });
      expect((await text(snapshot, many, { format: "csv", workers: "auto" })) === expected).toBe(true);
      expect(watch.made).toBeGreaterThan(0);
    });
  });

describe("one engine", () => {
  let snapshot: Snapshot;
  beforeAll(async () => void (snapshot = await engine.open(snapshotFile("building.bim"))));
  afterAll(() => snapshot.close());

  for (const [name, query] of Object.entries(whole))
    it(`reads a query that hangs on ${name}`, async () => {
      const rows = (await text(snapshot, groups(query), { format: "csv", workers: 3 })).split("\r\n").length;
      expect(rows).toBe(82);
      expect(watch.made).toBe(0);
    });

  it("reads rows whose ids may have come before", async () => {
    const mapping = groups("SELECT b.ECInstanceId, b.ECClassId FROM bt.Beam b, bt.Column c");
    const options = { keepRepeatedRows: false };
    const rows = (await text(snapshot, mapping, { format: "csv", workers: 3, options })).split("\r\n").length;
    expect(rows).toBe(82);
    expect(watch.made).toBe(0);
  });

  it("reads an extract to JSON, bytes, and a small group by `auto`", async () => {
    const mapping = groups("SELECT ECInstanceId, ECClassId FROM bt.Beam");
    const csv = await text(snapshot, mapping, { format: "csv" });
    expect(JSON.parse(await text(snapshot, mapping, { format: "json", workers: 2 }))).toHaveLength(80);
    expect(await text(snapshot, mapping, { format: "csv", workers: "auto" })).toBe(csv);
    const inMemory = await engine.open(snapshotBytes("building.bim"));
    expect(await text(inMemory, mapping, { format: "csv", workers: 2 })).toBe(csv);
    inMemory.close();
    expect(watch.made).toBe(0);
  });
});

describe("an extract by two engines, one of them in a worker", () => {
  const mapping = groups("SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d");
  const csv: ExtractOptions = { format: "csv", workers: 2 };
  let snapshot: Snapshot;
  beforeEach(async () => void (snapshot = await engine.open(snapshotFile("large.bim"))));
  afterEach(() => snapshot.close());

  it("tells its progress", async () => {
    const told: ExtractProgress[] = [];
    const all = await text(snapshot, mapping, { ...csv, onProgress: (progress) => told.push(progress) });
    const rows = all.split("\r\n").length - 2;
    expect(told.at(-1)).toEqual({ bytes: Buffer.byteLength(all), rows, rowCount: rows });
    expect(told.length).toBeGreaterThan(4);
    const counts = told.map((progress) => progress.rows);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it("leaves no worker when the caller stops early", async () => {
    for await (const _ of snapshot.extract(mapping, csv)) break;
    expect(watch.made).toBe(1);
    await watch.allGone();
  });

  it("ends its workers when it is aborted, at the start and on the way", async () => {
    expect((await rejection(text(snapshot, mapping, { ...csv, signal: AbortSignal.abort() }))).name).toBe("AbortError");
    expect(watch.made).toBe(0);
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error("enough"));
    const error = await rejection(text(snapshot, mapping, { ...csv, signal: abort.signal, onProgress }));
    expect(error.message).toBe("enough");
    expect(watch.made).toBe(1);
    await watch.allGone();
  });

  it("ends its workers when it is aborted while nobody reads", async () => {
    const abort = new AbortController();
    const pieces = snapshot.extract(mapping, { ...csv, signal: abort.signal })[Symbol.asyncIterator]();
    await pieces.next();
    abort.abort(new Error("enough"));
    await watch.allGone();
    expect((await rejection(pieces.next())).message).toBe("enough");
  });

  it("ends with its snapshot", async () => {
    const pieces = snapshot.extract(mapping, csv)[Symbol.asyncIterator]();
    await pieces.next();
    snapshot.close();
    await watch.allGone();
    expect((await rejection(pieces.next())).code).toBe("snapshot-closed");
  });

  it("fails with what a worker says", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "premap-"));
    const file = path.join(folder, "gone.bim");
    copyFileSync(snapshotFile("building.bim"), file);
    const gone = await engine.open(file);
    rmSync(folder, { recursive: true });
    // Each has a share that nobody else reads.
    const beams = groups("SELECT ECInstanceId, ECClassId FROM bt.Beam ORDER BY UserLabel");
    const error = await rejection(text(gone, beams, csv));
    expect(error).toMatchObject({ name: "EngineError", code: "file-unreadable" });
    expect(watch.made).toBe(1);
    await watch.allGone();
    gone.close();
  });

  it("fails with what is wrong with the mapping", async () => {
    const error = await rejection(text(snapshot, groups("SELECT Nope FROM bis.Element"), csv));
    expect(error).toMatchObject({ code: "query-invalid" });
    for (const workers of [0, 1.5, 65])
      expect((await rejection(text(snapshot, mapping, { format: "csv", workers }))).code).toBe("option-value");
    expect(watch.made).toBe(0);
  });
});
