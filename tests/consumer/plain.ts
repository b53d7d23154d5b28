// A project that knows neither the DOM library nor Node's types: the declarations must compile all the same.
import {
  createEngine,
  type DiagnosticCode,
  type ECProperty,
  type Engine,
  EngineError,
  type Group,
  type GroupProperty,
  type Mapping,
  type MappingInput,
  type QuantityType,
} from "premap";
import { createEngine as createInline } from "premap/inline";
import { planPush } from "premap/plan";
import { createQueryExecutor, createSchemaProvider } from "premap/presentation";
import initSqlJs from "premap/sqljs";
import { createEngine as createSync } from "premap/sync";

const entry: ECProperty = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "UserLabel" };
const column: GroupProperty = { propertyName: "Name", dataType: "String", ecProperties: [entry] };
const group: Group = { groupName: "Beams", query: "SELECT ECInstanceId, ECClassId FROM bt.Beam", properties: [column] };
const mapping: Mapping = { mappingName: "M", groups: [group] };
mapping.groups.push({ groupName: "Measures", query: "", customCalculations: [{ propertyName: "F", formula: "1" }] });
const quantity: QuantityType = "Mass";

/** Every way to hand a mapping over. */
export const inputs: MappingInput[] = [
  JSON.stringify(mapping),
  mapping,
  group,
  { mappingName: "M", groups: [{ ...group, properties: [{ ...column, quantityType: quantity }] }] },
  { mappingName: "M", groups: [{ groupName: "G", query: "", properties: [] }] } as const,
  { mapping: { id: "m", mappingName: "M", _links: {} }, groups: [{ group, properties: [column] }, group] },
  { groups: [group] },
  { ...column, query: "SELECT ECInstanceId FROM bt.Beam" },
];

/** Words of a list may come as any text when a mapping is handed over: `validate` tells the wrong ones. */
export const inferred = { propertyName: "P", dataType: "Double", calculatedProperties: [] };

export async function right(bytes: Uint8Array): Promise<DiagnosticCode | undefined> {
  const engine: Engine = await createEngine({ worker: true, wasm: "engine.wasm" });
  const snapshot = await engine.open(bytes);
  const literals = { mappingName: "M", groups: [{ groupName: "G", query: "", properties: [inferred] }] };
  await snapshot.preview(literals, { limit: null, options: { entryOrder: "entry-first" } });
  for (const api of ["reporting", "groupingAndMapping", "v1", "gm"] as const) planPush(mapping, { api });
  const { diagnostics } = await snapshot.validate(mapping);
  (await createSync()).open(bytes).validate(mapping, { rows: false });
  await (await createInline()).open("building.bim");
  createQueryExecutor(snapshot);
  createSchemaProvider(snapshot);
  const SQL: initSqlJs.SqlJsStatic = await initSqlJs({ locateFile: () => "engine.wasm" });
  const database: initSqlJs.Database = new SQL.Database(bytes);
  const results: initSqlJs.QueryExecResult[] = database.exec("SELECT 1");
  return results.length > 0 ? diagnostics[0]?.code : undefined;
}

export async function wrong(bytes: Uint8Array, promise: Promise<string>): Promise<void> {
  const engine = await createEngine();
  const snapshot = await engine.open("building.bim");
  // @ts-expect-error: bytes are no text
  await snapshot.preview(bytes);
  // @ts-expect-error: somebody forgot to wait
  await snapshot.preview(promise);
  // @ts-expect-error: somebody forgot to wait
  await engine.validate(engine.fix(mapping));
  // @ts-expect-error: a misspelt name
  await snapshot.preview({ mappingName: "M", groups: [{ groupNmae: "G", query: "" }] });
  const misspelt = { mappingName: "M", groups: [{ groupNmae: "G", query: "" }] };
  // @ts-expect-error: and by way of a variable
  await snapshot.preview(misspelt);
  // @ts-expect-error: a misspelt name further in
  planPush({ mappingName: "M", groups: [{ ...group, properties: [{ propertyNmae: "P", dataType: "String" }] }] });
  // @ts-expect-error: no type of a column
  const date: GroupProperty = { propertyName: "P", dataType: "Date" };
  // @ts-expect-error: a misspelt option
  snapshot.query("SELECT 1", { limt: 2 });
  // @ts-expect-error: text for a number
  snapshot.query("SELECT 1", { limit: "2" });
  // @ts-expect-error: no such format
  snapshot.query("SELECT 1", { rowFormat: "object" });
  // @ts-expect-error: somebody forgot to wait
  await engine.open(promise);
  // @ts-expect-error: no API of that name
  planPush(mapping, { api: "Reporting" });
  try {
    await engine.open(bytes);
  } catch (error) {
    // @ts-expect-error: no such code
    if (error instanceof EngineError && error.code === "file-mising") throw date;
  }
}
