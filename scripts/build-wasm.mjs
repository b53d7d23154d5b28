// Builds the engine for WebAssembly into dist/: glue.js (Emscripten's) and engine.wasm.
import { buildPreset } from "./lib/cmake.mjs";
import { copyIfChanged } from "./lib/files.mjs";
import { inRoot } from "./lib/paths.mjs";
import { helpFirst, main } from "./lib/run.mjs";

helpFirst(`
node scripts/build-wasm.mjs [--debug]

Builds the engine for WebAssembly and puts dist/glue.js and dist/engine.wasm in place.
--debug takes the preset with assertions (wasm-debug) in place of the published one (wasm-release).
`);

await main(() => {
  const folder = buildPreset(process.argv.includes("--debug") ? "wasm-debug" : "wasm-release", ["premap_wasm"]);
  copyIfChanged(`${folder}/wasm/engine.js`, inRoot("dist/glue.js"));
  copyIfChanged(`${folder}/wasm/engine.wasm`, inRoot("dist/engine.wasm"));
});
