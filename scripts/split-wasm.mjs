// Cuts the linked WebAssembly into the engine and the parts that are loaded on demand. See usage below.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { choose } from "./lib/call_graph.mjs";
import { inRoot } from "./lib/paths.mjs";
import { Failure, helpFirst, main, output, run, say } from "./lib/run.mjs";

helpFirst(`
node scripts/split-wasm.mjs BINARYEN LINKED FOLDER

Cuts LINKED, WebAssembly with the names of its functions, into FOLDER/engine.wasm and FOLDER/PART.wasm for each part of wasm/engine_parts.json,
and optimises each. BINARYEN is the folder of wasm-split and wasm-opt. All share memory and table: the exports of engine.wasm are what a
part imports (module "e"), and instantiating it puts its functions into the table. Nothing in engine.wasm calls into a part but through
its entrances, and those are null until then: the engine asks first (include/premap/base/engine_parts.h).

wasm/engine_parts.json: PART -> namespaces (functions behind a pointer belong to the part when they name no other module of ours), and entrances
(the beginnings of the names of the functions that the engine calls). What can be reached by these alone goes into the part; what anything
else calls stays, whatever its name. An entrance wants [[gnu::noinline]], or there is nothing left of it to find.
`);

/** What the engine may be made of: what Emscripten links for when it is not told otherwise, but for the types of references. */
const features = [
  "bulk-memory",
  "bulk-memory-opt",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "sign-ext",
].map((feature) => `--enable-${feature}`);

await main(() => {
  const [binaryen, linked, folder] = process.argv.slice(2);
  if (!folder) throw new Failure("split-wasm.mjs needs three arguments; --help tells them.");
  const tool = (name) => path.join(binaryen, name);
  mkdirSync(folder, { recursive: true });

  const graph = output(tool("wasm-opt"), [...features, "-q", linked, "--print-call-graph", "-o", "/dev/null"], {
    maxBuffer: 1 << 30,
  });
  if (!graph) throw new Failure(`wasm-opt cannot read ${linked}.`);
  const parts = choose(graph, JSON.parse(readFileSync(inRoot("wasm/engine_parts.json"), "utf8")));
  const manifest = path.join(folder, "manifest.txt");
  writeFileSync(
    manifest,
    Object.entries(parts)
      .map(([name, functions]) => `${name}\n${functions.join("\n")}\n`)
      .join("\n"),
  );

  const whole = path.join(folder, "engine.whole.wasm");
  const prefix = path.join(folder, "part.");
  run("splitting the engine", tool("wasm-split"), [
    ...[...features, linked, "--multi-split", `--manifest=${manifest}`, `--out-prefix=${prefix}`, "-o", whole],
    ...["--no-placeholders", "--import-namespace=e", "--export-prefix=%"],
  ]);
  const optimised = (from, name) =>
    run(`optimising ${name}`, tool("wasm-opt"), [
      ...[...features, "-q", from, "-Oz", "--low-memory-unused", "--optimize-stack-ir"],
      ...["-o", path.join(folder, `${name}.wasm`)],
    ]);
  optimised(whole, "engine");
  for (const [name, functions] of Object.entries(parts)) {
    optimised(`${prefix}${name}.wasm`, name);
    say(`${name}: ${functions.length} functions`);
  }
});
