/** Pages read ahead of any client: as many as it takes, once, and never before somebody's request. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { Catalogue } from "../../../dist/cli/serve/odata/catalogue.js";
import { distFile, snapshotFile } from "../../js/support.ts";
import { temporaryFolder } from "../support/service.ts";
import { Rehearsal } from "../../../dist/cli/serve/odata/rehearsal.js";

const columns = [{ name: "ECInstanceId", type: "String" }];
const table = {
  groupId: "g",
  groupName: "G",
  entitySet: "G",
  file: "g.sqlite",
  columns,
  rowCount: 2500,
  isKeyed: true,
};
const report = { reportId: "r", runs: [{ extractionId: "e", tables: [table] }], aggregated: [] };
const set = new Catalogue(report as never).sets[0] as never;

/** A pool over a table of 2,500 rows that keeps what it was asked. */
class Pool {
  isIdle = true;
  places: number[] = [];

  async run(job: { page: { bindings: { long: string }[]; mostRows: number } }) {
    const place = Number(job.page.bindings[0]?.long);
    this.places.push(place);
    const last = Math.min(place + job.page.mostRows, 2500);
    return { rowCount: last - place, last, hasMore: last < 2500, bytes: new Uint8Array() };
  }
}

const begun = (pool: Pool) => {
  const rehearsal = new Rehearsal(pool as never);
  rehearsal.begin(set);
  rehearsal.begin(set);
  return expect.poll(() => pool.places.length);
};

/** Extracts a table in a process of its own, and ends with that. */
const extracting = (rest: string) => `
  import { engineTables } from ${JSON.stringify(pathToFileURL(distFile("cli/serve/engine_tables.js")).href)};
  const groups = [{ groupName: "G", query: "SELECT ECInstanceId, ECClassId FROM bis.Element", properties: [] }];
  const tables = engineTables();
  process.on("exit", () => console.log("over"));
  const [table] = await tables.extractTables({
    snapshot: ${JSON.stringify(snapshotFile("building.bim"))},
    mapping: JSON.stringify({ mappingName: "M", groups }),
    groupIds: ["g"],
  });
  console.log(table.rowCount);
  ${rest}`;

const folder = temporaryFolder();
describe("a process", () => {
  test.each([
    ["in the midst of it", ""],
    ["that waits a little", "await new Promise((resolve) => setTimeout(resolve, 300));"],
    [
      "whose table is gone",
      `(await import("node:fs")).rmSync(table.file);\nawait new Promise((resolve) => setTimeout(resolve, 300));`,
    ],
    ["that closes the threads", "await new Promise((resolve) => setTimeout(resolve, 50));\nawait tables.close();"],
  ])("%s is not held, nor broken", (_, rest) => {
    const script = path.join(folder, "extracting.mjs");
    writeFileSync(script, extracting(rest));
    const run = spawnSync(process.execPath, [script], { encoding: "utf8", timeout: 60_000 });
    const { status, signal, stdout, stderr } = run;
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: "" });
    expect(stdout).toMatch(/^[1-9]\d*\nover\n$/);
  });
});

describe("a rehearsal", () => {
  test("goes over the table again until it has read enough, and is done once", async () => {
    const pool = new Pool();
    await begun(pool).toBe(50);
    expect(pool.places.slice(0, 5)).toEqual([0, 1000, 2000, 0, 1000]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pool.places.length).toBe(50);
  });

  test("waits while anybody else waits", async () => {
    const pool = new Pool();
    pool.isIdle = false;
    const asked = begun(pool);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pool.places).toEqual([]);
    pool.isIdle = true;
    await asked.toBe(50);
  });

  test("leaves a table that cannot be read to whoever asks for it", async () => {
    const pool = new Pool();
    pool.run = () => Promise.reject(new Error("gone"));
    new Rehearsal(pool as never).begin(set);
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
