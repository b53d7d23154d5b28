// Building CMake presets, again only where something changed.
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { inRoot } from "./paths.mjs";
import { run } from "./run.mjs";

const presets = inRoot("CMakePresets.json");

/** Configures `preset` anew where the presets changed (of its other files CMake sees that itself), builds it and answers its folder. */
export function buildPreset(preset, targets = []) {
  const folder = inRoot("build", preset);
  const configured = path.join(folder, "configured.json");
  if (!existsSync(configured) || !readFileSync(configured).equals(readFileSync(presets))) {
    run(`configuring ${preset}`, "cmake", ["--preset", preset, "--log-level=WARNING"]);
    copyFileSync(presets, configured);
  }
  const chosen = targets.length > 0 ? ["--target", ...targets] : [];
  run(`building ${preset}`, "cmake", ["--build", folder, `-j${cpus().length}`, ...chosen]);
  return folder;
}
