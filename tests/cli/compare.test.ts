/** `premap compare`, and what else is for spreadsheets: `extract --bom`, `validate --format csv`. */

import { beforeAll, describe, expect, test } from "vitest";
import { changedSnapshot } from "../js/changed_snapshot.ts";
import { file, premap, snapshot } from "./support.ts";

const mapping = "web/public/sample/mapping.json";
let later: string;

beforeAll(async () => {
  const changed = await changedSnapshot(
    snapshot,
    "UPDATE bis_Element SET UserLabel = 'other' || char(27) WHERE Id = 0x28",
    "DELETE FROM bis_Element WHERE Id = 0x27",
  );
  later = file("later.bim", changed);
});

const compare = (...args: string[]) => premap(["compare", snapshot, later, "--mapping", mapping, ...args]);

describe("premap compare", () => {
  test("tells rows and cells, and ends with 1 where something differs", () => {
    const { status, stdout } = compare();
    expect(status).toBe(1);
    expect(stdout).toContain("Beams: 80 rows in A, 79 in B, 79 in both, 1 of them changed");
    expect(stdout).toContain("  1 row only in A: 0x27");
    expect(stdout).toContain("  UserLabel: 1 cell changed, filled 53 in A, 53 in B");
    expect(stdout).toContain(String.raw`    0x28: A "ラベル 2", B "other\u001b"`);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe("They differ.");
  });

  test("ends with 0 where nothing does", () => {
    const { status, stdout } = premap(["compare", snapshot, snapshot, "--mapping", mapping]);
    expect(status).toBe(0);
    expect(stdout).toContain("Nothing differs.");
  });

  test("gives all of it as JSON, of the groups and by the key that were asked for", () => {
    const { status, stdout } = compare("--format", "json", "--group", "Columns", "--group", "Beams", "--key", "guid");
    expect(status).toBe(1);
    const told = JSON.parse(stdout) as { key: string; groups: { group: string; onlyA: { count: number } }[] };
    expect(told.key).toBe("FederationGuid");
    expect(told.groups.map(({ group, onlyA }) => [group, onlyA.count])).toEqual([
      ["Columns", 0],
      ["Beams", 1],
    ]);
  });

  test("says what is wrong with its use", () => {
    expect(compare("--group", "Beems")).toMatchObject({ status: 2, stdout: "" });
    expect(compare("--group", "Beems").stderr).toContain("the mapping has no group Beems");
    expect(premap(["compare", snapshot, "--mapping", mapping]).stderr).toContain("name both");
    expect(premap(["compare", snapshot, later]).stderr).toContain("--mapping is missing");
    const broken = file("broken.json", '{"groups": [}');
    for (const more of [[], ["--group", "Beams"]])
      expect(premap(["compare", snapshot, later, "--mapping", broken, ...more])).toMatchObject({
        ...{ status: 1, stdout: "", stderr: expect.stringContaining("json-invalid") },
      });
    expect(premap(["compare", snapshot, "no.bim", "--mapping", mapping]).status).toBe(3);
  });
});

test("extract --bom is the same CSV behind a byte order mark", () => {
  const extract = (...args: string[]) =>
    premap(["extract", mapping, "--snapshot", snapshot, "--group", "Beams", ...args]).stdout;
  expect(extract("--bom")).toBe(`\ufeff${extract()}`);
  const { status, stderr } = premap(["extract", mapping, "--snapshot", snapshot, "--format", "json", "--bom"]);
  expect(status).toBe(2);
  expect(stderr).toContain("--bom goes with --format csv");
});

test("validate --format csv has a line for each problem, with its group and column", () => {
  const broken = "web/public/sample/broken.json";
  const of = (format: string) => premap(["validate", broken, "--format", format]);
  const lines = of("csv").stdout.trimEnd().split("\r\n");
  const { counts } = JSON.parse(of("json").stdout) as { counts: Record<string, number> };
  expect(lines).toHaveLength(1 + counts["error"]! + counts["warning"]! + counts["info"]!);
  expect(lines[0]).toBe("Severity,Code,Message,What to do,Group,Column,Place,Line,Mapping,Snapshot");
  expect(lines.some((line) => line.includes(",Beams,"))).toBe(true);
  const evil = { mappingName: "M", groups: [{ groupName: "=cmd()", query: "", properties: [] }] };
  expect(premap(["validate", file("evil.json", evil), "--format", "csv"]).stdout).toContain(",'=cmd(),");
});
