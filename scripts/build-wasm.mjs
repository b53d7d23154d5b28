// Builds the engine for WebAssembly into dist/: glue.js (Emscripten's) and engine.wasm.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { buildPreset } from "./lib/cmake.mjs";
import { writeIfChanged } from "./lib/files.mjs";
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

/** A custom section at the end of the module: its id 0, its length, the length of its name, the name, the text. */
function withSection(wasm, name, text) {
  const content = Buffer.from(String.fromCharCode(name.length) + name + text, "latin1");
  if (content.length > 127) throw new Failure("the section needs a length of more than one byte.");
  return Buffer.concat([wasm, Buffer.from([0, content.length]), content]);
}

await main(() => {
  const folder = buildPreset(process.argv.includes("--debug") ? "wasm-debug" : "wasm-release", ["premap_wasm"]);
  const glue = withoutOwnAddress(readFileSync(`${folder}/wasm/engine.js`, "utf8"));
  const wasm = readFileSync(`${folder}/wasm/engine.wasm`);
  // Which glue and which WebAssembly belong together, for the package to refuse others.
  const build = createHash("sha256").update(glue).update(wasm).digest("hex").slice(0, 16);
  writeIfChanged(inRoot("dist/glue.js"), `${glue}export const build = "${build}";\n`);
  writeIfChanged(inRoot("dist/engine.wasm"), withSection(wasm, "premap", build));
});
