/** The package as a user has it, in this thread: opening, querying, row formats, closing, errors. */
import { copyFileSync, openAsBlob, readFileSync, rmSync, truncateSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Batch, createEngine, type Engine, EngineError, type Snapshot } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stretch } from "./sparse.ts";
import { distFile, rejection, snapshotBytes, snapshotFile } from "./support.ts";

describe("an engine", () => {
  it("tells its versions", async () => {
    const engine = await createEngine();
    expect(engine.version).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      sqliteVersion: expect.stringMatching(/^3\./),
      ecsqlVersion: expect.stringMatching(/^2\./),
    });
    engine.close();
  });

  it("takes its WebAssembly as a URL, as bytes, as a response or compiled", async () => {
    const bytes = readFileSync(distFile("engine.wasm"));
    const response = new Response(bytes, { headers: { "content-type": "application/wasm" } });
    const sources = [pathToFileURL(distFile("engine.wasm")), bytes, response, await WebAssembly.compile(bytes)];
    for (const wasm of sources) (await createEngine({ wasm })).close();
  });

  it("says where its WebAssembly is missing", async () => {
    const missing = await rejection(createEngine({ wasm: new Response("", { status: 404, statusText: "Not Found" }) }));
    expect(missing).toMatchObject({ name: "EngineError", code: "engine-unreachable" });
    expect(missing.message).toContain("404");
  });

  it("does not start when its signal is aborted", async () => {
    expect((await rejection(createEngine({ signal: AbortSignal.abort() }))).name).toBe("AbortError");
  });

  it("refuses calls after close", async () => {
    const engine = await createEngine();
    const snapshot = await engine.open(snapshotFile("empty.bim"));
    engine.close();
    engine.close();
    expect((await rejection(engine.open(snapshotFile("empty.bim")))).code).toBe("engine-closed");
    expect((await rejection(engine.validate("{}"))).code).toBe("engine-closed");
    expect((await rejection(snapshot.schemas())).code).toBe("snapshot-closed");
    expect((await rejection(snapshot.query("SELECT 1").toArray())).code).toBe("snapshot-closed");
    expect((await rejection(snapshot.preview("{}"))).code).toBe("snapshot-closed");
  });
});

