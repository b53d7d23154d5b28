// Folders every script needs. The cache is shared by all clones of this user (same rule as cmake/Cache.cmake).
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "premap");
export const inRoot = (...parts) => path.join(root, ...parts);

/**
 * Fixtures too large or not ours to publish, when this machine has them; undefined elsewhere. $PREMAP_SHARED names their folder;
 * `none` says that there is none, which is how anybody else has it (same rule as tests/shared.ts).
 */
function findShared() {
  const named = process.env.PREMAP_SHARED;
  if (named === "none") return undefined;
  const folder = named || path.resolve(root, "../shared");
  if (existsSync(folder)) return folder;
  if (!named) return undefined;
  process.stderr.write(`premap: PREMAP_SHARED is ${named}, which is not there; set it to a folder, or to none.\n`);
  process.exit(2);
}
export const shared = findShared();
