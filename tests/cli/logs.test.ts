/** The command line on a snapshot with a log beside it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeWal, pageSizeOf, pageWith } from "../js/logs.ts";
import { distFile, snapshotBytes } from "../js/support.ts";

vi.setConfig({ testTimeout: 240_000 });

const folder = mkdtempSync(path.join(tmpdir(), "premap-cli-logs-"));
const snapshot = path.join(folder, "site.bim");
const file = snapshotBytes("large.bim");
const page = pageWith(file, '"City":"Lyon"', '"City":"Metz"');
const pageCount = file.byteLength / pageSizeOf(file);
const logOf = (pageSize?: number) => makeWal(pageCount, [[page]], pageSize ? { pageSize } : {});

const premap = (...args: string[]) =>
  spawnSync(process.execPath, [distFile("cli.js"), ...args], {
    env: { ...process.env, NO_COLOR: "1" },
    encoding: "utf8",
  });
const query = () =>
  premap(
    "query",
    "--snapshot",
    snapshot,
    `SELECT JsonProperties FROM bis.Element WHERE JsonProperties LIKE '%"City"%'`,
    "--format",
    "csv",
  );

describe("premap with a log beside the snapshot", () => {
  beforeEach(() => writeFileSync(snapshot, file));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("reads what is in the log alone", () => {
    writeFileSync(`${snapshot}-wal`, logOf());
    expect(query()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('""City"":""Metz""') as string,
      stderr: "",
    });
  });

  it("refuses a log that it cannot read, and says what to do", () => {
    writeFileSync(`${snapshot}-wal`, logOf(1024));
    const { status, stdout, stderr } = query();
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toContain("file-log-unreadable");
    expect(stderr).toContain("wal_checkpoint");
  });

  it("tells of a log that is none, in every command", () => {
    writeFileSync(`${snapshot}-wal`, "no log at all".repeat(100));
    const mapping = path.join(folder, "mapping.json");
    writeFileSync(mapping, '{"mappingName": "M", "groups": []}');
    for (const { stderr } of [query(), premap("validate", mapping, "--snapshot", snapshot)])
      expect(stderr).toContain("warning[file-log-ignored]");
  });
});
