// A strict user of every entry: it must compile against the packed package, its declarations included (no skipLibCheck).
import { CrashedError, createEngine, type Engine, EngineError, type QueryOptions, type Snapshot } from "premap";
import { createEngine as createInline, engineWasm } from "premap/inline";
import { planPush, type PlannedRequest, pushScript } from "premap/plan";
import { createQueryExecutor, createSchemaProvider } from "premap/presentation";
import { checkExtraction, type JournalEntry, PushError, type PushFetch, pushMapping, undoPush } from "premap/push";
import { pushScript as scriptOnly } from "premap/script";
import initSqlJs, { type Database, type QueryExecResult, type SqlJsStatic, type Statement } from "premap/sqljs";
import { createEngine as createSync, type SyncSnapshot } from "premap/sync";

export async function page(file: File): Promise<number> {
  const engine: Engine = await createEngine({ worker: true, signal: AbortSignal.timeout(1000) });
  const snapshot: Snapshot = await engine.open(file);
  const options: QueryOptions = { bindings: { least: 1 }, limit: 3 };
  let sum = 0;
  for await (const row of snapshot.query("SELECT 1", { ...options, rowFormat: "names" }))
    sum += Object.keys(row).length;
  for await (const batch of snapshot.query("SELECT 1").batches()) sum += batch.columns[0]?.numbers?.length ?? 0;
  const preview = await snapshot.preview({ groups: [] }, { limit: null, onProgress: ({ rows }) => void (sum += rows) });
  const reason: string | undefined = preview.verdict(0, "Name")?.skipped[0]?.reason;
  engine.close();
  return sum + (reason?.length ?? 0);
}

export async function errors(engine: Engine): Promise<string> {
  try {
    await engine.open("nowhere.bim");
  } catch (error) {
    if (error instanceof EngineError) return error.diagnostics[0]?.hint ?? error.code;
    if (error instanceof CrashedError) return error.code;
  }
  return "";
}

export async function database(): Promise<QueryExecResult[]> {
  const SQL: SqlJsStatic = await initSqlJs({ locateFile: (file) => `/assets/${file}` });
  const db: Database = new SQL.Database(new Uint8Array(0));
  const statement: Statement = db.prepare("SELECT $a", { $a: 1 });
  while (statement.step()) statement.getAsObject();
  db.create_function("twice", (x: number) => 2 * x);
  db.create_aggregate("total", { init: () => 0, step: (sum: number, x: number) => sum + x });
  db.each("SELECT 1", (row) => void row["1"]);
  db.updateHook((operation, _database, _table, row) => void (operation === "insert" && row > 1));
  const engine = await createEngine({ wasm: engineWasm() });
  (await engine.open(db)).close();
  return db.exec("SELECT 1", null, { useBigInt: true });
}

export function plan(): string {
  const pushed = planPush({ mappingName: "M", groups: [] }, { api: "reporting" });
  const first: PlannedRequest | undefined = pushed.requests[0];
  return pushed.obstacles.length === 0
    ? pushScript(pushed) + scriptOnly(pushed, { shell: "powershell" })
    : (first?.path ?? "");
}

export async function push(snapshot: Snapshot): Promise<boolean> {
  const api = { iModelId: "m", token: () => "t", fetch: ((address, request) => fetch(address, request)) as PushFetch };
  const entries: JournalEntry[] = [];
  try {
    const journal = { append: (entry: JournalEntry) => void entries.push(entry) };
    for await (const event of pushMapping({ mappingName: "M", groups: [] }, { ...api, journal }))
      if (event.type === "planned" && event.minutes > 10) break;
    return (await checkExtraction("{}", { ...api, snapshot })).isSame;
  } catch (error) {
    if (error instanceof PushError && error.code === "changed-since") return error.foreign.length === 0;
    for await (const event of undoPush(entries, { token: "t" })) if (event.type === "done") return event.isPushed;
    return false;
  }
}

export async function others(): Promise<void> {
  const engine = await createSync();
  const snapshot: SyncSnapshot = engine.open(new Uint8Array(0));
  for (const [first] of snapshot.query("SELECT 1")) void first;
  const inline = await (await createInline()).open(new Blob([]));
  for await (const row of createQueryExecutor(inline).createQueryReader({ ecsql: "SELECT 1" })) void row["x"];
  await (await createSchemaProvider(inline).getSchema("BisCore"))?.getClass("Element");

  // @ts-expect-error: a misspelt option
  await createEngine({ wokrer: true });
  // @ts-expect-error: undefined is not a missing value
  await createEngine({ worker: undefined });
  // @ts-expect-error: a row is no number
  const wrong: number[] = snapshot.query("SELECT 1").toArray();
  void wrong;
}