describe("opening", () => {
  let engine: Engine;
  beforeAll(async () => void (engine = await createEngine({ worker: false })));
  afterAll(() => engine.close());

  it("takes a path, a file URL, bytes, a Blob, and what exports bytes", async () => {
    const bytes = snapshotBytes("building.bim");
    const path = snapshotFile("building.bim");
    const sources = [
      path,
      pathToFileURL(path),
      bytes,
      bytes.buffer,
      bytes.subarray(0),
      await openAsBlob(path),
      { export: () => bytes },
    ];
    for (const source of sources) {
      const snapshot = await engine.open(source);
      expect(snapshot.info).toMatchObject({ isIModel: true, name: "Building fixture", byteLength: bytes.length });
      snapshot.close();
    }
  });

  it("leaves the caller's bytes alone", async () => {
    const bytes = snapshotBytes("empty.bim");
    const before = bytes.slice();
    const snapshot = await engine.open(bytes);
    await snapshot.schemas();
    snapshot.close();
    expect(Buffer.compare(bytes, before)).toBe(0);
  });

  it.each([
    ["empty-file.bim", "file-empty"],
    ["text.bim", "file-not-sqlite"],
    ["truncated.bim", "file-truncated"],
    ["plain-sqlite.bim", "file-not-imodel"],
    ["profile-ec-5.0.0.0.bim", "profile-too-new"],
    ["profile-dgn-3.0.0.0.bim", "profile-too-new"],
    ["profile-ec-3.7.3.1.bim", "profile-too-old"],
    ["profile-be-4.1.0.2.bim", "profile-too-new"],
    ["no-such-file.bim", "file-unreadable"],
  ])("%s is refused as %s", async (name, code) => {
    const error = await rejection(engine.open(snapshotFile(name)));
    expect(error).toBeInstanceOf(EngineError);
    expect(error.code).toBe(code);
    expect(error.message).not.toBe("");
  });

  it.each(["profile-ec-4.1.0.0.bim", "profile-ec-4.0.1.0.bim", "profile-dgn-2.0.0.9.bim", "empty.bim"])(
    "%s opens",
    async (name) => {
      const snapshot = await engine.open(snapshotFile(name));
      expect(snapshot.info.diagnostics).toEqual([]);
      snapshot.close();
    },
  );

  it.each(["profile-mixed-newer-ec-older-dgn.bim", "profile-mixed-newer-dgn-older-ec.bim"])(
    "%s opens, and its info says what to expect",
    async (name) => {
      const snapshot = await engine.open(snapshotFile(name));
      expect(await snapshot.query("SELECT COUNT(*) FROM bis.Element").toArray()).toEqual([[3]]);
      expect(snapshot.info.diagnostics).toMatchObject([{ code: "profile-mixed", severity: "warning" }]);
      expect(snapshot.info.diagnostics[0]?.message).toContain(snapshot.info.profiles.dgn);
      snapshot.close();
    },
  );

  it("opens a file beyond 4 GB as fast as a small one, reading as little", async () => {
    const path = snapshotFile("building-5gb.bim");
    try {
      copyFileSync(snapshotFile("building.bim"), path);
      truncateSync(path, 5 * 2 ** 30); // a hole: it takes no room on the disk
      const snapshot = await engine.open(path);
      expect(snapshot.info.byteLength).toBe(5 * 2 ** 30);
      expect((await snapshot.query("SELECT COUNT(*) FROM bt.Beam").toArray())[0]).toEqual([80]);
      const { bytesRead, heapBytes } = await snapshot.stats();
      expect(bytesRead).toBeLessThan(2 << 20);
      expect(heapBytes).toBeLessThan(64 << 20);
      snapshot.close();
    } finally {
      rmSync(path, { force: true });
    }
  });

  it("reads rows that lie beyond 4 GB", async () => {
    const path = snapshotFile("building-far.bim");
    const query = "SELECT * FROM bis.Element ORDER BY ECInstanceId";
    const near = await engine.open(snapshotFile("building.bim"));
    const rows = await near.query(query).toArray();
    near.close();
    try {
      await stretch(snapshotFile("building.bim"), path, "bis_Element", 5 * 2 ** 30);
      const snapshot = await engine.open(path);
      expect(await snapshot.query(query).toArray()).toEqual(rows);
      snapshot.close();
    } finally {
      rmSync(path, { force: true });
    }
  });

  it("refuses a folder and what is no source", async () => {
    expect((await rejection(engine.open(snapshotFile(".")))).code).toBe("file-unreadable");
    const wrongs: [unknown, string][] = [
      [5, "from 5"],
      [null, "from null"],
      [undefined, "from undefined"],
      [{}, "an object"],
      [[1], "an array"],
      [Promise.resolve("building.bim"), "a Promise"],
      [{ export: () => Promise.resolve(new Uint8Array()) }, "a Promise"],
      ["https://example.com/building.bim", "is an address"],
      [new URL("https://example.com/building.bim"), "is an address"],
    ];
    for (const [wrong, says] of wrongs) {
      const error = await rejection(engine.open(wrong as never));
      expect(error.code).toBe("source-unsupported");
      expect(error.message).toContain(says);
    }
  });
});

