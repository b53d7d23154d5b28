/** extras.wasm, the part of the engine that few calls need: loaded when one first does, and told of when it cannot be. */
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

const engineBytes = readFileSync(distFile("engine.wasm"));
const extrasBytes = readFileSync(distFile("extras.wasm"));
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

/** The extras part, said to be of another build. */
function ofAnotherBuild(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(extrasBytes);
  bytes.set(new TextEncoder().encode("another build!!!"), bytes.length - "another build!!! extras".length);
  return bytes;
}

/** A module that has the section of this build's extras part, and imports what the engine has not. */
function inDisguise(): Uint8Array<ArrayBuffer> {
  const imports = [2, 9, 1, 1, 0x65, 1, 0x3f, 3, 0x7f, 0]; // (import "e" "?" (global i32))
  imports[1] = imports.length - 2;
  const section = extrasBytes.subarray(extrasBytes.lastIndexOf("\x06premap") - 2);
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
    "/extras.wasm": file(extrasBytes, "application/wasm"),
    "/page.wasm": file(Buffer.from(page), "text/html"),
    "/typed.wasm": file(Buffer.from(page), "application/wasm"),
    "/engine.hashed.wasm": file(engineBytes, "application/octet-stream"),
  };
});

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
  for (const format of ["csv", "json", "ndjson"] as const)
    for await (const _ of snapshot.extract(text, { format, workers: 1 }));
  await snapshot.query(query).toArray();
  snapshot.close();
}

describe.each([false, true])("an engine (worker: %s)", (worker) => {
  const start = (options: EngineOptions = {}) => createEngine({ wasm: `${origin}/engine.wasm`, worker, ...options });

  it("never fetches it for a mapping without measures", async () => {
    const engine = await start();
    await everyCall(engine, plain, "Diagonal");
    engine.close();
    expect(asked).toEqual(["/engine.wasm"]);
  });

  it("fetches it once for mappings with measures, whoever asks first", async () => {
    const engine = await start();
    await Promise.all([everyCall(engine, measuring, "Volume"), everyCall(engine, measuring, "Twice")]);
    expectMeasured(await previewed(engine));
    engine.close();
    expect(asked).toEqual(["/engine.wasm", "/extras.wasm"]);
  });

  it.each(["explain", "profile", "validate", "extract"] as const)("is given it before %s answers", async (call) => {
    const engine = await start();
    const snapshot = await engine.open(snapshotPath);
    const ids = await snapshot.query(query + " ORDER BY CodeValue").toArray();
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
    expect(asked).toEqual(["/engine.wasm", "/extras.wasm"]);
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
    ["an address", () => `${origin}/extras.wasm`],
    ["a path", () => distFile("extras.wasm")],
    ["a file: URL", () => pathToFileURL(distFile("extras.wasm"))],
    ["bytes", () => new Uint8Array(extrasBytes)],
    ["a compiled module", () => WebAssembly.compile(extrasBytes)],
  ])("takes it from %s", async (_, extrasWasm) => {
    const engine = await start({ wasm: `${origin}/engine.hashed.wasm`, extrasWasm: await extrasWasm() });
    expectMeasured(await previewed(engine));
    engine.close();
  });

  it.each([
    ["a response of that name", async () => fetch(`${origin}/engine.wasm`), ["/engine.wasm", "/extras.wasm"]],
    ["an address with a query", async () => `${origin}/engine.wasm?v=1`, ["/engine.wasm?v=1", "/extras.wasm?v=1"]],
    ["another name, so that of the package", async () => `${origin}/engine.hashed.wasm`, ["/engine.hashed.wasm"]],
    ["bytes, so that of the package", async () => new Uint8Array(engineBytes), []],
  ])("finds it beside an engine from %s", async (_, wasm, fetched) => {
    answers["/engine.wasm?v=1"] = answers["/engine.wasm"]!;
    answers["/extras.wasm?v=1"] = answers["/extras.wasm"]!;
    const engine = await start({ wasm: await wasm() });
    expectMeasured(await previewed(engine));
    engine.close();
    expect(asked).toEqual(fetched);
  });

  it("refuses what is no source at all when it starts", async () => {
    for (const extrasWasm of [42, {}, new Response(extrasBytes)])
      expect((await rejection(start({ extrasWasm: extrasWasm as never }))).code).toBe("option-value");
  });
});

