// The package in a plain page: no bundler, a strict policy, a File read in place by the worker; and from another origin.
import { expect, type Page, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root, serve } from "./package_server.js";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

test("a page without a bundler opens a File and queries it, under a strict policy", async ({ page }) => {
  const { server, origin } = await serve({ "content-security-policy": policy });
  const blocked: string[] = [];
  page.on("console", (message) => message.type() === "error" && blocked.push(message.text()));
  await page.goto(origin);
  await page.locator("input").setInputFiles(path.join(root, "build/fixtures/large.bim"));
  const result = await page.evaluate(async () => {
    const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
    const file = document.querySelector("input")!.files![0]!;
    const engine = await createEngine();
    const begun = performance.now();
    const snapshot = await engine.open(file);
    const opened = performance.now() - begun;
    const { bytesRead } = await snapshot.stats();
    const [[count]] = await snapshot.query("SELECT COUNT(*) FROM bis.PhysicalElement").toArray();
    let rows = 0;
    for await (const batch of snapshot
      .query("SELECT ECInstanceId, CodeValue, Origin FROM bis.PhysicalElement")
      .batches())
      rows += batch.rowCount;
    const scanned = performance.now() - begun - opened;
    const { heapBytes } = await snapshot.stats();
    const bad = await snapshot
      .query("SELECT Nope FROM bis.Element")
      .toArray()
      .catch((error: Error) => error.name);
    engine.close();
    return { size: file.size, opened, scanned, bytesRead, count, rows, bad, heapBytes };
  });
  test.info().annotations.push({ type: "figures", description: JSON.stringify(result) });
  expect(result.rows).toBe(result.count);
  expect(result.rows).toBeGreaterThan(40_000);
  expect(result.bad).toBe("EngineError");
  expect(result.bytesRead).toBeLessThan(result.size * 0.1);
  expect(result.heapBytes).toBeLessThan(64 << 20);
  expect(blocked).toEqual([]);
  server.close();
});

for (const moment of ["the script has arrived", "the engine is ready"])
  test(`the page of the README shows the first elements of a file picked before ${moment}`, async ({ page }) => {
    const readme = readFileSync(path.join(root, "README.md"), "utf8");
    const html = /^```html\n(.*?)^```$/ms.exec(readme)?.[1];
    const { server, origin } = await serve({}, `<!doctype html><title>premap</title>${html}`);
    const tables: Promise<unknown>[] = [];
    page.on("console", (message) => message.type() === "table" && tables.push(message.args()[0]!.jsonValue()));
    let arrive = () => {};
    const held = new Promise<void>((resolve) => (arrive = resolve));
    const late = moment === "the script has arrived" ? "**/premap/index.js" : "**/premap/engine.wasm";
    await page.route(late, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(origin, { waitUntil: "commit" });
    if (moment === "the engine is ready")
      await page.waitForFunction(() => document.querySelector("input")!.onchange !== null);
    await page.locator("input").setInputFiles(path.join(root, "build/fixtures/building.bim"));
    expect(tables).toHaveLength(0);
    arrive();
    await expect.poll(() => tables.length).toBe(1);
    const rows = (await tables[0]) as Record<string, unknown>[];
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row["ECInstanceId"]).toMatch(/^0x[0-9a-f]+$/);
    server.close();
  });

test("what is loaded in place of the engine is told, in the page and in a worker", async ({ page }) => {
  const { server, origin } = await serve({ "content-security-policy": policy });
  await page.goto(origin);
  const told = await page.evaluate(async () => {
    const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
    const failure = (options: object): Promise<string> =>
      createEngine(options).catch(({ name, code }: { name: string; code: string }) => `${name} ${code}`);
    const emptyModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
    const wasms = [() => "/", () => "/premap/missing.wasm", () => fetch("/"), () => emptyModule];
    const tries = wasms.flatMap((wasm) => [false, true].map((worker) => failure({ wasm: wasm(), worker })));
    return Promise.all([...tries, failure({ worker: "/premap/worker.js" }), failure({ wokrer: true })]);
  });
  const invalid = "EngineError engine-invalid";
  const unreachable = "EngineError engine-unreachable";
  expect(told).toEqual([
    ...[invalid, invalid, unreachable, unreachable, invalid, invalid, invalid, invalid],
    ...["EngineError option-value", "EngineError option-unknown"],
  ]);
  server.close();
});

test("a policy that forbids WebAssembly is told with what it must allow", async ({ page }) => {
  const { server, origin } = await serve({ "content-security-policy": policy.replace("'wasm-unsafe-eval'", "") });
  await page.goto(origin);
  const hints = await page.evaluate(async () => {
    const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
    const hint = (worker: boolean): Promise<string> =>
      createEngine({ worker }).catch((error: { diagnostics: { hint: string }[] }) => error.diagnostics[0]!.hint);
    return Promise.all([hint(false), hint(true)]);
  });
  for (const hint of hints) expect(hint).toContain("wasm-unsafe-eval");
  server.close();
});

test("a long query can be given up without shared memory, and the snapshot lives on", async ({ page }) => {
  const { server, origin } = await serve({ "content-security-policy": policy });
  await page.goto(origin);
  await page.locator("input").setInputFiles(path.join(root, "build/fixtures/building.bim"));
  const result = await page.evaluate(async () => {
    const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
    const engine = await createEngine();
    const snapshot = await engine.open(document.querySelector("input")!.files![0]!);
    const endless =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT COUNT(*) FROM c";
    const query = snapshot.query(endless, { signal: AbortSignal.timeout(200) });
    const name = await query.toArray().catch((error: Error) => error.name);
    // Time is what is tested: the worker is replaced only when the query has not ended a while (1.5 s) after it was given up.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const rows = await snapshot.query("SELECT ECInstanceId FROM bt.Beam", { limit: 2 }).toArray();
    engine.close();
    return { isolated: crossOriginIsolated, name, rows: rows.length };
  });
  expect(result).toEqual({ isolated: false, name: "TimeoutError", rows: 2 });
  server.close();
});

