/** The vendor's public ECSQL conformance cases with the native engine's answers; only where the shared fixtures are. */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { RowFormat } from "premap";
import { describe, it } from "vitest";
import { type Case, goldenSuite } from "./support/case.ts";
import { columnsDiffer, partialRowsDiffer, type RecordedColumn, rowsDiffer } from "./support/compare.ts";
import { notRefused, type RecordedQuery, requestFrom } from "./support/ecsql.ts";
import type { GoldenEngine } from "./support/engines.ts";
import { notHere, sharedFixture } from "../shared.ts";
import { readJson } from "./support/files.ts";

interface ConformanceCase extends Pick<
  RecordedQuery,
  "id" | "ecsql" | "bindings" | "convertClassIdsToClassNames" | "abbreviateBlobs"
> {
  title: string;
  mode: "Both" | "QueryReader" | "Statement";
  rowFormat: "ECSqlNames" | "ECSqlIndexes" | "JsNames";
  indexesToInclude?: number[];
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
  if (recorded.mode === "Statement" && expected.rows) return statementRowsDiffer(engine, recorded, expected.rows);
  const { columns, rows } = await engine.query(request);
  // SQLite numbers the steps of a plan by its own byte code: only their texts are the query's.
  if (/PRAGMA\s+explain_query/i.test(recorded.ecsql)) return partialRowsDiffer(expected.rows ?? [], rows);
  return (
    columnsDiffer(native.columns ?? [], columns) ?? rowsDiffer(native.rows ?? [], rows, endsOrdered(recorded.ecsql))
  );
}

/**
 * The older statement API names some columns otherwise, so its rows are compared by position: the recorded columns say where
 * a key stands, `indexesToInclude` where a value of an index row does.
 */
async function statementRowsDiffer(
  engine: GoldenEngine,
  recorded: ConformanceCase,
  expected: unknown[],
): Promise<string | undefined> {
  const { rows } = await engine.query({ ...requestFrom(recorded), rowFormat: "indexes" });
  const names = recorded.expected.columns ?? recorded.native.columns ?? [];
  const keyed = (rows as unknown[][]).map((row) =>
    Object.fromEntries(names.map((column, index) => [column.accessString ?? column.name, row[index] ?? null])),
  );
  if (recorded.rowFormat === "ECSqlNames") return partialRowsDiffer(expected, keyed);
  const indexes = recorded.indexesToInclude;
  if (!indexes) return partialRowsDiffer(expected, rows);
  return partialRowsDiffer(
    expected,
    (rows as unknown[][]).map((row) => indexes.map((index) => row[index])),
  );
}

const folder = sharedFixture("ecsql-suite");
if (!folder) describe("conformance", () => it.skip(notHere));
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
