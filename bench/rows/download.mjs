// What a page fetches: the WebAssembly, its glue and the package's scripts without provenance of other entries, compressed.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { inRoot } from "../../scripts/lib/paths.mjs";

/** Of the engine, each a file. */
const parts = JSON.parse(readFileSync(inRoot("wasm/engine_parts.json"), "utf8"));
const compressed = (bytes) => brotliCompressSync(bytes).length;

export async function download() {
  const bundle = await build({
    entryPoints: [inRoot("dist/index.js"), inRoot("dist/worker.js")],
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    external: ["node:*"],
    outdir: inRoot("build/bench/bundle"),
    write: false,
    logLevel: "silent",
  });
  return {
    wasm: compressed(readFileSync(inRoot("dist/engine.wasm"))),
    onDemand: Object.fromEntries(
      Object.keys(parts).map((name) => [name, compressed(readFileSync(inRoot(`dist/${name}.wasm`)))]),
    ),
    scripts: bundle.outputFiles.reduce((sum, { contents }) => sum + compressed(contents), 0),
  };
}