const cones = {
  mappingName: "M",
  groups: [
    {
      groupName: "Cones",
      query: "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue = 'cone'",
      properties: ["BoundingBoxDiagonalLength", "Volume"].map((measure) => ({
        propertyName: measure,
        dataType: "Double",
        calculatedPropertyType: measure,
      })),
    },
  ],
};

/** The two columns of that mapping by an engine of the page, and what was said of them. */
async function measure(page: Page, folder: string, worker: boolean): Promise<unknown[]> {
  return page.evaluate(
    async ({ folder, worker, cones }) => {
      const { createEngine } = await import(new URL("index.js", folder).href);
      const engine = await createEngine({ worker });
      // Without a worker a File would be read at once, which a page cannot.
      const file = document.querySelector("input")!.files![0]!;
      const snapshot = await engine.open(worker ? file : await file.arrayBuffer());
      const preview = await snapshot.preview(cones);
      engine.close();
      const codes = preview.diagnostics.map(({ code }: { code: string }) => code);
      return [preview.cell(0, "BoundingBoxDiagonalLength"), preview.cell(0, "Volume"), ...codes];
    },
    { folder, worker, cones },
  );
}

for (const worker of [true, false])
  test(`geometry.wasm is fetched when a mapping measures, under a strict policy and from another origin (worker: ${worker})`, async ({
    page,
  }) => {
    const near = await serve({ "content-security-policy": policy });
    const far = await serve({ "access-control-allow-origin": "*" });
    const open = await serve({});
    const fetched: string[] = [];
    page.on("request", (request) => request.url().endsWith("geometry.wasm") && fetched.push(request.url()));
    const measured = [expect.any(Number), expect.closeTo(12 * Math.PI, 9)];
    for (const [origin, folder] of [
      [near.origin, `${near.origin}/premap/`],
      [open.origin, `${far.origin}/premap/`],
    ] as const) {
      await page.goto(origin);
      await page.locator("input").setInputFiles(path.join(root, "build/fixtures/shapes.bim"));
      expect(await measure(page, folder, worker)).toEqual(measured);
    }
    expect(fetched).toEqual([`${near.origin}/premap/geometry.wasm`, `${far.origin}/premap/geometry.wasm`]);
    await page.route("**/geometry.wasm", (route) => route.fulfill({ status: 404 }));
    expect(await measure(page, `${far.origin}/premap/`, worker)).toEqual([
      expect.any(Number),
      null,
      "geometry-not-loaded",
    ]);
    for (const { server } of [near, far, open]) server.close();
  });

test("the package can be imported from another origin", async ({ page }) => {
  const far = await serve({ "access-control-allow-origin": "*" });
  const near = await serve({});
  await page.goto(near.origin);
  await page.locator("input").setInputFiles(path.join(root, "build/fixtures/building.bim"));
  const name = await page.evaluate(async (url) => {
    const { createEngine } = await import(url);
    const engine = await createEngine();
    const snapshot = await engine.open(document.querySelector("input")!.files![0]!);
    engine.close();
    return snapshot.info.name;
  }, `${far.origin}/premap/index.js`);
  expect(name).toBe("Building fixture");
  far.server.close();
  near.server.close();
});

test("a large file is copied to private storage in the background, and the copy is gone after close", async ({
  page,
}) => {
  const { server, origin } = await serve({ "content-security-policy": policy });
  await page.goto(origin);
  await page.locator("input").setInputFiles(path.join(root, "build/fixtures/large.bim"));
  const result = await page.evaluate(async () => {
    const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
    async function copies(): Promise<number[]> {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("premap", { create: true });
      const sizes: number[] = [];
      for await (const entry of (folder as unknown as { values(): AsyncIterable<FileSystemFileHandle> }).values())
        // An entry may go away between being listed and being read.
        await entry.getFile().then(
          (file) => sizes.push(file.size),
          () => {},
        );
      return sizes;
    }
    const until = async (wanted: (sizes: number[]) => boolean): Promise<boolean> => {
      for (let i = 0; i < 100; i++) {
        if (wanted(await copies())) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    };
    const file = document.querySelector("input")!.files![0]!;
    const engine = await createEngine();
    const snapshot = await engine.open(file);
    const lookups = async (): Promise<[number, unknown[]]> => {
      const begun = performance.now();
      const rows = await snapshot
        .query(
          "SELECT ECInstanceId, Length(CodeValue) FROM bt.Beam WHERE ECInstanceId > 0x100 ORDER BY CodeValue DESC",
          { limit: 500 },
        )
        .toArray();
      return [performance.now() - begun, rows];
    };
    const [slow, before] = await lookups();
    const copied = await until((sizes) => sizes.length === 1 && sizes[0] === file.size);
    const [fast, after] = await lookups();
    snapshot.close();
    const removed = await until((sizes) => sizes.length === 0);
    await engine.open(file);
    await until((sizes) => sizes.length === 1);
    engine.close(); // with a snapshot open
    const removedToo = await until((sizes) => sizes.length === 0);
    return {
      removedToo,
      slow,
      fast,
      copied,
      removed,
      same: JSON.stringify(before) === JSON.stringify(after),
      rows: before.length,
    };
  });
  test.info().annotations.push({ type: "figures", description: JSON.stringify(result) });
  expect(result).toMatchObject({ copied: true, removed: true, removedToo: true, same: true, rows: 500 });
  server.close();
});
