/** Why a cell is null, as `preview --why`, `profile` and `explain` print it: one reason, in the same words. */
import { expect, it } from "vitest";
import { entry, file, premap, snapshot } from "./support.ts";

interface Verdict {
  reason?: string;
  decidedBy?: number;
  words?: { short: string };
}

const text = (args: string[]): string => {
  const { stdout, stderr, status } = premap(args);
  expect(status, stderr).not.toBe(2);
  return stdout;
};

it("tells the reason that decides in each command, not that of the entry tried last", () => {
  const property = (propertyName: string, ecProperties: object[], dataType = "String") => ({
    propertyName,
    dataType,
    ecProperties,
  });
  const mapping = file("verdicts.json", {
    mappingName: "M",
    groups: [
      {
        groupName: "G",
        query: "SELECT ECInstanceId, ECClassId FROM bt.Beam",
        properties: [
          property("Furthest", [entry("Lenght"), entry("Length", "Bean")]),
          property("BadType", [entry("Lenght")], "Text"),
        ],
      },
    ],
  });
  const on = [mapping, "--snapshot", snapshot, "--format", "json"];
  const { rows } = JSON.parse(text(["preview", ...on, "--why", "--limit", "all"])) as {
    rows: { row: { ECInstanceId: string }; why: Record<string, Verdict> }[];
  };
  const profile = JSON.parse(text(["profile", ...on])) as {
    columns: { name: string; nullReasons: object; whyNull: { reason: string; entry: number | null }[] }[];
  };
  for (const [name, reason, decidedBy] of [
    ["Furthest", "property-missing", 0],
    ["BadType", "type-unknown", undefined],
  ] as const) {
    const verdict = rows[0]?.why[name];
    expect(verdict).toMatchObject({ reason, words: { short: expect.stringMatching(/\w/) } });
    expect(verdict?.decidedBy).toBe(decidedBy);
    const column = profile.columns.find((item) => item.name === name);
    expect(column?.nullReasons).toEqual({ [reason]: rows.length });
    expect(column?.whyNull).toMatchObject([{ reason, entry: decidedBy ?? null, count: rows.length }]);
    const cell = ["--property", name, "--element", rows[0]?.row.ECInstanceId ?? ""];
    const told = JSON.parse(text(["explain", ...on, ...cell])) as { verdict: Verdict };
    expect(told.verdict).toEqual(verdict);
    expect(text(["explain", mapping, "--snapshot", snapshot, ...cell])).toContain(`, ${reason})`);
  }
});
