/** The engine in a worker (here one of Node's): same answers, and cancelling in the middle of a long step. */
import { createEngine, type Engine, type Progress } from "premap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endlessQuery, rejection, snapshotBytes, snapshotFile } from "./support.ts";

describe("an engine in a worker", () => {
  let engine: Engine;
  beforeAll(async () => void (engine = await createEngine({ worker: true })));
  afterAll(() => engine.close());

  it("answers as the one in this thread does", async () => {
    const local = await createEngine({ worker: false });
    const [near, far] = await Promise.all([
      local.open(snapshotFile("large.bim")),
      engine.open(snapshotFile("large.bim")),
    ]);
    const ecsql = "SELECT * FROM bis.PhysicalElement ORDER BY ECInstanceId";
    const rows = await far.query(ecsql).toArray();
    expect(rows.length).toBeGreaterThan(10_000);
    expect(JSON.stringify(rows) === JSON.stringify(await near.query(ecsql).toArray())).toBe(true);
    expect(far.info).toEqual(near.info);
    local.close();
    far.close();
  });

  it("answers other calls, and may be stopped, between the slices of what reads every row", async () => {
    const snapshot = await engine.open(snapshotFile("large.bim"));
    const ecProperties = ["UserLabel", "Category.CodeValue", "Model.ModeledElement.UserLabel"].map(
      (ecPropertyName) => ({
        ...{ ecSchemaName: "*", ecClassName: "*", ecPropertyName },
      }),
    );
    // Rows that were read are not read again: every reading is of other columns, and of enough for several slices.
    let readings = 0;
    const mapping = () => ({
      groups: [
        {
          groupName: "All",
          query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d",
          properties: Array.from({ length: 40 }, () => ({
            ...{ propertyName: `Column ${++readings}`, dataType: "String" as const, ecProperties },
          })),
        },
      ],
    });
    for (const call of ["profile", "validate"] as const) {
      const seen: (number | string)[] = [];
      const sliced = snapshot[call](mapping(), { onProgress: ({ rows }) => seen.push(rows) });
      const answered = snapshot
        .query("SELECT 1")
        .toArray()
        .then(() => seen.push("answer"));
      await Promise.all([sliced, answered]);
      // The answer came before the last slice, or it would stand here.
      expect(seen.at(-1), call).toBeGreaterThan(40_000);
      const stop = new AbortController();
      const stopped = rejection(snapshot[call](mapping(), { signal: stop.signal, onProgress: () => stop.abort() }));
      expect((await stopped).name, call).toBe("AbortError");
    }
    for (const [where, isKnown] of [
      ["", true],
      [" WHERE CodeValue IS NOT NULL", false],
    ] as const) {
      const query = `SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d${where}`;
      const told: (number | undefined)[] = [];
      const onProgress = ({ rowCount }: Progress) => told.push(rowCount);
      const { rowCount } = await snapshot.profile(
        { groups: [{ groupName: "All", query, properties: [] }] },
        { onProgress },
      );
      expect(new Set(told)).toEqual(new Set([isKnown ? rowCount : undefined]));
    }
    expect((await snapshot.profile(mapping(), { sample: 100 })).rowCount).toBe(100);
    snapshot.close();
  });

  it("opens bytes, which stay the caller's", async () => {
    const bytes = snapshotBytes("empty.bim");
    const snapshot = await engine.open(bytes);
    expect(bytes.byteLength).toBe(snapshot.info.byteLength);
    snapshot.close();
  });

  it("keeps the code and the place of errors", async () => {
    expect((await rejection(engine.open(snapshotFile("truncated.bim")))).code).toBe("file-truncated");
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const error = await rejection(snapshot.query("SELECT Nope FROM bt.Beam").toArray());
    expect(error).toMatchObject({ name: "EngineError", code: "query-invalid", diagnostics: [{ span: { line: 1 } }] });
    snapshot.close();
  });

  it("gives up a long step and goes on with the next call", async () => {
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const begun = Date.now();
    const error = await rejection(snapshot.query(endlessQuery, { signal: AbortSignal.timeout(100) }).toArray());
    expect(error.name).toBe("TimeoutError");
    expect(await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { limit: 1 }).toArray()).toEqual([
      [expect.any(String)],
    ]);
    expect(Date.now() - begun).toBeLessThan(5000);
    snapshot.close();
  });

  it("ends what is running when it is closed", async () => {
    const second = await createEngine({ worker: true });
    const snapshot = await second.open(snapshotFile("building.bim"));
    const running = rejection(snapshot.query(endlessQuery).toArray());
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.close();
    expect((await running).code).toMatch(/^(engine|snapshot)-closed$/);
    expect((await rejection(second.open(snapshotFile("empty.bim")))).code).toBe("engine-closed");
  });

  it("says when its WebAssembly is broken", async () => {
    expect((await rejection(createEngine({ worker: true, wasm: new Uint8Array([0, 97, 115, 109]) }))).message).not.toBe(
      "",
    );
  });
});

describe("a worker that cannot share memory", () => {
  async function withoutSharedMemory(): Promise<Engine> {
    (await createEngine({ worker: true })).close(); // the first worker of a process needs it for Node itself
    const shared = globalThis.SharedArrayBuffer;
    try {
      Reflect.deleteProperty(globalThis, "SharedArrayBuffer");
      return await createEngine({ worker: true });
    } finally {
      Object.defineProperty(globalThis, "SharedArrayBuffer", { value: shared, configurable: true, writable: true });
    }
  }

  it("is replaced when a long step is given up, and the snapshots live on", async () => {
    const engine = await withoutSharedMemory();
    const snapshot = await engine.open(snapshotFile("building.bim"));
    const other = await engine.open(snapshotFile("empty.bim"));
    const error = await rejection(snapshot.query(endlessQuery, { signal: AbortSignal.timeout(100) }).toArray());
    expect(error.name).toBe("TimeoutError");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { limit: 1 }).toArray()).toEqual([
      [expect.any(String)],
    ]);
    expect((await other.schemas()).length).toBe(other.info.schemaCount);
    engine.close();
  });

  it("is replaced beside an extract by several workers, which goes on", async () => {
    const engine = await withoutSharedMemory();
    const snapshot = await engine.open(snapshotFile("large.bim"));
    const query = "SELECT ECInstanceId, ECClassId FROM bis.Element ORDER BY CodeValue";
    const ecProperties = [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "ECClassId" }];
    // More than the workers run ahead of who reads.
    const properties = Array.from({ length: 40 }, (_, i) => ({
      propertyName: `Class${i}`,
      dataType: "String" as const,
      ecProperties,
    }));
    const mapping = { mappingName: "M", groups: [{ groupName: "G", query, properties }] };
    const rowsOf = async (workers: number, between = async () => {}) => {
      let rows = 0;
      for await (const piece of snapshot.extract(mapping, { format: "csv", workers })) {
        if (rows === 0) await between();
        rows += Buffer.from(piece).toString().split("\r\n").length - 1;
      }
      return rows;
    };
    const replaced = async () => {
      const ended = rejection(snapshot.query(endlessQuery, { signal: AbortSignal.timeout(100) }).toArray());
      expect((await ended).name).toBe("TimeoutError");
      await new Promise((resolve) => setTimeout(resolve, 2000));
    };
    expect(await rowsOf(2, replaced)).toBe(await rowsOf(1));
    engine.close();
  });
});
