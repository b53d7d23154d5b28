/** The package as npm delivers it: packed, installed into an empty folder, imported, compiled against, and its command run. */
// @module-tag slow
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const program = (...parts: string[]) => path.join(root, "node_modules", ...parts);
/** Bytes an app fetches, compressed, as promised. */
const downloadBudget = 660_000;

let folder: string;
let archive: string;
let installed: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "premap-pack-"));
  const npm = (args: string[], cwd: string) =>
    execFileSync("npm", [...args, "--silent", "--ignore-scripts"], { cwd, encoding: "utf8" });
  const [packed] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], root)) as [{ filename: string }];
  archive = path.join(folder, packed.filename);
  writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }');
  npm(["install", "--offline", "--no-audit", "--no-fund", archive], folder);
  installed = path.join(folder, "node_modules/premap");
  for (const name of ["building.bim", "mapping.json"])
    copyFileSync(path.join(root, "web/public/sample", name), path.join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (file: string, args: string[]) => spawnSync(file, args, { cwd: folder, encoding: "utf8" });

describe("the packed package", () => {
  it("depends on nothing, and has every file its exports name", () => {
    const { dependencies, peerDependencies, exports } = JSON.parse(
      readFileSync(path.join(installed, "package.json"), "utf8"),
    ) as { dependencies?: object; peerDependencies?: object; exports: Record<string, string | Record<string, string>> };
    expect([dependencies, peerDependencies]).toEqual([undefined, undefined]);
    const files = Object.values(exports).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    expect(files.filter((file) => !existsSync(path.join(installed, file)))).toEqual([]);
    expect(existsSync(path.join(installed, "wasm"))).toBe(false);
  });

  it("is of a size that can be fetched", { timeout: 300_000 }, async () => {
    const { build } = await import("esbuild");
    const bundle = async (entry: string) => {
      const { outputFiles } = await build({
        entryPoints: [path.join(installed, "dist", entry)],
        bundle: true,
        minify: true,
        format: "esm",
        external: ["node:*"],
        write: false,
      });
      return brotliCompressSync(outputFiles[0]!.contents).byteLength;
    };
    const compressed = (name: string) =>
      brotliCompressSync(readFileSync(path.join(installed, "dist", name))).byteLength;
    const wasm = compressed("engine.wasm");
    const parts = ["geometry", "tools", "query", "formula", "sqlite"].map(
      (name) => `${name} ${compressed(`${name}.wasm`)}`,
    );
    const script = (await bundle("index.js")) + (await bundle("worker.js"));
    const sqljs = await bundle("sqljs/index.js");
    console.log(
      `packed ${readFileSync(archive).byteLength} bytes; brotli: wasm ${wasm}, page and worker scripts ${script}, ` +
        `in all ${wasm + script}; on demand: ${parts.join(", ")}, premap/sqljs ${sqljs}`,
    );
    expect(wasm + script).toBeLessThan(downloadBudget);
  });

  it("is clean to publint and arethetypeswrong", async () => {
    const { publint } = await import("publint");
    expect((await publint({ pkgDir: installed, strict: true })).messages).toEqual([]);
    const excluded = [
      "--exclude-entrypoints",
      "./engine.wasm",
      "./geometry.wasm",
      "./tools.wasm",
      "./query.wasm",
      "./formula.wasm",
      "./sqlite.wasm",
      "./schema.json",
      "./sample/building.bim",
    ];
    const attw = [program("@arethetypeswrong/cli/dist/index.js"), archive, "--profile", "esm-only", ...excluded];
    const { status, stdout, stderr } = run(process.execPath, attw);
    expect(status, stdout + stderr).toBe(0);
  });

  it.each([
    ["consumer.ts", "NodeNext", ["ES2022", "DOM", "DOM.AsyncIterable"], []],
    ["consumer.ts", "Bundler", ["ES2022", "DOM", "DOM.AsyncIterable"], []],
    ["plain.ts", "NodeNext", ["ES2022"], []],
    ["plain.ts", "Bundler", ["ES2020"], []],
    ["plain.ts", "Bundler", ["ES2022", "WebWorker"], []],
    ["plain.ts", "NodeNext", ["ES2022"], ["node"]],
    ["node.ts", "NodeNext", ["ES2022"], ["node"]],
    ["node.ts", "NodeNext", ["ES2022", "DOM"], ["node"]],
  ])("lets %s compile in a strict project (%s, libraries %s, types %s)", (file, resolution, lib, types) => {
    copyFileSync(path.join(root, "tests/consumer", file), path.join(folder, file));
    const compilerOptions = {
      target: "ES2022",
      lib,
      module: resolution === "Bundler" ? "ESNext" : "NodeNext",
      moduleResolution: resolution,
      types,
      typeRoots: [program("@types")],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noEmit: true,
      skipLibCheck: false,
    };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
    const { status, stdout } = run(process.execPath, [program("typescript/bin/tsc"), "-p", folder]);
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });

  it("previews", () => {
    const script = `
      import { readFileSync } from "node:fs";
      import { createEngine } from "premap";
      const engine = await createEngine();
      const snapshot = await engine.open("building.bim");
      const preview = await snapshot.preview(readFileSync("mapping.json", "utf8"), { group: "Beams", limit: 3 });
      console.log(JSON.stringify([preview.tableName, preview.rowCount, preview.complete]));
      engine.close();`;
    writeFileSync(path.join(folder, "preview.mjs"), script);
    const { stdout, stderr } = run(process.execPath, ["preview.mjs"]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual([expect.stringContaining("Beams"), 3, false]);
  });

  it("has a command, with an exit code for good and for bad input", () => {
    const command = (...args: string[]) => run(path.join(folder, "node_modules/.bin/premap"), args);
    writeFileSync(path.join(folder, "bad.json"), '{ "groups": [{ "groupName": "a b", "query": "SELECT" }] }');
    const outcomes = [
      command("validate", "mapping.json"),
      command("validate", "--snapshot", "building.bim", "mapping.json"),
      command("query", "--snapshot", "building.bim", "SELECT COUNT(*) FROM ONLY bt.Beam", "--format", "json"),
      command("validate", "bad.json"),
      command("frobnicate"),
      command("validate", "missing.json"),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0, 1, 2, 3]);
    expect(JSON.parse(outcomes[2]!.stdout)).toMatchObject({ rows: [[60]] });
    for (const { stderr, stdout } of outcomes.slice(3)) expect(stdout + stderr).not.toBe("");
  });
});
