/** The command line as a user runs it: data on stdout, the rest on stderr, exit codes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it, vi } from "vitest";
import { distFile, snapshotFile } from "../js/support.ts";

vi.setConfig({ testTimeout: 240_000 }); // each run is a process of its own

const root = fileURLToPath(new URL("../../", import.meta.url));
const snapshot = snapshotFile("building.bim");
const folder = mkdtempSync(path.join(tmpdir(), "premap-cli-"));

function premap(args: string[], input = "") {
  const env = { ...process.env, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [distFile("cli.js"), ...args], {
    input,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function file(name: string, content: unknown): string {
  const at = path.join(folder, name);
  writeFileSync(at, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return at;
}

const entry = (ecPropertyName: string) => ({
  ecSchemaName: "BuildingTest",
  ecClassName: "Beam",
  ecPropertyName,
  ecPropertyType: "String",
});
const property = (propertyName: string, ...names: string[]) => ({
  propertyName,
  dataType: "String",
  quantityType: "Undefined",
  ecProperties: names.map(entry),
});
const mapping = {
  mappingName: "Building",
  groups: [
    {
      groupName: "Beams",
      query: "SELECT * FROM BuildingTest.Beam ORDER BY ECInstanceId",
      properties: [property("Mark", "Mark")],
    },
  ],
};

describe("premap", () => {
  it("tells how it is used", () => {
    expect(premap(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("validate"), stderr: "" });
    expect(premap([]).status).toBe(2);
    expect(premap(["--version"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^premap \d/) });
  });

  it.each(["validate", "preview", "explain", "profile", "extract", "query", "schema"])(
    "%s --help tells more",
    (command) => {
      const { status, stdout } = premap([command, "--help"]);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: premap ${command}`);
      expect(stdout).toContain("Exit code");
    },
  );

  it.each([
    [["frobnicate"], "no command frobnicate"],
    [["query"], "the query is missing"],
    [["query", "SELECT 1"], "--snapshot is missing"],
    [["query", "--snapshot", snapshot, "SELECT 1", "more"], "too many arguments"],
    [["query", "--snapshot", snapshot, "SELECT 1", "--format", "xml"], "--format is one of"],
    [["query", "--snapshot", snapshot, "SELECT 1", "--limit", "many"], "--limit"],
    [["query", "--snapshot", snapshot, "SELECT 1", "--bindings", "{"], "--bindings"],
    [["query", "--frmat", "json"], "frmat"],
    [["preview", "m.json", "--snapshot"], "--snapshot"],
    [["explain", "m.json", "--snapshot", snapshot], "--property is missing"],
    [["schema", "--snapshot", snapshot, "Nope"], "no schema Nope"],
    [["toString"], "no command toString"],
  ])("%j is wrong usage", (args, message) => {
    const { status, stdout, stderr } = premap(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("premap query", () => {
  const ecsql = "SELECT ECInstanceId, Mark, UserLabel FROM bt.Beam WHERE ECInstanceId < 0x29 ORDER BY ECInstanceId";

  it("prints columns and rows as JSON", () => {
    const { status, stdout, stderr } = premap(["query", "--snapshot", snapshot, ecsql, "--format", "json"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const answer = JSON.parse(stdout) as { columns: { name: string }[]; rows: unknown[][] };
    expect(Object.keys(answer)).toEqual(["columns", "rows"]);
    expect(answer.columns.map((column) => column.name)).toEqual(["ECInstanceId", "Mark", "UserLabel"]);
    expect(answer.rows.map((row) => row.slice(0, 2))).toEqual([
      ["0x26", "B0-é"],
      ["0x27", "B1-é"],
      ["0x28", "B2-é"],
    ]);
  });

  it("prints an empty result as JSON", () => {
    const { stdout } = premap([
      "query",
      "--snapshot",
      snapshot,
      "SELECT Mark FROM bt.Beam WHERE 1 = 2",
      "--format",
      "json",
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ columns: [{ name: "Mark" }], rows: [] });
  });

  it("prints ndjson, csv and a table", () => {
    const run = (format: string) => premap(["query", "--snapshot", snapshot, "-", "--format", format], ecsql).stdout;
    expect(
      run("ndjson")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))[0],
    ).toMatchObject({ ECInstanceId: "0x26", Mark: "B0-é" });
    expect(run("csv").split("\r\n").slice(0, 2)).toEqual([
      "ECInstanceId,Mark,UserLabel",
      expect.stringMatching(/^0x26,B0-é,/),
    ]);
    expect(run("table").split("\n")[0]).toMatch(/^ECInstanceId +Mark +UserLabel$/);
  });

  it("binds parameters, limits, and shows SQL", () => {
    const bound = premap([
      "query",
      "--snapshot",
      snapshot,
      "SELECT Mark FROM bt.Beam WHERE ECInstanceId = ?",
      "--bindings",
      '["0x2a"]',
      "--format",
      "csv",
    ]);
    expect(bound.stdout).toBe("Mark\r\nB4-é\r\n");
    expect(
      premap(["query", "--snapshot", snapshot, ecsql, "--limit", "2", "--format", "csv"]).stdout.trim().split("\r\n")
        .length,
    ).toBe(3);
    expect(premap(["query", "--snapshot", snapshot, ecsql, "--sql"]).stdout).toMatch(/^SELECT/i);
  });

  it("underlines the place of an error", () => {
    const { status, stdout, stderr } = premap(["query", "--snapshot", snapshot, "SELECT Mark\nFROM bt.Beem"]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain("query-invalid");
    expect(stderr).toContain("2 | FROM bt.Beem");
    expect(stderr).toMatch(/\^/);
  });

  it.each([
    ["no-such-file.bim", "file-unreadable"],
    ["empty-file.bim", "file-empty"],
    ["truncated.bim", "file-truncated"],
    ["text.bim", "file-not-sqlite"],
    ["plain-sqlite.bim", "file-not-imodel"],
    ["profile-ec-5.0.0.0.bim", "profile-too-new"],
  ])("cannot read %s", (name, code) => {
    const { status, stdout, stderr } = premap(["query", "--snapshot", snapshotFile(name), "SELECT 1"]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toContain(code);
  });
});

describe("premap schema", () => {
  it("lists schemas, classes and properties", () => {
    const run = (...args: string[]) => premap(["schema", "--snapshot", snapshot, ...args]);
    expect(run().stdout).toContain("BuildingTest");
    expect(run("bt", "--format", "csv").stdout).toMatch(/^Beam,entity,/m);
    const properties = JSON.parse(run("BuildingTest.Beam", "--format", "json").stdout) as { name: string }[];
    expect(properties.map(({ name }) => name)).toContain("Mark");
    expect(run("bt.Nope").status).toBe(2);
  });
});

describe("whole numbers beyond 2^53", () => {
  const long = file("long.json", {
    mappingName: "Long",
    groups: [
      {
        groupName: "Things",
        query: "SELECT ECInstanceId, ECClassId FROM ov.Thing WHERE ECInstanceId = 0x1a",
        properties: [
          {
            propertyName: "L",
            dataType: "Integer",
            ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "L" }],
          },
        ],
      },
    ],
  });
  const odd = ["--snapshot", snapshotFile("odd-values.bim")];

  it.each(["table", "json", "ndjson", "csv"])("keep their digits in a preview as %s", (format) => {
    const { status, stdout } = premap(["preview", long, ...odd, "--format", format]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/(?<!["\d])9007199254740993(?!["\d])/);
  });

  it.each(["table", "json"])("keep their digits in explanations and profiles as %s", (format) => {
    const why = premap(["explain", long, ...odd, "--element", "0x1a", "--property", "L", "--format", format]);
    expect(why).toMatchObject({ status: 0, stdout: expect.stringMatching(/(?<!["\d])9007199254740993(?!["\d])/) });
    expect(premap(["profile", long, ...odd, "--format", "json"]).stdout).toContain('"max": 9007199254740993');
  });
});

describe("premap with a mapping", () => {
  const good = file("good.json", mapping);

  it("validates it", () => {
    expect(premap(["validate", good, "--snapshot", snapshot])).toMatchObject({ status: 0, stdout: "" });
    expect(premap(["validate", "-"], JSON.stringify(mapping)).status).toBe(0);
    const report = JSON.parse(premap(["validate", good, "--format", "json"]).stdout) as { ok: boolean };
    expect(report.ok).toBe(true);
  });

  it("reports faults with their place, as text, SARIF and JUnit", () => {
    const bad = file("bad.json", {
      ...mapping,
      groups: [{ ...mapping.groups[0], groupName: "1 bad name", query: "" }],
    });
    const text = premap(["validate", bad]);
    expect(text.status).toBe(1);
    expect(text.stdout).toMatch(/error\[[a-z-]+\]/i);
    expect(text.stdout).toContain("/groups/0");
    const sarif = JSON.parse(premap(["validate", bad, "--format", "sarif"]).stdout) as {
      runs: { results: unknown[] }[];
    };
    expect(sarif.runs[0]?.results.length).toBeGreaterThan(0);
    expect(premap(["validate", bad, "--format", "junit"]).stdout).toContain("<failure");
  });

  describe("several at once", () => {
    const bad = file("bad name.json", { ...mapping, mappingName: "1 bad" });
    const empty = snapshotFile("empty.bim");
    const all = ["validate", good, bad, "--snapshot", snapshot, "--snapshot", empty];

    it("tells each fault once, and for which snapshot it holds", () => {
      const { status, stdout, stderr } = premap(all);
      expect(status).toBe(1);
      expect(stdout.match(/name-invalid/g)).toHaveLength(1);
      expect(stdout).toContain(`only on ${empty}`);
      for (const run of [good, bad].flatMap((each) => [`${each} on ${snapshot}`, `${each} on ${empty}`]))
        expect(stderr).toContain(run);
    });

    it("as JSON: one report for each mapping and snapshot", () => {
      const json = JSON.parse(premap([...all, "--format", "json"]).stdout) as {
        ok: boolean;
        counts: { error: number };
        reports: { mapping: string; snapshot: string; ok: boolean; counts: { error: number } }[];
      };
      expect(json.reports.map(({ mapping, snapshot }) => [mapping, snapshot])).toEqual([
        [good, snapshot],
        [good, empty],
        [bad, snapshot],
        [bad, empty],
      ]);
      expect(json.reports[0]?.ok).toBe(true);
      expect(json.ok).toBe(false);
      expect(json.counts.error).toBe(json.reports.reduce((sum, { counts }) => sum + counts.error, 0));
    });

    it("as JUnit: a suite for each, with counts that add up", () => {
      const { stdout } = premap([...all, "--format", "junit"]);
      expect(stdout.match(/<testsuite /g)).toHaveLength(4);
      const tests = Number(/<testsuites tests="(\d+)"/.exec(stdout)?.[1]);
      expect(stdout.match(/<testcase /g)).toHaveLength(tests);
      const failures = Number(/<testsuites [^>]*failures="(\d+)"/.exec(stdout)?.[1]);
      expect(stdout.match(/<failure /g)).toHaveLength(failures);
    });

    it("goes on past what cannot be read, and says so at the end", () => {
      const { status, stdout, stderr } = premap(["validate", path.join(folder, "nope.json"), bad]);
      expect(status).toBe(3);
      expect(stderr).toContain("there is no such file");
      expect(stdout).toContain("name-invalid");
      expect(premap(["validate", bad, "--snapshot", snapshotFile("text.bim"), "--snapshot", empty]).status).toBe(3);
    });
  });

  describe("as SARIF", () => {
    interface SarifResult {
      ruleId: string;
      ruleIndex: number;
      locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
    }
    const broken = path.join(root, "web/public/sample/broken.json");
    const run = () => premap(["validate", broken, good, "--snapshot", snapshot, "--format", "sarif"]).stdout;

    it("is valid against the JSON Schema of 2.1.0", () => {
      const schema = path.join(root, "tests/fixtures/sarif/sarif-2.1.0.schema.json");
      // A pattern of the schema is none of the Unicode syntax.
      const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
      addFormats.default(ajv);
      const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
      const faults = (log: unknown) => (validate(log), validate.errors ?? []);
      expect(faults(JSON.parse(run()))).toEqual([]);
      const unreadable = premap(["validate", file("unreadable.json", "{"), "--format", "sarif"]).stdout;
      expect(faults(JSON.parse(unreadable))).toEqual([]);
      expect(faults({ version: "2.1.0", runs: [{}] })).not.toEqual([]);
    });

    it("keeps what the schema says of values", () => {
      const log = JSON.parse(run()) as {
        runs: { tool: { driver: { rules: { id: string }[] } }; artifacts: unknown[]; results: SarifResult[] }[];
      };
      const [only] = log.runs;
      const rules = only?.tool.driver.rules.map(({ id }) => id) ?? [];
      expect(new Set(rules).size).toBe(rules.length);
      expect(only?.artifacts).toHaveLength(2);
      expect(only?.results.length).toBeGreaterThan(15);
      for (const { ruleId, ruleIndex, locations } of only?.results ?? []) {
        expect(rules[ruleIndex]).toBe(ruleId);
        const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
        expect(() => new URL(artifactLocation?.uri ?? "", "file:///")).not.toThrow();
        expect(artifactLocation?.uri).not.toMatch(/[ \\#]/);
        expect(region?.startLine).toBeGreaterThanOrEqual(1);
      }
    });
  });

  it("ends with 1 when there are more warnings than allowed", () => {
    const warned = file("warned.json", {
      ...mapping,
      groups: [{ ...mapping.groups[0], query: "SELECT ECInstanceId FROM BuildingTest.Beam" }],
    });
    expect(premap(["validate", warned]).status).toBe(0);
    expect(premap(["validate", warned, "--max-warnings", "1"]).status).toBe(0);
    expect(premap(["validate", warned, "--max-warnings", "0"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("1 warning, and 0 allowed"),
    });
    expect(premap(["validate", warned, "--max-warnings", "few"]).status).toBe(2);
  });

  describe("repairs", () => {
    const text = `\uFEFF{"mappingName": "M",\r\n  "groups": [{"groupName": "G", "query": "SELECT ECInstanceId FROM bt.Beam;",\r\n    "properties": []}]}\r\n`;
    const repaired = text.replace("SELECT ECInstanceId FROM bt.Beam;", "SELECT ECInstanceId, ECClassId FROM bt.Beam");

    it("are shown as a diff and not written in a dry run", () => {
      const at = file("dry.json", text);
      const { status, stdout } = premap(["validate", at, "--fix", "--dry-run"]);
      expect(status).toBe(0);
      expect(stdout).toContain(`--- ${at}\n+++ ${at}\n@@ -1,3 +1,3 @@`);
      expect(stdout).toContain('-  "groups": [{"groupName": "G", "query": "SELECT ECInstanceId FROM bt.Beam;",');
      expect(stdout).toContain(
        '+  "groups": [{"groupName": "G", "query": "SELECT ECInstanceId, ECClassId FROM bt.Beam",',
      );
      expect(readFileSync(at, "utf8")).toBe(text);
    });

    it("are written over the file, everything else left as it was", () => {
      const at = file("fix.json", text);
      const { status, stderr } = premap(["validate", at, "--fix", "--format", "json"]);
      expect(status).toBe(0);
      expect(stderr).toContain("+++ ");
      expect(readFileSync(at, "utf8")).toBe(repaired);
    });

    it("need a file to write to", () => {
      expect(premap(["validate", "-", "--fix"], text).status).toBe(2);
      expect(premap(["validate", "-", "--fix", "--dry-run"], text).stdout).toContain("@@");
      expect(premap(["validate", good, "--dry-run"]).status).toBe(2);
    });
  });

  it("cannot read what is not there, and refuses what is no JSON", () => {
    expect(premap(["validate", path.join(folder, "nope.json")])).toMatchObject({ status: 3, stdout: "" });
    expect(premap(["preview", path.join(folder, "nope.json"), "--snapshot", snapshot]).status).toBe(3);
    expect(premap(["validate", file("broken.json", '{"groups": [')]).status).toBe(1);
    expect(premap(["preview", file("broken.json", '{"groups": ['), "--snapshot", snapshot]).status).toBe(1);
  });

  it("previews it in every format", () => {
    const run = (...args: string[]) => premap(["preview", good, "--snapshot", snapshot, "--limit", "3", ...args]);
    const json = JSON.parse(run("--format", "json").stdout) as {
      columns: { name: string }[];
      rows: Record<string, unknown>[];
      complete: boolean;
    };
    expect(json.columns.map(({ name }) => name)).toContain("Mark");
    expect(json.rows.map((row) => row["Mark"])).toEqual(["B0-é", "B1-é", "B2-é"]);
    expect(json.complete).toBe(false);
    expect(run("--format", "csv").stdout.split("\r\n").length).toBe(5);
    expect(run().stdout).toContain("B1-é");
    const [first] = run("--format", "ndjson", "--why")
      .stdout.split("\n")
      .map((line) => JSON.parse(line || "null"));
    expect(first.why.Mark).toMatchObject({ entry: 0 });
    expect(run("--group", "Nope").status).toBeGreaterThan(0);
  });

  it("explains, profiles and extracts it", () => {
    const explained = premap([
      "explain",
      good,
      "--snapshot",
      snapshot,
      "--property",
      "Mark",
      "--element",
      "0x26",
      "--format",
      "json",
    ]);
    expect(JSON.parse(explained.stdout)).toMatchObject({ value: "B0-é", entries: [{ outcome: "used" }] });
    const profiled = premap(["profile", good, "--snapshot", snapshot, "--format", "json"]);
    expect(JSON.parse(profiled.stdout)).toMatchObject({ group: "Beams" });
    const groups = premap(["profile", good, "--snapshot", snapshot, "--groups"]);
    expect(groups.stdout).toContain("in no group");
    expect(groups.stderr).toContain("80 in a group, 0 in more than one");
    expect(premap(["profile", good, "--snapshot", snapshot, "--groups", "--group", "Beams"]).status).toBe(2);
    const extracted = premap(["extract", good, "--snapshot", snapshot, "--format", "csv"]);
    expect(extracted.status).toBe(0);
    expect(extracted.stdout).toContain("B0-é");
  });
});
