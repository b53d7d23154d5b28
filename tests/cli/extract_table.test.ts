/** `premap extract --format sqlite`: a table as a database in a file. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import initSqlJs from "../../dist/sqljs/index.js";
import { folder, premap, snapshot } from "./support.ts";

const mapping = "web/public/sample/mapping.json";
const extract = (...args: string[]) =>
  premap(["extract", mapping, "--snapshot", snapshot, "--group", "Beams", ...args]);

describe("premap extract --format sqlite", () => {
  test("writes the table's rows, and nothing to standard output", async () => {
    const file = path.join(folder, "beams.sqlite");
    expect(extract("--format", "sqlite", "-o", file)).toMatchObject({ status: 0, stdout: "" });
    const { Database } = await initSqlJs();
    const database = new Database(readFileSync(file));
    const lines = extract("--format", "csv").stdout.trimEnd().split("\r\n");
    const [told] = database.exec("SELECT count(*), count(DISTINCT ECInstanceId), typeof(Length) FROM rows");
    expect(told?.values).toEqual([[lines.length - 1, lines.length - 1, "real"]]);
    database.close();
  });

  test("wants a file, and no other format does", () => {
    for (const args of [
      ["--format", "sqlite"],
      ["-o", "x.csv"],
      ["--format", "json", "--output", "x.json"],
    ]) {
      const { status, stderr } = extract(...args);
      expect(status).toBe(2);
      expect(stderr).toContain("--format sqlite and --output go together");
    }
    expect(existsSync("x.csv")).toBe(false);
  });

  test("says why it cannot write", () => {
    const { status, stderr } = extract("--format", "sqlite", "-o", path.join(folder, "no/such/beams.sqlite"));
    expect(status).toBe(3);
    expect(stderr).toMatch(/file-unwritable.*the folder is not there/);
  });
});
