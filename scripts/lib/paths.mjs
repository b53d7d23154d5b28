// Folders every script needs. The cache is shared by all clones of this user (same rule as cmake/Cache.cmake).
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "premap");
export const inRoot = (...parts) => path.join(root, ...parts);
