/** Group properties on building.bim: each column as independent native queries give it. */
import { type Case, goldenSuite } from "./support/case.ts";
import { cellsDiffer } from "./support/compare.ts";
import type { GoldenEngine } from "./support/engines.ts";
import { inRoot, readJson, snapshotFile } from "./support/files.ts";

interface RecordedCase {
  id: string;
  rule: string;
  groupQuery: string;
  property: { propertyName: string };
  expected: unknown[];
  ids?: string[];
  why: string;
}

async function columnDiffers(
  engine: GoldenEngine,
  { groupQuery, property, expected, ids }: RecordedCase,
): Promise<string | undefined> {
  const rows = await engine.preview({
    mappingName: "Golden",
    groups: [{ groupName: "Golden", query: groupQuery, properties: [property] }],
  });
  const column = (name: string) => rows.map((row) => row[name]);
  return (ids && cellsDiffer(ids, column("ECInstanceId"))) ?? cellsDiffer(expected, column(property.propertyName));
}

const { snapshot, cases } = readJson(inRoot("tests/fixtures/mapping/building.json")) as {
  snapshot: string;
  cases: RecordedCase[];
};
goldenSuite(
  "mapping",
  snapshotFile(snapshot),
  cases.map((recorded): Case => ({
    id: recorded.id,
    title: `${recorded.rule}: ${recorded.why}`,
    check: (engine) => columnDiffers(engine, recorded),
  })),
);