const wrong: Record<string, { extrasWasm(): EngineOptions["extrasWasm"]; says: string }> = {
  "is not there": { extrasWasm: () => `${origin}/missing.wasm`, says: "/missing.wasm: 404 Not Found" },
  "is not in its folder": { extrasWasm: () => "./nowhere/extras.wasm", says: "/nowhere/extras.wasm: ENOENT" },
  "is at an address where nobody is": { extrasWasm: () => "http://127.0.0.1:1/extras.wasm", says: ":1/" },
  "is a page": { extrasWasm: () => `${origin}/page.wasm`, says: "a page (HTML)" },
  "is a page under the right type": { extrasWasm: () => `${origin}/typed.wasm`, says: "typed.wasm" },
  "is of another build": { extrasWasm: ofAnotherBuild, says: "extras part of another build" },
  "is the engine": { extrasWasm: () => new Uint8Array(engineBytes), says: "another file of premap" },
  "is another module": { extrasWasm: () => emptyModule, says: "another WebAssembly" },
  "is a module in disguise": { extrasWasm: inDisguise, says: "does something else" },
  "is half of it": { extrasWasm: () => new Uint8Array(extrasBytes.subarray(0, 9000)), says: "cut off or damaged" },
};

function expectTold(diagnostics: readonly Diagnostic[], says: string): void {
  const told = diagnostics.filter((each) => each.code === "geometry-not-loaded");
  expect(told).toHaveLength(1);
  expect(told[0]!.message).toContain("`Volume` is not measured");
  expect(told[0]!.message).toContain(says);
  expect(told[0]!.hint).toContain("extras.wasm");
  expect(told[0]).toMatchObject({ severity: "warning", path: "/groups/0/properties/2/calculatedPropertyType" });
}

describe.each(Object.keys(wrong))("an extras part that %s", (name) => {
  const { extrasWasm, says } = wrong[name]!;
  const source = () => extrasWasm() as NonNullable<EngineOptions["extrasWasm"]>;

  it.each([false, true])("is told of by every call, and all else works (worker: %s)", async (worker) => {
    const engine = await createEngine({ worker, extrasWasm: source() });
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
    const why = await snapshot.explain(measuring, {
      property: "Twice",
      ecInstanceId: preview.cell(0, "ECInstanceId") as string,
    });
    expect(why.verdict.reason).toBe("geometry-not-loaded");
    expect(why.measures).toBeUndefined();
    engine.close();
  });

  it("is told of without promises", async () => {
    const engine = await createSync({ extrasWasm: source() });
    const preview = engine.open(snapshotPath).preview(measuring);
    expect(cellsOf(preview)).toEqual(unmeasured);
    expectTold(preview.diagnostics, says);
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
    expect(Buffer.compare(inline.extrasWasm(), extrasBytes)).toBe(0);
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
    expect(files).toEqual(["engine.wasm"]);
    expectMeasured(await snapshot.preview(measuring));
    expect(files).toEqual(["engine.wasm", "extras.wasm"]);
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
    const served = answers["/extras.wasm"]!;
    delete answers["/extras.wasm"];
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: false });
    const snapshot = await engine.open(snapshotPath);
    expect(cellsOf(await snapshot.preview(measuring))).toEqual(unmeasured);
    answers["/extras.wasm"] = served;
    expect(cellsOf(await snapshot.preview(measuring))).toEqual(unmeasured);
    expect(asked).toEqual(["/engine.wasm", "/extras.wasm"]);
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
    const served = answers["/extras.wasm"]!;
    answers["/extras.wasm"] = (response) => void (arrive = () => served(response));
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
    const served = answers["/extras.wasm"]!;
    answers["/extras.wasm"] = (response) => void (arrive = () => served(response));
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: false });
    const snapshot = await engine.open(snapshotPath);
    const waiting = rejection(snapshot.preview(measuring));
    await expect.poll(() => asked).toHaveLength(2);
    engine.close();
    arrive();
    expect(await waiting).toBeInstanceOf(CrashedError);
  });

  it("a server that never answers is given up", { tags: ["nightly"], timeout: 60_000 }, async () => {
    answers["/extras.wasm"] = () => {};
    const engine = await createEngine({ wasm: `${origin}/engine.wasm`, worker: true });
    const preview = await previewed(engine);
    expect(cellsOf(preview)).toEqual(unmeasured);
    expectTold(preview.diagnostics, "timeout");
    engine.close();
  });
});
