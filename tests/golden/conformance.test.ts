/** The vendor's public ECSQL conformance cases with the native engine's answers; only where the shared fixtures are. */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { RowFormat } from "premap";
import { describe, it } from "vitest";
import { type Case, goldenSuite } from "./support/case.ts";
import { columnsDiffer, partialRowsDiffer, type RecordedColumn, rowsDiffer } from "./support/compare.ts";
import { notRefused, type RecordedQuery, requestFrom } from "./support/ecsql.ts";
import type { GoldenEngine } from "./support/engines.ts";
import { readJson, sharedFixture } from "./support/files.ts";

interface ConformanceCase extends Pick<
  RecordedQuery,
  "id" | "ecsql" | "bindings" | "convertClassIdsToClassNames" | "abbreviateBlobs"
> {
  title: string;
  mode: "Both" | "QueryReader" | "Statement";
  rowFormat: "ECSqlNames" | "ECSqlIndexes" | "JsNames";
  expected: { prepareFailure?: boolean; columns?: Partial<RecordedColumn>[]; rows?: unknown[] };
  native: { columns?: RecordedColumn[]; rows?: unknown[]; error?: string };
}

const formats: Record<ConformanceCase["rowFormat"], RowFormat> = {
  ECSqlNames: "names",
  ECSqlIndexes: "indexes",
  JsNames: "jsNames",
};
const endsOrdered = (ecsql: string): boolean => /ORDER\s+BY[^()]*$/i.test(ecsql);

async function caseDiffers(engine: GoldenEngine, recorded: ConformanceCase): Promise<string | undefined> {
  const request = { ...requestFrom(recorded), rowFormat: formats[recorded.rowFormat] };
  const { expected, native } = recorded;
  if (expected.prepareFailure || native.error !== undefined) return notRefused(engine, request);
  const { columns, rows } = await engine.query(request);
  if (recorded.mode === "Statement" && expected.rows) return partialRowsDiffer(expected.rows, rows);
  return (
    columnsDiffer(native.columns ?? [], columns) ?? rowsDiffer(native.rows ?? [], rows, endsOrdered(recorded.ecsql))
  );
}

const folder = sharedFixture("ecsql-suite");
if (!folder) describe("conformance", () => it.skip("the shared fixtures are not on this machine"));
for (const name of folder ? readdirSync(folder) : []) {
  const family = /^cases-(.*)\.json$/.exec(name)?.[1];
  if (!folder || !family) continue;
  const cases = readJson(path.join(folder, name)) as ConformanceCase[];
  goldenSuite(
    `conformance ${family}`,
    path.join(folder, "AllProperties.bim"),
    cases.map((recorded): Case => ({
      id: recorded.id,
      title: recorded.title,
      check: (engine) => caseDiffers(engine, recorded),
    })),
  );
}
