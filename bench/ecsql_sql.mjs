// Our generated SQL against the native engine's own SQL for the same ECSQL, both on the same SQLite: the ratio of their times.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngine } from "premap";
import { buildPreset } from "../scripts/lib/cmake.mjs";
import { helpFirst, main, Failure } from "../scripts/lib/run.mjs";
import { queries } from "./ecsql_queries.mjs";

helpFirst(`
node bench/ecsql_sql.mjs SNAPSHOT

Prints for each of ${queries.length} queries the time of the SQL premap generates, of the native engine's SQL, and their ratio. The
snapshot is one of the plant schema. PREMAP_ORACLE names the folder of the native engine (scripts/oracle/README.md).
`);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function nativeSql(snapshot) {
  if (!process.env.PREMAP_ORACLE)
    throw new Failure("PREMAP_ORACLE is not set: the native engine is not there to compare with.");
  const load = createRequire(path.join(process.env.PREMAP_ORACLE, "package.json"));
  const { IModelHost, SnapshotDb } = load("@itwin/core-backend");
  await IModelHost.startup({ cacheDir: mkdtempSync(path.join(tmpdir(), "premap-native-")) });
  const db = SnapshotDb.openFile(snapshot);
  const sql = queries.map((ecsql) => db.withPreparedStatement(ecsql, (statement) => statement.getNativeSql()));
  db.close();
  await IModelHost.shutdown();
  return sql;
}

async function ourSql(file) {
  const engine = await createEngine({ worker: false });
  const snapshot = await engine.open(file);
  const sql = [];
  for (const query of queries) sql.push(await snapshot.nativeSql(query));
  engine.close();
  return sql;
}

function timesOf(program, file, statements) {
  const input = statements.map((sql) => sql.replaceAll("\n", " ")).join("\n");
  const { stdout, status } = spawnSync(program, [file], { input, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Failure(`sql_times ended with ${status}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => {
      const [milliseconds, rows] = line.split(" ").map(Number);
      if (Number.isNaN(milliseconds)) throw new Failure(line);
      return { milliseconds, rows };
    });
}

await main(async () => {
  const file = path.resolve(process.argv[2] ?? "");
  const program = path.join(buildPreset("release", ["sql_times"]), "bench/sql_times");
  const [ours, native] = [await ourSql(file), await nativeSql(file)];
  // Interleaved by query, so that a busy moment hits both.
  const mixed = timesOf(
    program,
    file,
    ours.flatMap((sql, index) => [sql, native[index]]),
  );
  const ratios = [];
  for (const [index, query] of queries.entries()) {
    const [mine, theirs] = [mixed[index * 2], mixed[index * 2 + 1]];
    if (mine.rows !== theirs.rows) throw new Failure(`${query}: ${mine.rows} rows here, ${theirs.rows} natively`);
    ratios.push(mine.milliseconds / theirs.milliseconds);
    console.log(
      `${ratios.at(-1).toFixed(2).padStart(6)}  ${mine.milliseconds.toFixed(2).padStart(9)} ms  ${theirs.milliseconds.toFixed(2).padStart(9)} ms  ${String(mine.rows).padStart(7)} rows  ${query}`,
    );
  }
  console.log(`median ratio ${median(ratios).toFixed(2)}, worst ${Math.max(...ratios).toFixed(2)}`);
});
