// What one waits for who picks a file on a page: the engine starts, the `File` is opened, its first 100 rows come. Each round in
// a page of its own, in Chromium, by the clock; the package is served as it is in dist/.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { chromium } from "../../scripts/lib/programs.mjs";
import { summary } from "../lib/rounds.mjs";

const name = "a File in Chromium";
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

/** dist/ at /premap, an empty page with a file input everywhere else. */
async function servePackage() {
  const server = createServer(async ({ url }, response) => {
    const inPackage = url.startsWith("/premap/");
    const body = inPackage
      ? await readFile(inRoot("dist", path.normalize(url.slice("/premap/".length)))).catch(() => undefined)
      : '<!doctype html><title>premap</title><input type="file">';
    const type = types[inPackage ? path.extname(url) : ".html"] ?? "text/plain";
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function launch() {
  const executablePath = chromium();
  if (!executablePath) throw new Error("there is no Chromium on PATH, and CHROMIUM names none");
  const playwright = await import("@playwright/test");
  return playwright.chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Runs in the page. */
async function openFile(text) {
  const { createEngine } = await import(new URL("/premap/index.js", location.href).href);
  const file = document.querySelector("input").files[0];
  const timed = async (run) => {
    const begun = performance.now();
    return [await run(), performance.now() - begun];
  };
  const [engine, start] = await timed(() => createEngine());
  const [snapshot, open] = await timed(() => engine.open(file));
  const { bytesRead } = await snapshot.stats();
  const [preview, rows] = await timed(() => snapshot.preview(text, { limit: 100 }));
  return { start, open, rows, rowCount: preview.rowCount, bytesRead, size: file.size };
}

async function round(browser, origin, file, mapping) {
  const page = await browser.newPage();
  try {
    await page.goto(origin);
    await page.locator("input").setInputFiles(file);
    return await page.evaluate(openFile, JSON.stringify(mapping));
  } finally {
    await page.close();
  }
}

/** Undefined, and `failures` says why, when there is no Chromium. */
export async function fileInChromium({ family, file, rounds, failures }) {
  let browser, served;
  try {
    browser = await launch();
    served = await servePackage();
    const times = [];
    for (let each = -1; each < rounds * 2; each++) {
      const time = await round(browser, served.origin, file, family.mapping); // the first one warms the file and the browser
      if (each >= 0) times.push(time);
    }
    const { bytesRead, size, rowCount } = times[0];
    if (rowCount !== 100) throw new Error(`${rowCount} rows instead of 100`);
    const [start, open, rows] = ["start", "open", "rows"].map((clock) => summary(times, clock));
    return { start, open, rows, bytesRead, share: bytesRead / size };
  } catch (problem) {
    failures[name] = String(problem.message || problem).split("\n")[0];
    return undefined;
  } finally {
    await browser?.close();
    served?.close();
  }
}
