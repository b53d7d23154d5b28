// The native engine behind lines of JSON: {"snapshot", "ecsql", "bindings", …} in, {"columns", "rows", "rowsJs"} or {"error"} out.
// Started by native_engine.mjs; resolves the engine's packages from the folder in PREMAP_ORACLE.
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const load = createRequire(path.join(process.env.PREMAP_ORACLE, "package.json"));
const { ECDb, ECDbOpenMode, IModelHost, SnapshotDb } = load("@itwin/core-backend");
const { QueryBinder, QueryRowFormat } = load("@itwin/core-common");
const { Point2d, Point3d } = load("@itwin/core-geometry");

/** Bytes as {"$b64"}, numbers that are not finite as {"$num"}, undefined in arrays as null. */
function plain(value) {
  if (value instanceof Uint8Array) return { $b64: Buffer.from(value).toString("base64") };
  if (typeof value === "number" && !Number.isFinite(value)) return { $num: String(value) };
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : plain(item)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, plain(member)]),
  );
}

const bind = {
  null: (binder, param) => binder.bindNull(param),
  string: (binder, param, value) => binder.bindString(param, value),
  int: (binder, param, value) => binder.bindInt(param, value),
  long: (binder, param, value) => binder.bindLong(param, value),
  boolean: (binder, param, value) => binder.bindBoolean(param, value),
  double: (binder, param, value) => binder.bindDouble(param, value),
  id: (binder, param, value) => binder.bindId(param, value),
  idset: (binder, param, value) => binder.bindIdSet(param, value),
  blob: (binder, param, value) => binder.bindBlob(param, new Uint8Array(Buffer.from(value.$b64, "base64"))),
  point2d: (binder, param, { x, y }) => binder.bindPoint2d(param, new Point2d(x, y)),
  point3d: (binder, param, { x, y, z }) => binder.bindPoint3d(param, new Point3d(x, y, z)),
  struct: (binder, param, value) => binder.bindStruct(param, value),
};

function binderOf(bindings) {
  if (!bindings?.length) return undefined;
  const binder = new QueryBinder();
  for (const { param, type, value } of bindings) bind[type](binder, param, value);
  return binder;
}

async function read(db, { ecsql, bindings, convertClassIdsToClassNames, abbreviateBlobs }, rowFormat) {
  const reader = db.createQueryReader(ecsql, binderOf(bindings), {
    rowFormat,
    ...(convertClassIdsToClassNames && { convertClassIdsToClassNames }),
    ...(abbreviateBlobs && { abbreviateBlobs }),
  });
  const rows = plain(await reader.toArray());
  return { columns: (await reader.getMetaData()).map((column) => plain({ ...column })), rows };
}

function openECDb(file) {
  const db = new ECDb();
  db.openDb(file, ECDbOpenMode.Readonly);
  return db;
}

const snapshots = new Map();
function opened(file) {
  if (!snapshots.has(file)) snapshots.set(file, file.endsWith(".ecdb") ? openECDb(file) : SnapshotDb.openFile(file));
  return snapshots.get(file);
}

async function answer(request) {
  const db = opened(request.snapshot);
  if (request.nativeSql)
    return { sql: db.withPreparedStatement(request.ecsql, (statement) => statement.getNativeSql()) };
  const { columns, rows } = await read(db, request, QueryRowFormat.UseECSqlPropertyIndexes);
  if (!request.js) return { columns, rows };
  return { columns, rows, rowsJs: (await read(db, request, QueryRowFormat.UseJsPropertyNames)).rows };
}

await IModelHost.startup({ cacheDir: mkdtempSync(path.join(tmpdir(), "premap-oracle-")) });
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = await answer(JSON.parse(line));
  } catch (problem) {
    result = { error: String(problem.message || "refused without a message") };
  }
  process.stdout.write(`\n@${JSON.stringify(result)}\n`);
}
process.exit(0);
