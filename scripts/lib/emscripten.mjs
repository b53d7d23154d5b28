// Which Emscripten to use: one on PATH when it is recent enough, else the set-up's own copy (same rule as cmake/Emscripten.cmake).
import { existsSync } from "node:fs";
import path from "node:path";
import { cache } from "./paths.mjs";
import { output, which } from "./run.mjs";

export const ownFolder = path.join(cache, "emscripten");
const oldestMajor = 4;

/** emcc on PATH when it is recent enough. */
export function emccOnPath() {
  const emcc = which("emcc");
  const major = Number.parseInt((emcc && output(emcc, ["-dumpversion"])) || "0", 10);
  return major >= oldestMajor ? emcc : undefined;
}

export const ownEmcc = () => {
  const emcc = path.join(ownFolder, "bin", "emcc");
  return existsSync(emcc) ? emcc : undefined;
};
