/** The other entries of the package: premap/inline, premap/sync, and all of them from CommonJS. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createEngine } from "premap";
import * as inline from "premap/inline";
import * as sync from "premap/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distFile, rejection, snapshotBytes, snapshotFile } from "./support.ts";

const mapping = readFileSync(path.join(import.meta.dirname, "../../web/public/sample/mapping.json"), "utf8");

describe("premap/inline", () => {
  it("needs no file beside it, in this thread or in a worker", async () => {
    expect(Buffer.compare(inline.engineWasm(), readFileSync(distFile("engine.wasm")))).toBe(0);
    for (const worker of [false, true]) {
      const engine = await inline.createEngine({ worker });
      const snapshot = await engine.open(snapshotFile("building.bim"));
      expect(snapshot.info.name).toBe("Building fixture");
      expect(await rejection(snapshot.query("nonsense").toArray())).toBeInstanceOf(inline.EngineError);
      engine.close();
    }
  });
});

describe("premap/sync", () => {
  let engine: sync.SyncEngine;
  beforeAll(async () => void (engine = await sync.createEngine()));
  afterAll(() => engine.close());

  const thrown = (run: () => unknown): { code?: string } => {
    try {
      run();
    } catch (error) {
      return error as { code?: string };
    }
    return expect.fail("it did not throw");
  };

  it("answers as premap does", async () => {
    const other = await createEngine();
    const theirs = await other.open(snapshotFile("building.bim"));
    const ours = engine.open(snapshotFile("building.bim"));
    expect(engine.version).toEqual(other.version);
    expect(ours.info).toEqual(theirs.info);
    expect(ours.schemas()).toEqual(await theirs.schemas());
    for (const rowFormat of ["indexes", "names", "jsNames"] as const) {
      const options = { rowFormat, bindings: { least: 20 }, limit: 7 };
      const ecsql = "SELECT * FROM bt.Beam WHERE Length > :least";
      expect(ours.query(ecsql, options).toArray()).toEqual(await theirs.query(ecsql, options).toArray());
    }
    const all = "SELECT ECInstanceId, CodeValue FROM bis.Element";
    expect([...ours.query(all)]).toEqual(await theirs.query(all).toArray());
    expect(ours.query(all).columns()).toEqual(await theirs.query(all).columns());
    expect(ours.nativeSql(all)).toBe(await theirs.nativeSql(all));
    expect(ours.validate(mapping)).toEqual(await theirs.validate(mapping));
    expect(engine.validate("{")).toEqual(await other.validate("{"));

    const [mine, preview] = [
      ours.preview(mapping, { group: "Beams", limit: 5 }),
      await theirs.preview(mapping, { group: "Beams", limit: 5 }),
    ];
    expect([mine.rows, mine.columns, mine.complete]).toEqual([preview.rows, preview.columns, preview.complete]);
    expect(mine.verdict(0, "Name")).toEqual(preview.verdict(0, "Name"));
    expect(mine.verdict(0, "Name")).toBeDefined();
    const [bare, theirBare] = [
      ours.preview(mapping, { group: "Beams", limit: 5, verdicts: false }),
      await theirs.preview(mapping, { group: "Beams", limit: 5, verdicts: false }),
    ];
    expect([bare.rows, bare.verdict(0, "Name")]).toEqual([mine.rows, undefined]);
    expect(theirBare.rows).toEqual(bare.rows);
    expect(ours.groupFacts(mapping)).toEqual(await theirs.groupFacts(mapping));
    const facts = ours.groupFacts(mapping);
    expect(facts.groups[0]).toMatchObject({ group: "Beams", isRead: true, rowCount: 80, elementCount: 80 });
    const { groups, ...rest } = JSON.parse(mapping) as { groups: object[] };
    const doubled = JSON.stringify({ ...rest, groups: [...groups, { ...groups[0], groupName: "Again" }] });
    expect(ours.groupFacts(doubled).overlaps).toMatchObject([{ elementCount: 80 }]);
    const cell = { group: "Beams", property: "Name", ecInstanceId: mine.cell(0, "ECInstanceId") as string };
    expect(ours.explain(mapping, cell)).toEqual(await theirs.explain(mapping, cell));
    expect(ours.profile(mapping, { group: "Beams" })).toEqual(await theirs.profile(mapping, { group: "Beams" }));

    const csv = Buffer.concat([...ours.extract(mapping, { format: "csv", group: "Beams" })]).toString();
    let expected = "";
    for await (const piece of theirs.extract(mapping, { format: "csv", group: "Beams" }))
      expected += Buffer.from(piece).toString();
    expect(csv).toBe(expected);
    other.close();
  });

  it("leaves a loop early, and closes", () => {
    const snapshot = engine.open(snapshotBytes("building.bim"));
    for (const [id] of snapshot.query("SELECT ECInstanceId FROM bis.Element")) {
      expect(id).toBe("0x1");
      break;
    }
    snapshot.close();
    snapshot.close();
    expect(thrown(() => snapshot.schemas()).code).toBe("snapshot-closed");
    expect(thrown(() => engine.open(new Uint8Array(0))).code).toBe("file-empty");
    expect(thrown(() => engine.open(new Blob(["x"]))).code).toBe("source-unsupported");
    expect(thrown(() => engine.open("nowhere.bim")).code).toBe("file-unreadable");
  });

  it("refuses calls once it is closed", async () => {
    const second = await sync.createEngine();
    const snapshot = second.open(snapshotFile("empty.bim"));
    second[Symbol.dispose]();
    second.close();
    expect(thrown(() => snapshot.stats()).code).toBe("snapshot-closed");
    expect(thrown(() => second.open(snapshotFile("empty.bim"))).code).toBe("engine-closed");
    expect((await rejection(sync.createEngine({ signal: AbortSignal.abort() }))).name).toBe("AbortError");
  });
});

describe("CommonJS", () => {
  it("requires every entry", async () => {
    const require = createRequire(import.meta.url);
    const names = ["premap", "premap/inline", "premap/sync", "premap/presentation"];
    for (const name of names) expect(Object.keys(require(name) as object)).not.toHaveLength(0);
    const initSqlJs = require("premap/sqljs") as () => Promise<{ Database: unknown }>;
    expect(typeof (await initSqlJs()).Database).toBe("function");
    expect(require("premap/schema.json")).toHaveProperty("$schema");
    expect(require("premap/package.json")).toHaveProperty("name", "premap");
    expect(require.resolve("premap/engine.wasm")).toBe(distFile("engine.wasm"));
  });
});
