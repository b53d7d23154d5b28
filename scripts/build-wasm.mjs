// Builds the engine for WebAssembly into dist/: glue.js (Emscripten's) and engine.wasm.
import { readFileSync } from "node:fs";
import { buildPreset } from "./lib/cmake.mjs";
import { copyIfChanged, writeIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/build-wasm.mjs [--debug]

Builds the engine for WebAssembly and puts dist/glue.js and dist/engine.wasm in place.
--debug takes the preset with assertions (wasm-debug) in place of the published one (wasm-release).
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

await main(() => {
  const folder = buildPreset(process.argv.includes("--debug") ? "wasm-debug" : "wasm-release", ["premap_wasm"]);
  writeIfChanged(inRoot("dist/glue.js"), withoutOwnAddress(readFileSync(`${folder}/wasm/engine.js`, "utf8")));
  copyIfChanged(`${folder}/wasm/engine.wasm`, inRoot("dist/engine.wasm"));
});
