/**
 * The shared fixtures: files too large or not ours to publish. They lie in a folder `shared` beside the repository, or where
 * $PREMAP_SHARED names it; `none` there says that there are none. Most machines have none, so a test that wants one skips itself
 * when the answer here is undefined. No other file of the tests knows where they are (scripts/check-shared.mjs sees to it).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

function sharedFolder(): string | undefined {
  const named = process.env["PREMAP_SHARED"];
  if (named === "none") return undefined;
  const folder = named || path.resolve(root, "../shared");
  if (existsSync(folder)) return folder;
  if (named) throw new Error(`PREMAP_SHARED is ${named}, which is not there; set it to a folder, or to none`);
  return undefined;
}
const folder = sharedFolder();

const ifThere = (file: string): string | undefined => (existsSync(file) ? file : undefined);

/** A file or folder below the shared folder, or undefined where it is not there. */
export const sharedFile = (...parts: string[]): string | undefined => folder && ifThere(path.join(folder, ...parts));

/** A file or folder of its fixtures, or undefined where it is not there. */
export const sharedFixture = (...parts: string[]): string | undefined => sharedFile("fixtures", ...parts);

/** A snapshot that scripts/fixtures.mjs unpacked from them, or undefined where it could not. */
export const sharedSnapshot = (name: string): string | undefined =>
  folder && ifThere(path.join(root, "build/shared", name));

/** What a skipped test says. */
export const notHere = "the shared fixtures are not on this machine";
