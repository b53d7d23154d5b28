// A snapshot of 2 GB, opened from a File: its first rows, what they cost the page in memory, and what stays after closing.
import { chromium, expect, type Page, test } from "@playwright/test";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { stretch } from "../js/sparse.js";
import { root, serve } from "./package_server.js";

const megabyte = 2 ** 20;
const huge = path.join(root, "build/fixtures/large-2gb.bim");

test.beforeAll(() => stretch(path.join(root, "build/fixtures/large.bim"), huge, "bis_Element", 2 ** 31));
test.afterAll(() => rmSync(huge, { force: true }));

// The browser measures the memory of a page, its workers and their WebAssembly, where nothing else can share its process.
const isolated = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

async function withPage(run: (page: Page) => Promise<void>): Promise<void> {
  const { server, origin } = await serve(isolated);
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--enable-blink-features=ForceEagerMeasureMemory"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.locator("input").setInputFiles(huge);
    await run(page);
  } finally {
    await browser.close();
    server.close();
  }
}

const mapping = {
  mappingName: "Huge",
  groups: [
    {
      groupName: "Members",
      query: "SELECT ECInstanceId, ECClassId FROM BuildingTest.StructuralMember",
      properties: ["Mark", "Tag", "UserLabel", "Category.CodeValue", "Model.ModeledElement.CodeValue"].map((name) => ({
        propertyName: name.replaceAll(".", ""),
        dataType: "String",
        ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: name }],
      })),
    },
  ],
};

interface Memory {
  /** Bytes of objects, as the browser counts them for the page and its workers. */
  objects: number;
  /** Bytes of its own the page's process holds: the above, WebAssembly's memory and code, buffers, the browser's own. */
  process: number;
}

async function memory(page: Page): Promise<Memory> {
  const objects = await page.evaluate(async () => {
    const { measureUserAgentSpecificMemory } = performance as unknown as {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    return (await measureUserAgentSpecificMemory.call(performance)).bytes; // collects garbage first
  });
  return { objects, process: anonymousBytes(await processOf(page)) };
}

/** Of the browser's renderers the one that works while the page does; another has held the empty page before it. */
async function processOf(page: Page): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const times = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return new Map(processInfo.filter(({ type }) => type === "renderer").map(({ id, cpuTime }) => [id, cpuTime]));
  };
  const before = await times();
  await page.evaluate(() => {
    for (const end = performance.now() + 200; performance.now() < end;);
  });
  const worked = [...(await times())].map(([id, time]) => [id, time - (before.get(id) ?? 0)] as const);
  await session.detach();
  return worked.reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

function anonymousBytes(id: number): number {
  const status = readFileSync(`/proc/${id}/status`, "utf8");
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

test("the first rows of 2 GB take less than 150 MB of the page", { tag: "@nightly" }, async () => {
  await withPage(async (page) => {
    const result = await page.evaluate(async (text) => {
      const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
      const file = document.querySelector("input")!.files![0]!;
      const engine = await createEngine();
      const snapshot = await engine.open(file);
      const preview = await snapshot.preview(text, { limit: 100 });
      const { bytesRead } = await snapshot.stats();
      Object.assign(globalThis, { kept: [engine, snapshot, preview] }); // in use while it is measured
      return { size: file.size, rows: preview.rowCount, filled: preview.rows[0].CategoryCodeValue, bytesRead };
    }, JSON.stringify(mapping));
    const used = await memory(page);
    test.info().annotations.push({ type: "figures", description: JSON.stringify({ ...result, ...used }) });
    expect(result).toMatchObject({ size: 2 ** 31, rows: 100, filled: expect.stringMatching(/./) });
    expect(result.bytesRead).toBeLessThan(result.size * 0.02);
    expect(used.process).toBeLessThan(150 * megabyte);
  });
});

test("ten openings, each cancelled on the way, leave nothing behind", { tag: "@nightly" }, async () => {
  await withPage(async (page) => {
    await page.evaluate(async () => {
      const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
      Object.assign(globalThis, { engine: await createEngine() });
    });
    const used: Memory[] = [];
    for (let round = 0; round < 10; round++) {
      const outcome = await page.evaluate(async (text) => {
        const { engine } = globalThis as unknown as { engine: { open(file: File): Promise<any> } };
        const snapshot = await engine.open(document.querySelector("input")!.files![0]!);
        const stop = new AbortController();
        const failure = await snapshot
          .preview(text, { limit: null, signal: stop.signal, onProgress: () => stop.abort() })
          .then(
            () => "it ran to its end",
            (error: Error) => error.name,
          );
        snapshot.close();
        return failure;
      }, JSON.stringify(mapping));
      expect(outcome).toBe("AbortError");
      used.push(await memory(page));
    }
    test.info().annotations.push({ type: "figures", description: JSON.stringify(used) });
    expect(used[9]!.objects).toBeLessThan(used[1]!.objects + 8 * megabyte);
    expect(used[9]!.process).toBeLessThan(used[1]!.process + 32 * megabyte);
    const copies = await page.evaluate(async () => {
      const storage = await navigator.storage.getDirectory();
      const folder = await storage.getDirectoryHandle("premap", { create: true });
      const names: string[] = [];
      for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      return names;
    });
    expect(copies).toEqual([]);
  });
});
