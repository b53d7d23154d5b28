/** What is read, and how it is called: patterns, encodings, inputs that cannot be read. */
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { snapshotFile } from "../js/support.ts";
import { beams, file, folder, inShell, mapping, premap, snapshot } from "./support.ts";

vi.setConfig({ testTimeout: 240_000 });

const good = file("good.json", mapping);
const bad = file("bad.json", { ...mapping, mappingName: "1 bad" });
const warned = file("warned.json", { ...mapping, groups: [{ ...beams, query: "SELECT ECInstanceId FROM bt.Beam" }] });
const nowhere = path.join(folder, "nowhere.json");

interface JsonReport {
  ok: boolean;
  counts: { error: number; warning: number };
  reports: { mapping: string; snapshot?: string; ok: boolean; diagnostics: { code: string; message: string }[] }[];
}
const asJson = (args: string[]) => {
  const { status, stdout } = premap(["validate", ...args, "--format", "json"]);
  return { status, report: JSON.parse(stdout) as JsonReport };
};
const counts = (xml: string) =>
  /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(xml)?.slice(1).map(Number);

describe("an input that cannot be read is an error in every report", () => {
  const noSnapshot = [good, "--snapshot", path.join(folder, "nowhere.bim")];
  const badSnapshot = [good, "--snapshot", snapshot, "--snapshot", snapshotFile("text.bim")];

  it.each([
    ["a mapping beside others", [good, nowhere], 2],
    ["the only mapping", [nowhere], 1],
    ["a folder", [folder], 1],
    ["the only snapshot", noSnapshot, 1],
    ["a snapshot beside others", badSnapshot, 2],
    ["a mapping on a snapshot", [nowhere, "--snapshot", snapshot], 1],
    ["a pattern that stands for nothing", [path.join(folder, "nowhere/*.json")], 1],
  ])("%s", (_, args, runs) => {
    const { status, report } = asJson(args);
    expect(status).toBe(3);
    expect(report.ok).toBe(false);
    expect(report.counts.error).toBe(1);
    expect(report.reports).toHaveLength(runs);
    expect(report.reports.filter(({ ok }) => !ok)).toHaveLength(1);

    const junit = premap(["validate", ...args, "--format", "junit"]);
    expect(junit.status).toBe(3);
    expect(counts(junit.stdout)).toEqual([runs, 0, 1]);
    expect(junit.stdout.match(/<error /g)).toHaveLength(1);

    const sarif = premap(["validate", ...args, "--format", "sarif"]);
    expect(sarif.status).toBe(3);
    const [run] = (JSON.parse(sarif.stdout) as { runs: { results: { level: string }[]; invocations: object[] }[] })
      .runs;
    expect(run?.results.filter(({ level }) => level === "error")).toHaveLength(1);
    expect(run?.invocations).toMatchObject([{ executionSuccessful: false, exitCode: 3 }]);

    const text = premap(["validate", ...args]);
    expect(text.status).toBe(3);
    expect(text.stderr.match(/^error\[file-/gm)).toHaveLength(1);
  });

  it("while the others are checked", () => {
    const { report } = asJson([nowhere, bad]);
    expect(report.reports.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual(["file-unreadable", "name-invalid"]);
  });
});

describe("more warnings than allowed", () => {
  it("fail every report", () => {
    const args = [warned, "--max-warnings", "0"];
    const { status, report } = asJson(args);
    expect({ status, ok: report.ok, errors: report.counts.error }).toEqual({ status: 1, ok: false, errors: 0 });
    const junit = premap(["validate", ...args, "--format", "junit"]);
    expect(counts(junit.stdout)).toEqual([2, 1, 0]);
    expect(junit.stdout).toContain("1 warning, and 0 allowed");
    const sarif = premap(["validate", ...args, "--format", "sarif"]).stdout;
    expect(JSON.parse(sarif)).toMatchObject({
      runs: [
        {
          invocations: [
            { exitCode: 1, toolExecutionNotifications: [{ message: { text: "1 warning, and 0 allowed" } }] },
          ],
        },
      ],
    });
  });

  it("and no fewer", () => {
    expect(asJson([warned, "--max-warnings", "1"])).toMatchObject({ status: 0, report: { ok: true } });
    const junit = premap(["validate", warned, "--max-warnings", "1", "--format", "junit"]);
    expect(counts(junit.stdout)).toEqual([1, 0, 0]);
  });
});

describe("patterns", () => {
  const at = (name: string) => file(`patterns/${name}`, mapping);
  for (const name of [
    "a.json",
    "b.json",
    "c.txt",
    ".hidden.json",
    "deep/d.json",
    "deep/er/e.json",
    "with space/f.json",
    "[x].json",
  ])
    at(name);
  mkdirSync(path.join(folder, "patterns/node_modules"), { recursive: true });
  at("node_modules/g.json");
  const cwd = path.join(folder, "patterns");
  const names = (...patterns: string[]) => {
    const { stdout } = premap(["validate", ...patterns, "--format", "json"], { cwd });
    return (JSON.parse(stdout) as JsonReport).reports.map((report) => report.mapping);
  };

  it.each([
    [["*.json"], ["[x].json", "a.json", "b.json"]],
    [["?.json"], ["a.json", "b.json"]],
    [["[b-z].json"], ["b.json"]],
    [["[!a].json"], ["b.json"]],
    [["{a,c}.{json,txt}"], ["a.json", "c.txt"]],
    [["*/*.json"], ["deep/d.json", "node_modules/g.json", "with space/f.json"]],
    [["**/*.json"], ["[x].json", "a.json", "b.json", "deep/d.json", "deep/er/e.json", "with space/f.json"]],
    [["deep/**"], ["deep/d.json", "deep/er/e.json"]],
    [["./deep/*.json", "deep/d.json"], ["deep/d.json"]],
    [[".h*.json"], [".hidden.json"]],
    [["[x].json"], ["[x].json"]],
    [["../patterns/deep/../*.txt"], ["c.txt"]],
  ])("%j", (patterns, expected) => expect(names(...patterns)).toEqual(expected));

  it("name snapshots too, and files by their whole path", () => {
    expect(names(path.join(cwd, "[ab].json"))).toEqual(["a.json", "b.json"]);
    const { report } = asJson([good, "--snapshot", path.join(path.dirname(snapshot), "buil*ing.bim")]);
    expect(report.reports[0]?.snapshot).toMatch(/building\.bim$/);
  });

  it.skipIf(process.platform === "win32")("are not led in circles by links", () => {
    symlinkSync("..", path.join(cwd, "deep/back"));
    expect(names("**/d.json")).toEqual(["deep/d.json"]);
  });
});

describe("encodings", () => {
  const text = JSON.stringify({ ...mapping, mappingName: "1é" });
  const utf16 = (content: string, mark = true) => Buffer.from((mark ? "\ufeff" : "") + content, "utf16le");
  const column = text.indexOf('"1é"') + 1;

  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16LE", utf16(text)],
    ["UTF-16BE", utf16(text).swap16()],
    ["UTF-16LE without a mark", utf16(text, false)],
    ["UTF-16BE without a mark", utf16(text, false).swap16()],
  ])("%s is read", (name, bytes) => {
    const at = file(`${name}.json`, bytes);
    const { status, stdout } = premap(["validate", at]);
    expect(status).toBe(1);
    expect(stdout).toContain(`${at}:1:${column}`);
    expect(premap(["validate", "-"], { input: bytes }).stdout).toContain(`stdin:1:${column}`);
  });

  it.each([
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]), "it is UTF-32"],
    ["Latin-1", Buffer.from(`{\n"mappingName": "é"}`, "latin1"), "it is not UTF-8 (byte 0xe9 on line 2)"],
    ["a cut UTF-16", utf16(text).subarray(0, 31), "it is not UTF-16LE"],
  ])("%s is called by its name", (name, bytes, message) => {
    const { status, stderr } = premap(["validate", file(`${name}.json`, bytes)]);
    expect(status).toBe(3);
    expect(stderr).toContain(message);
    expect(stderr).toContain("save it as UTF-8");
  });

  it.each([
    ["UTF-8 with a mark", (content: string) => Buffer.from(`\ufeff${content}`)],
    ["UTF-16LE", utf16],
    ["UTF-16BE", (content: string) => utf16(content).swap16()],
    ["UTF-16LE without a mark", (content: string) => utf16(content, false)],
  ])("%s is kept when a file is repaired", (name, encode) => {
    const before = '{"mappingName":"Mé","groups":[{"groupName":"G","query":"SELECT * FROM bt.Beam;","properties":[]}]}';
    const at = file(`repaired ${name}.json`, encode(before));
    expect(premap(["validate", at, "--fix"]).status).toBe(0);
    expect(readFileSync(at)).toEqual(encode(before.replace(";", "")));
  });
});

describe("standard input", () => {
  it.skipIf(process.platform === "win32")("may come late and in pieces", () => {
    const { stdout } = inShell(
      `(sleep 0.3; head -c 40 ${good}; sleep 0.3; tail -c +41 ${good}) | premap validate - --format json`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, reports: [{ mapping: "stdin" }] });
  });
});

it("files in this folder are called from here", () => {
  const { stdout } = premap(["validate", bad, "--format", "sarif"], { cwd: folder });
  expect(stdout).toContain('"uri": "bad.json"');
  expect(premap(["validate", bad], { cwd: folder }).stdout).toContain("at bad.json:2:18");
});
