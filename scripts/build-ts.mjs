// Compiles the package (wasm/ts) to dist/ and the command line (cli) to dist/cli/.
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { filesUnder, writeIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main, run } from "./lib/run.mjs";

helpFirst(`
node scripts/build-ts.mjs

Compiles wasm/ts to dist/ and cli to dist/cli/, which dist/cli.js starts, and puts the WebAssembly and the worker into JavaScript for
premap/inline. Incremental.
`);

/** tsc leaves hand-written declarations behind. */
function copyDeclarations() {
  for (const file of filesUnder("wasm/ts").filter((name) => name.endsWith(".d.ts")))
    writeIfChanged(inRoot("dist", file.slice("wasm/ts/".length)), readFileSync(inRoot(file), "utf8"));
}

/** tsc leaves the output of sources that are gone, and the package would carry it. */
function forgetRemoved() {
  const made = new Set(["glue.js", "inline_data.js", "cli.js"]);
  const output = readdirSync(inRoot("dist"), { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name));
  for (const name of output.filter((file) => !made.has(file))) {
    const stem = name.replace(/(\.d)?\.(js|ts)$/, "");
    const source = name.startsWith(`cli${path.sep}`) ? stem : path.join("wasm/ts", stem);
    if (!existsSync(inRoot(`${source}.ts`)) && !existsSync(inRoot(`${source}.d.ts`))) rmSync(inRoot("dist", name));
  }
}

/** What the command line says of every code. */
function catalogue() {
  const rows = JSON.parse(readFileSync(inRoot("docs/diagnostics.json"), "utf8"));
  const kept = rows.map(({ code, severity, what, why, fix }) => ({ code, severity, what, why, fix }));
  writeIfChanged(inRoot("dist/cli/diagnostics.json"), JSON.stringify(kept));
}

async function inlineData() {
  if (!existsSync(inRoot("dist/engine.wasm"))) return; // types can be checked without an engine
  const { outputFiles } = await build({
    entryPoints: [inRoot("dist/worker.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    external: ["node:*"],
    define: { "import.meta.url": '"inline:/"' }, // never asked: the WebAssembly is always handed over
    write: false,
  });
  const base64 = (name) => JSON.stringify(readFileSync(inRoot("dist", name)).toString("base64"));
  const names = Object.keys(JSON.parse(readFileSync(inRoot("wasm/engine_parts.json"), "utf8")));
  const values = {
    wasm: base64("engine.wasm"),
    parts: `{ ${names.map((name) => `${name}: ${base64(`${name}.wasm`)}`).join(", ")} }`,
    worker: JSON.stringify(outputFiles[0].text),
  };
  const text = Object.entries(values).map(([name, value]) => `export const ${name} = ${value};\n`);
  writeIfChanged(inRoot("dist/inline_data.js"), text.join(""));
}

await main(async () => {
  // Someone removed the output but not what tsc remembers of it.
  if (!existsSync(inRoot("dist/index.js"))) rmSync(inRoot("build/ts"), { recursive: true, force: true });
  run("compiling TypeScript", process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "-b"]);
  copyDeclarations();
  forgetRemoved();
  catalogue();
  await inlineData();
  // The command by a short name: node dist/cli.js
  writeFileSync(inRoot("dist/cli.js"), '#!/usr/bin/env node\nimport "./cli/main.js";\n');
  chmodSync(inRoot("dist/cli.js"), 0o755);
});