describe("a snapshot", () => {
  let engine: Engine;
  let snapshot: Snapshot;
  beforeAll(async () => {
    engine = await createEngine({ worker: false });
    snapshot = await engine.open(snapshotFile("building.bim"));
  });
  afterAll(() => engine.close());

  it("lists its schemas, classes and properties", async () => {
    const schemas = await snapshot.schemas();
    expect(schemas.length).toBe(snapshot.info.schemaCount);
    expect(schemas.reduce((sum, schema) => sum + schema.classes.length, 0)).toBe(snapshot.info.classCount);
    const building = schemas.find((schema) => schema.alias === "bt");
    const member = building?.classes.find(({ name }) => name === "StructuralMember");
    const quantityOf = (wanted: string) => {
      const { unit, quantityType } = member?.properties.find(({ name }) => name === wanted) ?? {};
      return [unit, quantityType];
    };
    expect(["Length", "Weight", "LoadClass"].map(quantityOf)).toEqual([
      ["M", "Distance"],
      ["KG", "Mass"],
      [undefined, undefined],
    ]);
    expect(building).toMatchObject({ name: "BuildingTest", version: "01.02.03" });
    const beam = building?.classes.find((cls) => cls.name === "Beam");
    expect(beam).toMatchObject({ type: "entity", isQueryable: true, isMixin: false });
    const property = (name: string) => beam?.properties.find((candidate) => candidate.name === name);
    expect(property("Mark")).toMatchObject({
      kind: "primitive",
      type: "string",
      owner: "BuildingTest.StructuralMember",
    });
    expect(property("Supplier")).toMatchObject({ kind: "navigation", target: ["BuildingTest.SupplierRecord"] });
    expect(property("CamberValues")).toMatchObject({ kind: "primitiveArray", type: "double[]" });
    expect(property("Section")).toMatchObject({ kind: "struct", type: "BuildingTest.SectionInfo" });
    expect(property("Material")).toMatchObject({ type: "int", enumeration: "BuildingTest.MaterialKind" });
  });

  it("answers rows in three formats", async () => {
    const ecsql = "SELECT ECInstanceId, ECClassId, Mark, StartPoint, Model FROM bt.Beam WHERE ECInstanceId = 0x26";
    const [indexes] = await snapshot.query(ecsql).toArray();
    expect(indexes?.[0]).toBe("0x26");
    expect(indexes?.[1]).toMatch(/^0x[0-9a-f]+$/);
    expect(indexes?.[3]).toEqual({ X: expect.any(Number), Y: expect.any(Number), Z: expect.any(Number) });
    const [names] = await snapshot.query(ecsql, { rowFormat: "names" }).toArray();
    expect(names).toMatchObject({ ECInstanceId: "0x26", Mark: "B0-é", Model: { Id: "0x13" } });
    const [jsNames] = await snapshot.query(ecsql, { rowFormat: "jsNames" }).toArray();
    expect(jsNames).toMatchObject({
      id: "0x26",
      className: "BuildingTest.Beam",
      startPoint: { x: expect.any(Number) },
      model: { id: "0x13", relClassName: "BisCore.ModelContainsElements" },
    });
  });

  it("cuts nulls at the end of index rows and leaves them out of named rows", async () => {
    const ecsql = "SELECT NULL a, 1 b, NULL c, NULL d FROM bis.Element LIMIT 1";
    expect(await snapshot.query(ecsql).toArray()).toEqual([[null, 1]]);
    expect(await snapshot.query(ecsql, { rowFormat: "names" }).toArray()).toEqual([{ b: 1 }]);
    expect(await snapshot.query("SELECT NULL a FROM bis.Element LIMIT 2").toArray()).toEqual([[], []]);
  });

  it("describes columns without running", async () => {
    const columns = await snapshot.query("SELECT ECInstanceId, Mark AS m FROM bt.Beam").columns();
    expect(columns).toMatchObject([
      { name: "ECInstanceId", jsonName: "id", typeName: "long", extendedType: "Id", index: 0, generated: false },
      { name: "m", index: 1, generated: true },
    ]);
  });

  it("honours limit and offset, also around ORDER BY and LIMIT of the query's own", async () => {
    const all = await snapshot.query("SELECT ECInstanceId FROM bt.Beam ORDER BY ECInstanceId DESC").toArray();
    const part = snapshot.query("SELECT ECInstanceId FROM bt.Beam ORDER BY ECInstanceId DESC", { limit: 3, offset: 2 });
    expect(await part.toArray()).toEqual(all.slice(2, 5));
    const inner = snapshot.query("SELECT ECInstanceId FROM bt.Beam ORDER BY ECInstanceId DESC LIMIT 4", {
      limit: 10,
      offset: 1,
    });
    expect(await inner.toArray()).toEqual(all.slice(1, 4));
    expect(await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { limit: 0 }).toArray()).toEqual([]);
    expect((await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { offset: 5 }).toArray()).length).toBe(
      all.length - 5,
    );
  });

  it("gives bytes, or their length", async () => {
    const ecsql = "SELECT GeometryStream FROM bt.Beam WHERE GeometryStream IS NOT NULL";
    const [row] = await snapshot.query(ecsql, { limit: 1 }).toArray();
    expect(row?.[0]).toBeInstanceOf(Uint8Array);
    const short = await snapshot.query(ecsql, { limit: 1, abbreviateBlobs: true }).toArray();
    expect(short).toEqual([[expect.stringMatching(/^\{"bytes":\d+\}$/)]]); // the stored size: streams are compressed
  });

  it("hands out batches that agree with the rows", async () => {
    const query = snapshot.query("SELECT ECInstanceId, CodeValue FROM bis.Element");
    const batches: Batch[] = [];
    for await (const batch of query.batches()) batches.push(batch);
    const rows = await query.toArray();
    expect(batches.reduce((sum, batch) => sum + batch.rowCount, 0)).toBe(rows.length);
    expect(batches[0]?.columns.map((column) => column.kind)).toEqual(["id", "text"]);
    expect(batches[0]?.columns[0]?.get(0)).toBe(rows[0]?.[0]);
  });

  it("runs a query anew for each iteration, several at once", async () => {
    const query = snapshot.query("SELECT ECInstanceId FROM bt.Beam");
    const [a, b] = await Promise.all([query.toArray(), query.toArray()]);
    expect(a).toEqual(b);
    const seen: unknown[] = [];
    for await (const row of query) {
      seen.push(row);
      if (seen.length === 2) break; // leaving early is fine
    }
    expect(seen).toEqual(a.slice(0, 2));
  });

  it("says what is wrong with a query, where, and what may be meant", async () => {
    const ecsql = "SELECT Mark\nFROM bt.Beem";
    const error = await rejection(snapshot.query(ecsql).toArray());
    expect(error).toMatchObject({ name: "EngineError", code: "query-invalid" });
    const [diagnostic] = (error as EngineError).diagnostics;
    expect(diagnostic?.span?.line).toBe(2);
    expect(ecsql.slice(diagnostic?.span?.begin, diagnostic?.span?.end)).toContain("Beem");
    expect(`${diagnostic?.message} ${diagnostic?.hint}`).toContain("Beam");
  });

  it.each([
    "",
    "   ",
    "SELEC 1",
    "DELETE FROM bt.Beam",
    "SELECT Nope FROM bt.Beam",
    "SELECT * FROM",
    "'",
    "SELECT (((((1",
  ])("refuses %j", async (ecsql) => {
    expect((await rejection(snapshot.query(ecsql).toArray())).code).toBe("query-invalid");
    expect((await rejection(snapshot.query(ecsql).columns())).code).toBe("query-invalid");
    expect((await rejection(snapshot.nativeSql(ecsql))).code).toBe("query-invalid");
  });

  it("survives a query that is far too deep or too long", async () => {
    const deep = `SELECT ${"(".repeat(20000)}1${")".repeat(20000)} FROM bt.Beam`;
    expect((await rejection(snapshot.query(deep).toArray())).code).toBe("query-invalid");
    const long = `SELECT ${Array.from({ length: 5000 }, (_, i) => `1 c${i}`).join(",")} FROM bt.Beam`;
    await snapshot
      .query(long)
      .toArray()
      .catch((error: Error) => expect(error).toBeInstanceOf(EngineError));
    expect((await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { limit: 1 }).toArray()).length).toBe(1);
  });

  it("shows the SQLite SQL of a query", async () => {
    expect(await snapshot.nativeSql("SELECT Mark FROM bt.Beam")).toMatch(/^SELECT .*bis_/is);
  });

  it("stops at an abort between batches", async () => {
    const controller = new AbortController();
    const many = "SELECT a.ECInstanceId FROM bis.Element a, bis.Element b, bis.Element c";
    const reading = (async () => {
      for await (const _ of snapshot.query(many, { signal: controller.signal }).batches()) controller.abort();
    })();
    expect((await rejection(reading)).name).toBe("AbortError");
    const timed = rejection(snapshot.query(many, { signal: AbortSignal.timeout(50) }).toArray());
    expect((await timed).name).toBe("TimeoutError");
  });

  it("counts what it did", async () => {
    const stats = await snapshot.stats();
    expect(stats.bytesRead).toBeGreaterThan(0);
    expect(stats.readCount).toBeGreaterThan(0);
    expect(stats.statementCount).toBeGreaterThan(0);
    expect(stats.heapBytes).toBeLessThan(64 << 20);
  });

  it("ends running iterations when it is closed", async () => {
    const second = await engine.open(snapshotFile("large.bim"));
    const reading = (async () => {
      for await (const _ of second.query("SELECT * FROM bis.Element").batches()) second.close();
    })();
    expect((await rejection(reading)).code).toBe("snapshot-closed");
    expect((await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { limit: 1 }).toArray()).length).toBe(1);
  });

  it("can be disposed of", async () => {
    const second = await engine.open(snapshotFile("empty.bim"));
    second[Symbol.dispose]();
    expect((await rejection(second.schemas())).code).toBe("snapshot-closed");
  });
});
