/** `premap/push` takes what the official client's types describe, and the client what was pulled: compiled, not run. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const work = path.join(root, "build/insights-client/types");

/** Nothing of the client is kept in the repository. False: npm cannot be reached. */
function install(): boolean {
  if (existsSync(path.join(work, "ready"))) return true;
  mkdirSync(work, { recursive: true });
  const dependencies = { "@itwin/insights-client": "0.17.0" };
  writeFileSync(path.join(work, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  try {
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--fetch-retries=0"];
    execFileSync("npm", args, { cwd: work, stdio: ["ignore", "ignore", "inherit"], timeout: 180_000 });
  } catch {
    return false;
  }
  symlinkSync(root, path.join(work, "node_modules/premap"), "dir");
  writeFileSync(path.join(work, "ready"), "");
  return true;
}

it("goes with the official client's types", { timeout: 300_000 }, ({ skip }) => {
  if (!install()) skip("npm cannot be reached");
  copyFileSync(path.join(import.meta.dirname, "official_types/uses.ts"), path.join(work, "uses.ts"));
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const flags = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--target",
    "es2023",
    "--module",
    "nodenext",
  ];
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, "uses.ts"], { cwd: work, encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
