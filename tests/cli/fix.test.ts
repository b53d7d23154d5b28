/** The diff that `validate --fix` prints is one that `patch` takes. */
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { entry, file, folder, mapping, premap, snapshot } from "./support.ts";

vi.setConfig({ testTimeout: 240_000 });

const hasPatch = spawnSync("patch", ["--version"]).status === 0;

const group = (name: string, ...properties: object[]) => ({
  groupName: name,
  query: "SELECT ECInstanceId, ECClassId FROM bt.Beam",
  properties,
});
const column = (propertyName: string, dataType = "string", ...entries: object[]) => ({
  propertyName,
  dataType,
  ecProperties: entries.length ? entries : [entry("Mark")],
});
const count = (length: number, make: (index: number) => object) => Array.from({ length }, (_, index) => make(index));
const pretty = (...groups: object[]) => JSON.stringify({ mappingName: "M", extractionEnabled: true, groups }, null, 2);

const texts: Record<string, string> = {
  "one place": pretty(group("G", column("P"))),
  "places far from each other": pretty(
    ...count(4, (g) => group(`G${g}`, ...count(6, (p) => column(`P${p}`, p ? "String" : "string")))),
  ),
  "places beside each other": pretty(group("G", ...count(12, (p) => column(`P${p}`)))),
  "items removed": pretty(
    group("G", column("P", "String", entry("Mark"), entry("Mark"), entry("UserLabel"), entry("Mark"))),
  ),
  "fields renamed, then their values": pretty({
    groupName: "G",
    Query: "SELECT ECInstanceId, ECClassId FROM bt.Beam;",
    properties: [],
  }),
  "no line break at the end": `${pretty(group("G", column("P")))}`.trimEnd(),
  "no line break behind the place": `{"mappingName":"M","groups":[{"groupName":"G","properties":[],\n"query":"SELECT * FROM bt.Beam;"}]}`,
  "one line": JSON.stringify({ mappingName: "M", groups: [group("G", ...count(20, (p) => column(`P${p}`)))] }),
  CRLF: `${pretty(group("G", column("P")))}\n`.replaceAll("\n", "\r\n"),
  "mixed line ends": `${pretty(group("G", column("P"), column("Q")))}\n`
    .replace(/\n/g, () => (Math.sin(0) ? "" : "\n"))
    .replace("\n", "\r\n"),
  "a byte order mark": `\ufeff{"mappingName":"M","groups":[{"groupName":"G","query":"SELECT * FROM bt.Beam;","properties":[]}]}\n`,
  "letters beyond ASCII": pretty({ ...group("Gé", column("Größe😀")), description: "日本語 😀" }),
  "a separator of Unicode inside": pretty({ ...group("G", column("P")), description: "a\u2028b\u0085c\u000bd" }),
};
texts["empty lines around"] = `\n\n\n${texts["one place"]}\n\n\n\n`;

describe.skipIf(!hasPatch)("patch takes the diff of", () => {
  it.each(Object.keys(texts))("%s", (name) => {
    const at = file(`fix/${name}.json`, texts[name]);
    const dry = premap(["validate", at, "--fix", "--dry-run"]);
    const diff = dry.stdout.slice(0, dry.stdout.search(/^(error|warning|info)\[/m) >>> 0);
    expect(diff).toMatch(/^--- .*\n\+\+\+ .*\n@@ /);
    const patched = path.join(folder, "fix/patched.json");
    copyFileSync(at, patched);
    const patch = spawnSync("patch", ["--fuzz=0", "--verbose", patched], { input: diff, encoding: "utf8" });
    expect(patch.stdout).toMatch(/^Hunk #1 succeeded at \d+\.$/m);
    expect(patch.stdout).not.toMatch(/offset|fuzz|FAILED|garbage|different line endings/i);
    expect(patch.status).toBe(0);
    expect(readFileSync(at, "utf8")).toBe(texts[name]);
    premap(["validate", at, "--fix"]);
    expect(readFileSync(patched)).toEqual(readFileSync(at));
    expect(readFileSync(at, "utf8")).not.toBe(texts[name]);
  });

  it("files with odd names, by themselves", () => {
    for (const name of ["with space.json", 'quo"te\\.json']) {
      const at = file(`odd/${name}`, texts["one place"] as string);
      const cwd = path.dirname(at);
      const { stdout } = premap(["validate", name, "--fix", "--dry-run"], { cwd });
      const { status } = spawnSync("patch", ["-p0"], { input: stdout, cwd });
      expect(status).toBe(0);
      expect(readFileSync(at, "utf8")).toContain('"dataType": "String"');
    }
  });
});

describe("repairs", () => {
  it("of several snapshots are one diff", () => {
    // The second snapshot does not have to say the same of the text as the first.
    const at = file("several.json", texts["fields renamed, then their values"]);
    const empty = path.join(path.dirname(snapshot), "empty.bim");
    const { stdout } = premap(["validate", at, "--fix", "--dry-run", "--snapshot", snapshot, "--snapshot", empty]);
    expect(stdout.match(/^--- /gm)).toHaveLength(1);
    expect(stdout).toContain('-      "Query": "SELECT ECInstanceId, ECClassId FROM bt.Beam;",');
    expect(stdout).toContain('+      "query": "SELECT ECInstanceId, ECClassId FROM bt.Beam",');
  });

  it("touch changed lines only", () => {
    const { stdout } = premap([
      "validate",
      file("lines.json", texts["places far from each other"]),
      "--fix",
      "--dry-run",
    ]);
    const diff = stdout.split("\n").filter((line) => /^[-+]/.test(line));
    expect(diff).toHaveLength(2 + 8);
    expect(stdout.match(/^@@ /gm)).toHaveLength(4);
  });

  it.skipIf(process.platform === "win32")("keep the file's permissions, and links to it", () => {
    const at = file("kept.json", texts["one place"]);
    chmodSync(at, 0o640);
    const link = path.join(folder, "link.json");
    if (!existsSync(link)) symlinkSync("kept.json", link);
    expect(premap(["validate", link, "--fix"]).status).toBe(0);
    expect(statSync(at).mode & 0o777).toBe(0o640);
    expect(readFileSync(at, "utf8")).toContain('"String"');
    expect(readFileSync(link, "utf8")).toBe(readFileSync(at, "utf8"));
  });

  it("leave a file alone that needs none", () => {
    const at = file("fine.json", mapping);
    const before = statSync(at).mtimeMs;
    expect(premap(["validate", at, "--fix"])).toMatchObject({ status: 0, stdout: "" });
    expect(statSync(at).mtimeMs).toBe(before);
  });
});
