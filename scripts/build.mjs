// Builds the package: set-up, wasm, TypeScript.
import { helpFirst, main, runScript, say } from "./lib/run.mjs";

helpFirst(`
node scripts/build.mjs

Sets the machine up (scripts/setup.mjs --build), builds the engine for WebAssembly and compiles the TypeScript: dist/ is then the
package as it would be published. Only what changed is built again.
`);

await main(() => {
  runScript("setup.mjs", "--build");
  say("build: the engine (WebAssembly; the first time this takes some minutes)");
  runScript("build-wasm.mjs");
  say("build: the package and the command line (TypeScript)");
  runScript("build-ts.mjs");
});
