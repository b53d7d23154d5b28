// What a page fetches: the WebAssembly, its glue and the package's scripts without provenance of other entries, compressed.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { inRoot } from "../../scripts/lib/paths.mjs";

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
    onDemand: compressed(readFileSync(inRoot("dist/extras.wasm"))),
    scripts: bundle.outputFiles.reduce((sum, { contents }) => sum + compressed(contents), 0),
  };
}
