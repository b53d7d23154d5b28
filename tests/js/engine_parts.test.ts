/** The parts of the engine that not every call needs: loaded when one first does, and told of when they cannot be. */
import { readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { createEngine, CrashedError, type Diagnostic, type Engine, type EngineOptions, type Preview } from "premap";
import * as inline from "premap/inline";
import initSqlJs from "premap/sqljs";
import { createEngine as createSync } from "premap/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { distFile, rejection, snapshotFile } from "./support.ts";

/** What premap/push and premap/plan start: it is not among what the package exports. */
const sync = (await import(
  pathToFileURL(distFile("sync/engine.js")).href
)) as typeof import("../../wasm/ts/sync/engine.js");

const engineBytes = readFileSync(distFile("engine.wasm"));
const geometryBytes = readFileSync(distFile("geometry.wasm"));
const parts = ["geometry", "tools", "query", "formula", "sqlite"] as const;
const emptyModule = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const page = "<!DOCTYPE html><html><title>Not found</title></html>";
const snapshotPath = snapshotFile("shapes.bim");

const code = {
  propertyName: "Code",
  dataType: "String" as const,
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue" }],
};
const box = {
  propertyName: "Diagonal",
  dataType: "Double" as const,
  calculatedPropertyType: "BoundingBoxDiagonalLength" as const,
};
const volume = { propertyName: "Volume", dataType: "Double" as const, calculatedPropertyType: "Volume" as const };
const twice = { propertyName: "Twice", dataType: "Double" as const, formula: "Volume * 2" };
const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue IN ('cone', 'line')";
const mapping = (...properties: object[]) =>
  JSON.stringify({ mappingName: "M", groups: [{ groupName: "Cones", query, properties }] });
const plain = mapping(code, box);
const measuring = mapping(code, box, volume, twice);
const coneVolume = 12 * Math.PI;

/** The geometry, said to be of another build. */
function ofAnotherBuild(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(geometryBytes);
  bytes.set(new TextEncoder().encode("another build!!!"), bytes.length - "another build!!! geometry".length);
  return bytes;
}

/** A module that has the section of this build's geometry, and imports what the engine has not. */
function inDisguise(): Uint8Array<ArrayBuffer> {
  const imports = [2, 9, 1, 1, 0x65, 1, 0x3f, 3, 0x7f, 0]; // (import "e" "?" (global i32))
  imports[1] = imports.length - 2;
  const section = geometryBytes.subarray(geometryBytes.lastIndexOf("\x06premap") - 2);
  return new Uint8Array([...emptyModule, ...imports, ...section]);
}

let server: Server;
let origin: string;
const asked: string[] = [];
let answers: Record<string, (response: ServerResponse) => void>;
const file = (bytes: Uint8Array, type: string) => (response: ServerResponse) =>
  void response.writeHead(200, { "content-type": type }).end(bytes);

beforeAll(async () => {
  server = createServer(({ url = "/" }, response) => {
    asked.push(url);
    response.setHeader("connection", "close"); // a slow machine must not find a connection closed that it meant to use again
    const answer = answers[url];
    if (answer) answer(response);
    else response.writeHead(404, "Not Found").end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  answers = {
    "/engine.wasm": file(engineBytes, "application/wasm"),
    ...Object.fromEntries(
      parts.map((name) => [`/${name}.wasm`, file(readFileSync(distFile(`${name}.wasm`)), "application/wasm")]),
    ),
    "/page.wasm": file(Buffer.from(page), "text/html"),
    "/typed.wasm": file(Buffer.from(page), "application/wasm"),
    "/engine.hashed.wasm": file(engineBytes, "application/octet-stream"),
  };
});

/** A mapping that measures has a formula over it. */
const withoutFormula = (files: readonly string[]) => files.filter((name) => !name.startsWith("/formula.wasm"));

interface Cells {
  code: unknown;
  diagonal: unknown;
  volume: unknown;
  twice: unknown;
}
function cellsOf(preview: Preview): Cells {
  const row = [0, 1].find((each) => preview.cell(each, "Code") === "cone")!;
  const cell = (name: string) => preview.cell(row, name) ?? preview.verdict(row, name)?.reason;
  return { code: cell("Code"), diagonal: cell("Diagonal"), volume: cell("Volume"), twice: cell("Twice") };
}
const measured = {
  code: "cone",
  diagonal: expect.any(Number),
  volume: expect.closeTo(coneVolume, 9),
  twice: expect.closeTo(2 * coneVolume, 9),
};
const unmeasured = { ...measured, volume: "geometry-not-loaded", twice: "geometry-not-loaded" };

function expectMeasured(preview: Preview): void {
  expect(preview.diagnostics.map(({ message }) => message)).toEqual([]);
  expect(cellsOf(preview)).toEqual(measured);
}

async function previewed(engine: Engine): Promise<Preview> {
  const snapshot = await engine.open(snapshotPath);
  return snapshot.preview(measuring);
}

/** Every call that evaluates a mapping; what they answer is tested elsewhere. */
async function everyCall(engine: Engine, text: string, property: string): Promise<void> {
  const snapshot = await engine.open(snapshotPath);
  await snapshot.validate(text);
  await snapshot.validate(text, { rows: false });
  const preview = await snapshot.preview(text);
  await snapshot.profile(text);
  await snapshot.explain(text, { property, ecInstanceId: preview.cell(0, "ECInstanceId") as string });
  snapshot.close();
}

/** The same, and those whose own code lies in a part. */
async function everyCallOfAll(engine: Engine, text: string, property: string): Promise<void> {
  await everyCall(engine, text, property);
  const snapshot = await engine.open(snapshotPath);
  for (const format of ["csv", "json", "ndjson"] as const)
    for await (const _ of snapshot.extract(text, { format, workers: 1 }));
  await snapshot.query(query).toArray();
  snapshot.close();
}

describe.each([false, true])("an engine (worker: %s)", (worker) => {
  const start = (options: EngineOptions = {}) => createEngine({ wasm: `${origin}/engine.wasm`, worker, ...options });

  it("fetches no geometry for a mapping without measures, and for an explanation its part", async () => {
    const engine = await start();
    await everyCall(engine, plain, "Diagonal");
    engine.close();
    expect(asked).toEqual(["/engine.wasm", "/tools.wasm"]);
  });

  it("fetches of the parts what a call needs, and each once", async () => {
    const engine = await start();
    const snapshot = await engine.open(snapshotPath);
    const fetched = async (call: () => Promise<unknown>) => {
      asked.length = 0;
      await call();
      await call();
      return asked;
    };
    const patterned = JSON.stringify({
      mappingName: "M",
      groups: [{ groupName: "G", query: `${query} AND regexp('c.*', CodeValue)`, properties: [code] }],
    });
    expect(await fetched(() => snapshot.query(query).toArray())).toEqual(["/query.wasm"]);
    expect(await fetched(() => snapshot.query("SELECT $ FROM bis.GeometricElement3d").toArray())).toEqual([]);
    expect(await fetched(async () => expect((await snapshot.preview(patterned)).rowCount).toBe(1))).toEqual([
      "/tools.wasm",
    ]);
    expect(await fetched(() => engine.validate(plain, { edits: true }))).toEqual([]);
    const members = async () => {
      for await (const _ of snapshot.members(plain));
    };
    expect(await fetched(members)).toEqual(["/geometry.wasm"]);
    // SQLite prepares statements that write for an index of space, and runs none of them.
    const inSpace = "SELECT ECInstanceId FROM bis.SpatialIndex";
    expect(await fetched(() => snapshot.query(inSpace).toArray())).toEqual([]);
    engine.close();
  });

  it("is given a part before a query of a mapping reads an instance", async () => {
    const engine = await start();
    const snapshot = await engine.open(snapshotPath);
    const byInstance = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d e WHERE e.$->CodeValue = 'cone'";
    const group = { groupName: "G", query: byInstance, properties: [code] };
    expect((await snapshot.preview(JSON.stringify({ mappingName: "M", groups: [group] }))).rowCount).toBe(1);
    engine.close();
    expect(asked).toEqual(["/engine.wasm", "/query.wasm"]);
  });

  it("fetches it once for mappings with measures, whoever asks first", async () => {
    const engine = await start();
    await Promise.all([everyCallOfAll(engine, measuring, "Volume"), everyCallOfAll(engine, measuring, "Twice")]);
    expectMeasured(await previewed(engine));
    engine.close();
    expect(asked.sort()).toEqual(["/engine.wasm", "/formula.wasm", "/geometry.wasm", "/query.wasm", "/tools.wasm"]);
  });

  it.each(["explain", "profile", "validate", "extract"] as const)("is given it before %s answers", async (call) => {
    const engine = await start();
    const snapshot = await engine.open(snapshotPath);
    const ids = await snapshot.query(query + " ORDER BY CodeValue").toArray();
    asked.length = 0;
    const ask = {
      explain: async () => {
        const why = await snapshot.explain(measuring, { property: "Volume", ecInstanceId: ids[0]![0] as string });
        expect(why.value).toBeCloseTo(coneVolume, 9);
        expect(why.measures?.primitives).toHaveLength(1);
      },
      profile: async () =>
        expect((await snapshot.profile(measuring)).columns.find(({ name }) => name === "Volume")?.filled).toBe(1),
      validate: async () => {
        const { diagnostics } = await snapshot.validate(mapping(volume));
        expect(diagnostics.map((each) => each.code)).not.toContain("geometry-not-loaded");
        expect(diagnostics.map((each) => each.code)).not.toContain("column-all-null");
      },
      extract: async () => {
        let text = "";
        for await (const piece of snapshot.extract(measuring, { format: "csv" })) text += Buffer.from(piece).toString();
        expect(text).toContain(String(coneVolume).slice(0, 12));
      },
    };
    await ask[call]();
    engine.close();
    expect(withoutFormula(asked).filter((file) => file !== "/tools.wasm")).toEqual(["/geometry.wasm"]);
  });

  it("leaves no cursor behind where a call was made twice", async () => {
    const engine = await start();
    const snapshot = await engine.open(snapshotPath);
    await snapshot.preview(measuring);
    const { heapBytes } = await snapshot.stats();
    for (let i = 0; i < 20; i++) await snapshot.preview(measuring);
    expect((await snapshot.stats()).heapBytes - heapBytes).toBeLessThan(64 * 1024);
    engine.close();
  });

  it.each([
    ["an address", () => `${origin}/geometry.wasm`],
    ["a path", () => distFile("geometry.wasm")],
    ["a file: URL", () => pathToFileURL(distFile("geometry.wasm"))],
    ["bytes", () => new Uint8Array(geometryBytes)],
    ["a compiled module", () => WebAssembly.compile(geometryBytes)],
  ])("takes it from %s", async (_, geometry) => {
    const engine = await start({ wasm: `${origin}/engine.hashed.wasm`, partsWasm: { geometry: await geometry() } });
    expectMeasured(await previewed(engine));
    engine.close();
  });

  it.each([
    ["a response of that name", async () => fetch(`${origin}/engine.wasm`), ["/engine.wasm", "/geometry.wasm"]],
    ["an address with a query", async () => `${origin}/engine.wasm?v=1`, ["/engine.wasm?v=1", "/geometry.wasm?v=1"]],
    ["another name, so that of the package", async () => `${origin}/engine.hashed.wasm`, ["/engine.hashed.wasm"]],
    ["bytes, so that of the package", async () => new Uint8Array(engineBytes), []],
  ])("finds it beside an engine from %s", async (_, wasm, fetched) => {
    answers["/engine.wasm?v=1"] = answers["/engine.wasm"]!;
    for (const part of ["geometry", "formula"]) answers[`/${part}.wasm?v=1`] = answers[`/${part}.wasm`]!;
    const engine = await start({ wasm: await wasm() });
    expectMeasured(await previewed(engine));
    engine.close();
    expect(withoutFormula(asked)).toEqual(fetched);
  });

  it("refuses what is no source at all when it starts", async () => {
    for (const geometry of [42, {}, new Response(geometryBytes)])
      expect((await rejection(start({ partsWasm: { geometry: geometry as never } }))).code).toBe("option-value");
    for (const partsWasm of [42, "geometry.wasm", new Response(geometryBytes)])
      expect((await rejection(start({ partsWasm: partsWasm as never }))).code).toBe("option-value");
    expect((await rejection(start({ partsWasm: { geometri: "x" } as never }))).code).toBe("option-unknown");
  });
});

type PartSource = NonNullable<NonNullable<EngineOptions["partsWasm"]>["geometry"]>;
const wrong: Record<string, { geometry(): PartSource; says: string }> = {
  "is not there": { geometry: () => `${origin}/missing.wasm`, says: "/missing.wasm: 404 Not Found" },
  "is not in its folder": { geometry: () => "./nowhere/geometry.wasm", says: "/nowhere/geometry.wasm: ENOENT" },
  "is at an address where nobody is": { geometry: () => "http://127.0.0.1:1/geometry.wasm", says: ":1/" },
  "is a page": { geometry: () => `${origin}/page.wasm`, says: "a page (HTML)" },
  "is a page under the right type": { geometry: () => `${origin}/typed.wasm`, says: "typed.wasm" },
  "is of another build": { geometry: ofAnotherBuild, says: "part geometry of another build" },
  "is the engine": { geometry: () => new Uint8Array(engineBytes), says: "another file of premap" },
  "is another module": { geometry: () => emptyModule, says: "another WebAssembly" },
  "is a module in disguise": { geometry: inDisguise, says: "does something else" },
  "is half of it": { geometry: () => new Uint8Array(geometryBytes.subarray(0, 9000)), says: "cut off or damaged" },
};

function expectTold(diagnostics: readonly Diagnostic[], says: string): void {
  const told = diagnostics.filter((each) => each.code === "geometry-not-loaded");
  expect(told).toHaveLength(1);
  expect(told[0]!.message).toContain("`Volume` is not measured");
  expect(told[0]!.message).toContain(says);
  expect(told[0]!.hint).toContain("geometry.wasm");
  expect(told[0]).toMatchObject({ severity: "warning", path: "/groups/0/properties/2/calculatedPropertyType" });
}

describe.each(Object.keys(wrong))("a part that %s", (name) => {
  const { geometry, says } = wrong[name]!;
  const partsWasm = () => ({ geometry: geometry() });

  it.each([false, true])("is told of by every call, and all else works (worker: %s)", async (worker) => {
    const engine = await createEngine({ worker, partsWasm: partsWasm() });
    await everyCall(engine, measuring, "Volume");
    const snapshot = await engine.open(snapshotPath);
    const preview = await snapshot.preview(measuring);
    expect(cellsOf(preview)).toEqual(unmeasured);
    expectTold(preview.diagnostics, says);
    const report = await snapshot.validate(measuring);
    expect(report.ok).toBe(true);
    expectTold(report.diagnostics, says);
    expectTold((await snapshot.profile(measuring)).diagnostics, says);
    const table = snapshot.extract(measuring, { format: "csv" });
    for await (const _ of table);
    expectTold(await table.diagnostics(), says);
    await everyCallOfAll(engine, measuring, "Volume");
    const why = await snapshot.explain(measuring, {
      property: "Twice",
      ecInstanceId: preview.cell(0, "ECInstanceId") as string,
    });
    expect(why.verdict.reason).toBe("geometry-not-loaded");
    expect(why.measures).toBeUndefined();
    engine.close();
  });

  it("is told of without promises", async () => {
    const engine = await createSync({ partsWasm: partsWasm() });
    const preview = engine.open(snapshotPath).preview(measuring);
    expect(cellsOf(preview)).toEqual(unmeasured);
    expectTold(preview.diagnostics, says);
    engine.close();
  });
});

describe("an engine that answers at once", () => {
  const { startSync } = sync;
  const formula = { propertyName: "F", dataType: "Double", formula: "1 +" };
  const mapping = { mappingName: "M", groups: [{ groupName: "G", query, properties: [formula] }] };

  const codes = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) => diagnostics.map(({ code }) => code);

  it("has the parts that it was started with", async () => {
    const engine = await startSync({}, ["formula"]);
    expect(codes(engine.validate(mapping))).not.toContain("part-not-loaded");
    engine.close();
  });

  it("tells of the others that they are not there", async () => {
    const engine = await startSync({}, []);
    expect(codes(engine.validate(mapping))).toContain("part-not-loaded");
    expect(() => engine.apply(mapping, [])).toThrow("tools.wasm was not loaded with the engine");
    expect(engine.outline(mapping).groups).toHaveLength(1);
    engine.close();
  });
});

describe("the other entries", () => {
  it("measure without promises", async () => {
    const engine = await createSync();
    expectMeasured(engine.open(snapshotPath).preview(measuring));
    engine.close();
  });

  it.each([false, true])("measure with everything inside the script (worker: %s)", async (worker) => {
    expect(Buffer.compare(inline.partsWasm().geometry, geometryBytes)).toBe(0);
    const engine = await inline.createEngine({ worker });
    expectMeasured(await previewed(engine));
    engine.close();
  });

  it("measure in a database of sql.js code, which is asked where the file is", async () => {
    const files: string[] = [];
    const SQL = await initSqlJs({ locateFile: (name) => (files.push(name), distFile(name)) });
    const engine = await createEngine({ worker: false });
    const snapshot = await engine.open(new SQL.Database(readFileSync(snapshotPath)));
    await snapshot.preview(plain);
    expect(files.sort()).toEqual(["engine.wasm", "sqlite.wasm"]);
    expectMeasured(await snapshot.preview(measuring));
    expect(files.sort()).toEqual(["engine.wasm", "formula.wasm", "geometry.wasm", "sqlite.wasm"]);
    engine.close();
  });

  it("measure in the workers of an extraction", async () => {
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: false });
    const snapshot = await engine.open(snapshotPath);
    let text = "";
    for await (const piece of snapshot.extract(measuring, { format: "csv", workers: 2 }))
      text += Buffer.from(piece).toString();
    expect(text).toContain(String(coneVolume).slice(0, 12));
    engine.close();
  });
});

