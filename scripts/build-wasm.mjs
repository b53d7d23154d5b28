// Builds the engine for WebAssembly into dist/: glue.js (Emscripten's), engine.wasm and what is loaded on demand.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { buildPreset } from "./lib/cmake.mjs";
import { writeIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/build-wasm.mjs [--debug]

Builds the engine for WebAssembly and puts dist/glue.js, dist/engine.wasm and the parts of wasm/engine_parts.json in place.
--debug takes the preset with assertions (wasm-debug) in place of the published one (wasm-release); all of it is then in engine.wasm.
`);

/**
 * The package always hands the glue its WebAssembly, so the glue need not know where it lies itself. Without `import.meta` it can
 * be bundled into any format, and no bundler takes its file name for one more asset.
 */
function withoutOwnAddress(glue) {
  const free = glue
    .replace(/new URL\(["']engine\.wasm["'], ?import\.meta\.url\)\.href/, '"engine.wasm"')
    .replace(/(_scriptName ?= ?)import\.meta\.url/, '$1""');
  if (free.includes("import.meta")) throw new Failure("Emscripten's glue has changed: it still asks for import.meta.");
  return free;
}

/** A custom section at the end of the module: its id 0, its length, the length of its name, the name, the text. */
function withSection(wasm, name, text) {
  const content = Buffer.from(String.fromCharCode(name.length) + name + text, "latin1");
  if (content.length > 127) throw new Failure("the section needs a length of more than one byte.");
  return Buffer.concat([wasm, Buffer.from([0, content.length]), content]);
}

/** What a debug build has for a part. */
const emptyModule = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

await main(() => {
  const isDebug = process.argv.includes("--debug");
  const folder = path.join(buildPreset(isDebug ? "wasm-debug" : "wasm-release", ["premap_parts"]), "wasm");
  const glue = withoutOwnAddress(readFileSync(path.join(folder, "engine.js"), "utf8"));
  const engine = readFileSync(path.join(folder, isDebug ? "engine.wasm" : "parts/engine.wasm"));
  const parts = Object.keys(JSON.parse(readFileSync(inRoot("wasm/engine_parts.json"), "utf8"))).map((name) => [
    name,
    isDebug ? emptyModule : readFileSync(path.join(folder, `parts/${name}.wasm`)),
  ]);
  // Which glue and which WebAssembly belong together, for the package to refuse others.
  const hash = createHash("sha256").update(glue).update(engine);
  for (const [, bytes] of parts) hash.update(bytes);
  const build = hash.digest("hex").slice(0, 16);
  writeIfChanged(inRoot("dist/glue.js"), `${glue}export const build = "${build}";\n`);
  writeIfChanged(inRoot("dist/engine.wasm"), withSection(engine, "premap", build));
  for (const [name, bytes] of parts)
    writeIfChanged(inRoot("dist", `${name}.wasm`), withSection(bytes, "premap", `${build} ${name}`));
});
