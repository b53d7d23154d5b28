/** Releasing: `npm version` dates the changelog, and nothing is packed that was not built. Both in a copy, with no network. */
// @module-tag slow
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(path.join(tmpdir(), "premap-release-"));
  for (const name of [".npmrc", "package.json", "package-lock.json", "CHANGELOG.md", "scripts", "web/package.json"])
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const text = (name: string) => readFileSync(path.join(copy, name), "utf8");
const version = () => (JSON.parse(text("package.json")) as { version: string }).version;
const changelog = (unreleased: string) =>
  writeFileSync(
    path.join(copy, "CHANGELOG.md"),
    `# Changelog\n\n## Unreleased\n${unreleased}\n## 0.0.1 (2020-01-01)\n`,
  );

function run(program: string, ...args: string[]) {
  // What an npm around the tests would hand down.
  const clean = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const git = { GIT_AUTHOR_NAME: "T", GIT_AUTHOR_EMAIL: "t@example.org", GIT_CONFIG_GLOBAL: "/dev/null" };
  const identity = { ...git, GIT_COMMITTER_NAME: "T", GIT_COMMITTER_EMAIL: "t@example.org" };
  const env = { ...Object.fromEntries(clean), ...identity };
  return spawnSync(program, args, { cwd: copy, encoding: "utf8", env });
}

describe("npm version", () => {
  const commit = () => {
    for (const args of [
      ["init", "-q"],
      ["add", "-A"],
      ["commit", "-qm", "All"],
    ])
      expect(run("git", ...args).status).toBe(0);
  };

  it("sets the version, dates what was unreleased, and commits both", () => {
    changelog("\n* Something new.\n");
    commit();
    const before = version();
    const { status, stderr } = run("npm", "version", "minor");
    expect(status, stderr).toBe(0);
    expect(version()).not.toBe(before);
    expect(version()).toMatch(/^\d+\.\d+\.0$/);
    expect((JSON.parse(text("package-lock.json")) as { version: string }).version).toBe(version());
    const today = /\d{4}-\d{2}-\d{2}/;
    expect(text("CHANGELOG.md").replace(today, "TODAY")).toBe(
      `# Changelog\n\n## Unreleased\n\n## ${version()} (TODAY)\n\n* Something new.\n\n## 0.0.1 (2020-01-01)\n`,
    );
    expect(run("git", "status", "--porcelain").stdout).toBe("");
    expect(run("git", "tag").stdout).toBe(`v${version()}\n`);
  });

  it("refuses, and leaves the version, when nothing is written down", () => {
    changelog("");
    commit();
    const before = version();
    const { status, stderr } = run("npm", "version", "patch");
    expect(status).not.toBe(0);
    expect(stderr).toContain('the part "## Unreleased" of CHANGELOG.md is empty');
    expect(version()).toBe(before);
  });
});

describe("npm pack", () => {
  it("packs nothing when the package is not built and cannot be", () => {
    // As if installed, so that nothing is fetched; there is no C++ beside it.
    const lock = createHash("sha256").update(text("package-lock.json")).digest("hex");
    mkdirSync(path.join(copy, "node_modules"));
    writeFileSync(path.join(copy, "node_modules/.premap-installed"), lock);
    const { status, stderr } = run("npm", "pack");
    expect(status).not.toBe(0);
    expect(stderr).toContain("nothing was packed, because the package could not be built");
    expect(readdirSync(copy).filter((name) => name.endsWith(".tgz"))).toEqual([]);
    expect(existsSync(path.join(copy, "dist"))).toBe(false);
  });
});
