// Folders every script needs. The cache is shared by all clones of this user (same rule as cmake/Cache.cmake).
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "premap");
export const inRoot = (...parts) => path.join(root, ...parts);

/** Fixtures too large or not ours to publish, when this machine has them; undefined elsewhere. */
export const shared = [process.env.PREMAP_SHARED, path.resolve(root, "../shared")].find(
  (folder) => folder && existsSync(folder),
);
