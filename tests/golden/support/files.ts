/** Where golden tests find snapshots and recorded answers. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export const inRoot = (...parts: string[]): string => path.join(root, ...parts);

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** A snapshot that scripts/fixtures.mjs unpacked. */
export const snapshotFile = (name: string): string => inRoot("build/fixtures", name);

/** A file of the shared fixtures (not ours to publish), or undefined where they are not there. */
export function sharedFixture(...parts: string[]): string | undefined {
  const folders = [process.env["PREMAP_SHARED"], path.resolve(root, "../shared")];
  return (
    folders
      .map((folder) => folder && path.join(folder, "fixtures", ...parts))
      .find((file) => file && existsSync(file)) || undefined
  );
}