describe("what goes wrong for a while", () => {
  it("is tried again by a call that comes later", async () => {
    const served = answers["/geometry.wasm"]!;
    delete answers["/geometry.wasm"];
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: false });
    const snapshot = await engine.open(snapshotPath);
    expect(cellsOf(await snapshot.preview(measuring))).toEqual(unmeasured);
    answers["/geometry.wasm"] = served;
    expect(cellsOf(await snapshot.preview(measuring))).toEqual(unmeasured);
    expect(withoutFormula(asked)).toEqual(["/engine.wasm", "/geometry.wasm"]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11_000 });
    try {
      expectMeasured(await snapshot.preview(measuring));
    } finally {
      vi.useRealTimers();
    }
    engine.close();
  });

  it("a server that is slow holds up nothing but the call that waits", async () => {
    let arrive = () => {};
    const served = answers["/geometry.wasm"]!;
    answers["/geometry.wasm"] = (response) => void (arrive = () => served(response));
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: false });
    const snapshot = await engine.open(snapshotPath);
    const waiting = snapshot.preview(measuring);
    expect((await snapshot.preview(plain)).rowCount).toBe(2);
    await expect.poll(() => asked).toHaveLength(2);
    arrive();
    expectMeasured(await waiting);
    engine.close();
  });

  it("an engine that is closed meanwhile says so", async () => {
    let arrive = () => {};
    const served = answers["/geometry.wasm"]!;
    answers["/geometry.wasm"] = (response) => void (arrive = () => served(response));
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: false });
    const snapshot = await engine.open(snapshotPath);
    const waiting = rejection(snapshot.preview(measuring));
    await expect.poll(() => asked).toHaveLength(2);
    engine.close();
    arrive();
    expect(await waiting).toBeInstanceOf(CrashedError);
  });

  it("a server that never answers is given up", { tags: ["nightly"], timeout: 60_000 }, async () => {
    answers["/geometry.wasm"] = () => {};
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: true });
    const preview = await previewed(engine);
    expect(cellsOf(preview)).toEqual(unmeasured);
    expectTold(preview.diagnostics, "timeout");
    engine.close();
  });
});
