/** Recorded ECSQL answers as cases. */
import { type Bindings } from "premap";
import type { Case } from "./case.ts";
import { columnsDiffer, type RecordedColumn, rowsDiffer } from "./compare.ts";
import { isList, readList } from "../../../scripts/lib/recorded.mjs";
import type { GoldenEngine, QueryRequest } from "./engines.ts";
import { readJson } from "./files.ts";

interface RecordedBinding {
  param: number | string;
  type: string;
  value: unknown;
}

export interface RecordedQuery {
  id: string;
  tag: string;
  ecsql: string;
  ordered: boolean;
  bindings?: RecordedBinding[];
  convertClassIdsToClassNames?: boolean;
  abbreviateBlobs?: boolean;
  columns: RecordedColumn[];
  rowCount: number;
  rows: unknown[];
  rowsJs: unknown[];
}

interface RecordedFile {
  snapshot: string;
  queries: RecordedQuery[];
  invalid: Pick<RecordedQuery, "id" | "tag" | "ecsql" | "bindings" | "convertClassIdsToClassNames" | "abbreviateBlobs">[];
}

/** Recorded bindings as the package takes them: by position, or by name. */
export function bindingsFrom(recorded: readonly RecordedBinding[] | undefined): Bindings | undefined {
  if (!recorded) return undefined;
  const values = recorded.map(({ type, value }) => {
    const bytes = (value as { $b64?: string } | null)?.$b64;
    if (type === "datetime") return { type: "string", value };
    return { type, value: bytes === undefined ? value : new Uint8Array(Buffer.from(bytes, "base64")) };
  });
  const named = recorded.map(({ param }, index) => [param, values[index]] as const);
  const isNamed = recorded.some(({ param }) => typeof param === "string");
  return (isNamed ? Object.fromEntries(named) : values) as Bindings;
}

export function requestFrom(
  recorded: Pick<RecordedQuery, "ecsql" | "bindings" | "convertClassIdsToClassNames" | "abbreviateBlobs">,
): Omit<QueryRequest, "rowFormat"> {
  const bindings = bindingsFrom(recorded.bindings);
  return {
    ecsql: recorded.ecsql,
    ...(bindings && { bindings }),
    ...(recorded.convertClassIdsToClassNames && { convertClassIdsToClassNames: true }),
    ...(recorded.abbreviateBlobs && { abbreviateBlobs: true }),
  };
}

/** Undefined when the engine refuses the query for a reason of its own; a crash is no refusal. */
export async function notRefused(engine: GoldenEngine, request: QueryRequest): Promise<string | undefined> {
  try {
    const { rows } = await engine.query(request);
    return `accepted, ${rows.length} rows; the native engine refuses it`;
  } catch (problem) {
    const code = (problem as { code?: unknown }).code;
    if (typeof code === "string" && code !== "" && code !== "internal") return undefined;
    throw problem;
  }
}

/** Columns and rows by index, then the rows keyed by JS name. */
async function answerDiffers(engine: GoldenEngine, recorded: RecordedQuery): Promise<string | undefined> {
  const { ordered, rowCount } = recorded;
  const byIndex = await engine.query({ ...requestFrom(recorded), rowFormat: "indexes" });
  const byName = await engine.query({ ...requestFrom(recorded), rowFormat: "jsNames" });
  return (
    columnsDiffer(recorded.columns, byIndex.columns) ??
    rowsDiffer(recorded.rows, byIndex.rows, ordered, rowCount) ??
    rowsDiffer(recorded.rowsJs, byName.rows, ordered, rowCount)
  );
}

/** The queries of a recorded list: a folder of readable files (scripts/lib/recorded.mjs), or JSON of the same content. */
export function ecsqlCases(list: string): { snapshot: string; cases: Case[] } {
  const recorded = (isList(list) ? readList(list) : readJson(list)) as RecordedFile;
  const valid = recorded.queries.map((query) => ({
    id: query.id,
    title: `${query.tag}: ${query.ecsql}`,
    check: (engine: GoldenEngine) => answerDiffers(engine, query),
  }));
  const invalid = recorded.invalid.map((query) => ({
    id: query.id,
    title: `${query.tag}, refused: ${query.ecsql}`,
    check: (engine: GoldenEngine) => notRefused(engine, { ...requestFrom(query), rowFormat: "indexes" }),
  }));
  return { snapshot: recorded.snapshot, cases: [...valid, ...invalid] };
}
