/** `--api` knows the names the package knows, and no others. */
import { spawnSync } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import { distFile } from "../js/support.ts";

vi.setConfig({ testTimeout: 240_000 });

/** A column without a source: fine in Grouping and Mapping, not in Reporting v1. */
const mapping = {
  mappingName: "M",
  groups: [
    {
      groupName: "G",
      query: "SELECT ECInstanceId, ECClassId FROM a.B",
      properties: [{ propertyName: "P", dataType: "Double" }],
    },
  ],
};

const validate = (api: string) =>
  spawnSync(process.execPath, [distFile("cli.js"), "validate", "-", "--api", api], {
    input: JSON.stringify(mapping),
    encoding: "utf8",
  });

describe("premap validate --api", () => {
  it.each([
    ["reporting", 1],
    ["v1", 1],
    ["groupingAndMapping", 0],
    ["gm", 0],
    ["Reporting", 2],
    ["v2", 2],
  ])("%s ends with %i", (api, status) => {
    const run = validate(api);
    expect(run.status, run.stdout + run.stderr).toBe(status);
    if (status === 2) expect(run.stderr).toContain("groupingAndMapping");
  });
});
