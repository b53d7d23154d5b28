// Building CMake presets, again only where something changed.
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";

/** Configures `preset` once (CMake does it again by itself when its files change), builds it and answers its folder. */
export function buildPreset(preset, targets = []) {
  const folder = inRoot("build", preset);
  if (!existsSync(path.join(folder, "build.ninja")))
    run(`configuring ${preset}`, "cmake", ["--preset", preset, "--log-level=WARNING"]);
  const chosen = targets.length > 0 ? ["--target", ...targets] : [];
  run(`building ${preset}`, "cmake", ["--build", folder, `-j${cpus().length}`, ...chosen]);
  return folder;
}
