/** Where golden tests find snapshots and recorded answers. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export const inRoot = (...parts: string[]): string => path.join(root, ...parts);

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** A snapshot that scripts/fixtures.mjs unpacked. */
export const snapshotFile = (name: string): string => inRoot("build/fixtures", name);
