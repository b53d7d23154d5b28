/** Wrong use is told as such, with what was meant and what there is. */
import { describe, expect, it, vi } from "vitest";
import { beams, file, mapping, premap, snapshot } from "./support.ts";

vi.setConfig({ testTimeout: 240_000 });

const two = file("two.json", { ...mapping, groups: [beams, { ...beams, groupName: "Walls" }] });
const onTwo = (command: string, ...more: string[]) => [command, two, "--snapshot", snapshot, ...more];
const explained = (...more: string[]) => onTwo("explain", "--group", "Beams", ...more);

describe("wrong use", () => {
  it.each([
    [["vlaidate"], "did you mean validate?", "commands: validate, preview"],
    [["help", "prevew"], "did you mean preview?"],
    [["validate", two, "--frmat", "json"], "did you mean --format?", "options: "],
    [["validate", two, "--format", "jsn"], "--format is one of text, json, sarif, junit"],
    [["validate", two, "--max-warnings", "99999999999999999999"], "--max-warnings"],
    [
      onTwo("preview", "--group", "beams"),
      "did you mean `Beams`?",
      "there are `Beams`, `Walls`",
      "premap preview --help",
    ],
    [onTwo("preview"), "several groups", "there are `Beams`, `Walls`"],
    [onTwo("extract", "--group", "Roofs"), "`Beams`, `Walls`"],
    [onTwo("profile", "--group", "Roofs"), "`Beams`, `Walls`"],
    [onTwo("preview", "--group", "Beams", "--option", "X=1"), "no option `X`", "`trimNames`"],
    [onTwo("profile", "--groups", "--option", "trimName=true"), "did you mean `trimNames`?"],
    [onTwo("extract", "--group", "Beams", "--option", "trimNames=3"), "`trimNames` must be"],
    [onTwo("preview", "--group", "Beams", "--offset", "all"), "--offset"],
    [explained("--property", "Mark", "--element", "38"), "--element is an id", "38 is 0x26"],
    [explained("--property", "Mark", "--element", "0xnope"), "--element is an id"],
    [explained("--property", "Marc", "--element", "0x26"), "did you mean `Mark`?", "there is only `Mark`"],
    [explained("--property", "Mark", "--element", "0xfffff"), "no row with ECInstanceId 0xfffff"],
    [
      ["query", "--snapshot", snapshot, "SELECT 1 FROM bt.Beam WHERE Mark = :m", "--bindings", '{"x": 1}'],
      "binding-unknown",
    ],
    [["schema", "--snapshot", snapshot, "BuildingTst"], "did you mean BuildingTest?", "schemas: "],
    [["schema", "--snapshot", snapshot, "bt.Bean"], "did you mean Beam?", "classes: "],
  ])("%j", (args, ...messages) => {
    const { status, stdout, stderr } = premap(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    for (const message of messages) expect(stderr).toContain(message);
  });
});

describe("help and version", () => {
  it.each([["version"], ["-v"], ["--version"]])("premap %s", (word) => {
    expect(premap([word])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^premap \d/), stderr: "" });
  });

  it("premap help COMMAND is premap COMMAND --help", () => {
    const { status, stdout } = premap(["help", "validate"]);
    expect(status).toBe(0);
    expect(stdout).toBe(premap(["validate", "--help"]).stdout);
    expect(premap(["help"]).stdout).toBe(premap(["--help"]).stdout);
  });

  it("no line of a help is wider than 120 columns", () => {
    for (const command of ["", "validate", "preview", "explain", "profile", "extract", "query", "schema"])
      for (const line of premap(["help", command].filter(Boolean)).stdout.split("\n"))
        expect(line.length).toBeLessThanOrEqual(120);
  });
});
