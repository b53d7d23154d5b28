/** What the tests of the package share. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** A snapshot that scripts/fixtures.mjs unpacked. */
export const snapshotFile = (name: string): string => path.join(root, "build/fixtures", name);

export const snapshotBytes = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(snapshotFile(name)));

/** A snapshot whose bodies are of a format that nobody knows. */
export function withUnknownBodies(name: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(readFileSync(snapshotFile(name)));
  for (let at = bytes.indexOf("SCH_12"); at >= 0; at = bytes.indexOf("SCH_12", at + 1)) bytes.write("SCH_99", at);
  return new Uint8Array(bytes);
}

export const distFile = (name: string): string => path.join(root, "dist", name);

/** What a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not reject");
}

/** ECSQL that keeps SQLite busy in one step: far longer than any test waits. */
export const endlessQuery =
  "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000000000) SELECT COUNT(*) FROM c";
