// Builds tiny apps over the packed package with every bundler, opens them in Chromium, and runs Node's three ways of loading it.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { chromium as browserPath } from "../../scripts/lib/programs.mjs";
import { Failure, helpFirst, main, run, runScript, say } from "../../scripts/lib/run.mjs";
import * as builds from "./builds.mjs";

helpFirst(`
node tests/bundlers/run.mjs [NAME...]

Packs the package, builds an app over it with each bundler and opens it in Chromium, and loads it in Node; all, or those whose name
contains NAME. Every app opens the sample and a file with shapes, and must find the same in them. The last line is the sum: "N passed,
N failed".
`);

const folder = inRoot("build/bundlers");
const work = path.join(folder, "work");
const packageFolder = path.join(work, "node_modules/premap");
const expected = { name: "Building fixture", beams: 60, volume: (12 * Math.PI).toFixed(6), inPlace: true };
const snapshots = ["building.bim", "shapes.bim"];

const app = (name) => path.join(work, name);
const bundled =
  (bundler, name, options = {}) =>
  async (out) => {
    await bundler({ entry: app(name), work, packageFolder, out, ...options });
    if (name === "hosted.js") builds.hostFiles({ packageFolder, out });
  };
const strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

/** name -> how to build it, and the page's policy when it has one */
const pages = {
  vite: { build: bundled(builds.vite, "page.js") },
  "vite, strict policy": { build: bundled(builds.vite, "page.js"), policy: strict },
  "vite, sqljs": { build: bundled(builds.vite, "sqljs.js") },
  webpack: { build: bundled(builds.webpack, "page.js") },
  "webpack, sqljs": { build: bundled(builds.webpack, "sqljs.js") },
  "webpack, inline": { build: bundled(builds.webpack, "inline.js") },
  "esbuild, inline": { build: bundled(builds.esbuild, "inline.js") },
  "esbuild, inline, classic script": { build: bundled(builds.esbuild, "inline.js", { format: "iife" }) },
  "esbuild, hosted files": { build: bundled(builds.esbuild, "hosted.js") },
  "rollup, inline": { build: bundled(builds.rollup, "inline.js") },
  "rollup, hosted files": { build: bundled(builds.rollup, "hosted.js") },
  "plain page": { build: bundled(builds.plain, "page.js") },
  "plain page, sqljs": { build: bundled(builds.plain, "sqljs.js") },
  "inline under a policy": {
    build: bundled(builds.esbuild, "inline.js"),
    policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'",
  },
};
const programs = { "node, import": "node.mjs", "node, require": "node.cjs", "node, worker thread": "thread.mjs" };

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

async function serve(out, policy) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = path.join(out, pathname === "/" ? "index.html" : path.normalize(pathname));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
    const headers = { "content-type": types[path.extname(file)] ?? "application/octet-stream" };
    response.writeHead(200, policy ? { ...headers, "content-security-policy": policy } : headers);
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function openPage(browser, out, policy) {
  const server = await serve(out, policy);
  const page = await browser.newPage();
  const heard = [];
  page.on(
    "console",
    (message) => message.type() === "error" && !/favicon/.test(message.location().url) && heard.push(message.text()),
  );
  page.on("pageerror", (error) => heard.push(String(error)));
  try {
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => "result" in window, undefined, { timeout: 30_000 }).catch(() => {});
    const result = await page.evaluate(() => window.result);
    if (heard.length > 0) throw new Error(heard.join("\n"));
    return result;
  } finally {
    await page.close();
    server.close();
  }
}

const compressed = new Map();
/** Compressing the same WebAssembly for every app would take longer than everything else. */
function brotliSize(bytes) {
  const key = createHash("sha256").update(bytes).digest("hex");
  if (!compressed.has(key)) compressed.set(key, brotliCompressSync(bytes).byteLength);
  return compressed.get(key);
}

function size(out) {
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files
    .filter(({ name }) => /\.(js|wasm)$/.test(name))
    .map((entry) => brotliSize(readFileSync(path.join(entry.parentPath, entry.name))));
  return `${Math.round(bytes.reduce((sum, one) => sum + one, 0) / 1000)} kB brotli`;
}

function stage() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(packageFolder, { recursive: true });
  cpSync(inRoot("tests/bundlers/apps"), work, { recursive: true });
  cpSync(inRoot("web/public/sample/building.bim"), app("building.bim"));
  cpSync(inRoot("build/fixtures/shapes.bim"), app("shapes.bim"));
  run("npm pack", "npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    stdio: ["ignore", "ignore", 2],
  });
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  run("unpacking", "tar", ["xzf", path.join(folder, archive), "-C", packageFolder, "--strip-components=1"]);
}

let passed = 0;
let failed = 0;
async function check(name, attempt) {
  try {
    const { result, note } = await attempt();
    if (JSON.stringify(result) !== JSON.stringify(expected)) throw new Error(`it found ${JSON.stringify(result)}`);
    passed++;
    say(`ok    ${name}${note ? `  (${note})` : ""}`);
  } catch (problem) {
    failed++;
    say(`FAIL  ${name}\n${String(problem.message).replace(/^/gm, "      ")}`);
  }
}

await main(async () => {
  const executablePath = browserPath();
  if (!executablePath) throw new Failure("Chromium was not found: run `npm run setup`.");
  runScript("build-wasm.mjs");
  runScript("build-ts.mjs");
  runScript("fixtures.mjs");
  stage();
  const wanted = (name) => process.argv.length < 3 || process.argv.slice(2).some((part) => name.includes(part));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  for (const [name, { build, policy }] of Object.entries(pages).filter(([name]) => wanted(name)))
    await check(name, async () => {
      const out = path.join(folder, "out", name.replace(/\W+/g, "-"));
      await build(out);
      const note = size(out);
      for (const name of snapshots) cpSync(app(name), path.join(out, name));
      return { result: await openPage(browser, out, policy), note };
    });
  await browser.close();
  for (const [name, program] of Object.entries(programs).filter(([name]) => wanted(name)))
    await check(name, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [app(program)], { cwd: work });
      return { result: JSON.parse(stdout) };
    });
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
