/** Where the output goes wrong, or somewhere a name could do harm. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { distFile } from "../js/support.ts";
import { beams, file, folder, inShell, mapping, premap, property, snapshot } from "./support.ts";

vi.setConfig({ testTimeout: 240_000 });

const good = file("good.json", mapping);
const bad = file("bad.json", { ...mapping, mappingName: "1 bad" });

describe.skipIf(!existsSync("/dev/full"))("a full disk", () => {
  it.each([
    ["help"],
    ["version"],
    [`validate ${bad}`],
    [`validate ${bad} --format json`],
    [`validate ${bad} --format junit`],
    [`preview ${good} --snapshot ${snapshot}`],
    [`preview ${good} --snapshot ${snapshot} --format csv`],
    [`extract ${good} --snapshot ${snapshot}`],
    [`query --snapshot ${snapshot} "SELECT * FROM bis.Element" --format ndjson`],
    [`schema --snapshot ${snapshot}`],
  ])("ends `premap %s` with 3 and one line", (command) => {
    const { status, stderr } = inShell(`premap ${command} > /dev/full`);
    expect(status).toBe(3);
    expect(stderr.match(/cannot write to standard output: no space/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$|internal fault/m);
  });

  it("is no matter of standard error", () => {
    expect(inShell(`premap validate ${bad} 2> /dev/full`).status).toBe(1);
  });
});

describe.skipIf(process.platform === "win32")("a reader that goes away", () => {
  it.each([
    [`query --snapshot ${snapshot} "SELECT * FROM bis.Element" --format ndjson`],
    [`extract ${good} --snapshot ${snapshot}`],
    [`validate ${bad} --format sarif`],
  ])("ends `premap %s` quietly", (command) => {
    const { stdout, stderr } = inShell(`premap ${command} 2> errors | true; echo \${PIPESTATUS[0]}; cat errors`);
    expect(stdout).toBe("141\n");
    expect(stderr).toBe("");
  });
});

describe("names that steer a terminal", () => {
  // An escape sequence, a C1 one, a turn of the writing direction, a line of its own.
  const evil = "E\u001b[31m\u009b2J\u202ekcab\u2066x\nerror[forged]: y\u007f";
  const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
  const named = file("evil.json", {
    mappingName: evil,
    groups: [
      { ...beams, groupName: evil, properties: [property(evil, evil), property("Mark", "Mark")] },
      { ...beams, groupName: "Other" },
    ],
  });
  const evilFile = process.platform === "win32" ? named : file("e\u001b[31mv\u009bil.json", "{");

  it.each([
    ["validate", [named]],
    ["validate on a snapshot", [named, "--snapshot", snapshot]],
    ["validate of a file", [evilFile]],
    ["validate of no file", ["no\u001b[31m\u009b.json"]],
    ["validate without a snapshot", [named, "--snapshot", "no\u001b[31m\u009b.bim"]],
    ["preview", [named, "--snapshot", snapshot, "--group", evil]],
    ["preview of no group", [named, "--snapshot", snapshot, "--group", "\u009b31m"]],
    ["preview of any group", [named, "--snapshot", snapshot]],
    ["profile", [named, "--snapshot", snapshot, "--group", evil]],
    ["profile of all groups", [named, "--snapshot", snapshot, "--groups"]],
    ["explain", [named, "--snapshot", snapshot, "--group", evil, "--property", evil, "--element", "0x26", "--sql"]],
    ["extract", [named, "--snapshot", snapshot, "--group", "\u009b31m"]],
    ["query", ["--snapshot", snapshot, `SELECT Mark AS [A\u009bB\u202e] FROM bt.Beam`]],
    ["query that fails", ["--snapshot", snapshot, "SELECT\u001b[31m Nope\u009b FROM bt.Beam"]],
    ["schema", ["--snapshot", snapshot, "\u001b[31m\u009b"]],
    ["\u001b[31mcommand", []],
    ["preview --\u001b[31moption", []],
  ])("do not reach it from %s", (command, args) => {
    const [name = "", ...options] = command
      .split(" ")
      .filter((word) => word === command.split(" ")[0] || word.startsWith("--"));
    const { status, stdout, stderr } = premap([name, ...options, ...args]);
    expect(status).not.toBe(4);
    expect(stdout + stderr).not.toMatch(steering);
    expect(stdout + stderr).not.toMatch(/^error\[forged\]/m);
  });

  it.each(["json", "sarif"])("are escaped in %s, and the same when read", (format) => {
    const { stdout } = premap(["validate", named, "--format", format]);
    expect(stdout).not.toMatch(steering);
    expect(JSON.stringify(JSON.parse(stdout))).toContain("\\u001b[31m\u009b2J\u202ekcab");
  });

  it("are kept by CSV, whose fields may hold anything", () => {
    const { stdout } = premap(["preview", named, "--snapshot", snapshot, "--group", evil, "--format", "csv"]);
    expect(stdout.split("\r\n")[0]).toContain(`"${evil}"`);
    const table = premap(["preview", named, "--snapshot", snapshot, "--group", evil]).stdout;
    expect(table.split("\n")[0]).toContain("E\\u001b[31m\\u009b2J\\u202ekcab");
  });
});

describe("on a terminal", () => {
  const hasScript = spawnSync("script", ["--version"]).status === 0;
  const onTerminal = (command: string, columns: number) =>
    spawnSync(
      "script",
      ["-qec", `stty cols ${columns}; ${process.execPath} ${distFile("cli.js")} ${command}`, "/dev/null"],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, TERM: "xterm" },
        input: "",
      },
    ).stdout;
  const long = file("long.json", {
    ...mapping,
    groups: [{ ...beams, properties: [property(`A${"long_".repeat(20)}name`, "Mark"), property("Mark", "Mark")] }],
  });

  it.skipIf(!hasScript)("cells are cut until a line fits, and nowhere else", () => {
    // Of a line that was written over, as progress is, the last text stays.
    const written = onTerminal(`preview ${long} --snapshot ${snapshot} --limit 2`, 100);
    const shown = written.replace(/[^\n]*\r(?!\n)/g, "").replaceAll(/\u001b\[\d*[mK]/g, "");
    const rows = shown.split(/\r?\n/).filter((line) => /^(ECInstanceId|0x)/.test(line));
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(100);
    expect(rows[0]).toContain("…");
    expect(premap(["preview", long, "--snapshot", snapshot, "--limit", "2"]).stdout).not.toContain("…");
  });
});
