// A snapshot of any size: the sample's physical elements again and again, with their aspects and everything a mapping reads.
import initSqlJs from "sql.js"; // not premap/sqljs: the tests need a large file before anything is built

/** Tables with a row for each copied element, and the column that holds its id. */
const elementTables = {
  bis_Element: "Id",
  bis_GeometricElement3d: "ElementId",
  bis_GeometricElement3d_Overflow: "ElementId",
};
/** Tables of aspects: rows with ids of their own. */
const aspectTables = ["bis_ElementMultiAspect", "bis_ElementUniqueAspect"];

/** The bytes of `snapshot` with at least `count` geometric elements. */
export async function enlarge(snapshot, count) {
  const SQL = await initSqlJs();
  const inMemory = Uint8Array.from(snapshot);
  inMemory.fill(1, 18, 20); // a write-ahead log needs a file of its own
  const db = new SQL.Database(inMemory);
  const value = (sql) => db.exec(sql)[0].values[0][0];
  const columnsOf = (table) => db.exec(`PRAGMA table_info(${table})`)[0].values.map((row) => row[1]);
  const elements = value("SELECT COUNT(*) FROM bis_GeometricElement3d");
  const top = value(
    "SELECT MAX(m) FROM (SELECT MAX(Id) m FROM bis_Element UNION ALL SELECT MAX(Id) FROM bis_ElementMultiAspect UNION ALL SELECT MAX(Id) FROM bis_ElementUniqueAspect)",
  );
  // Triggers keep the spatial index and the time stamps, which no mapping reads.
  for (const [name] of db.exec("SELECT name FROM sqlite_master WHERE type = 'trigger'")[0].values)
    db.run(`DROP TRIGGER [${name}]`);
  db.run("PRAGMA foreign_keys = OFF");
  db.run("BEGIN");
  db.run("CREATE TEMP TABLE original AS SELECT ElementId AS id FROM bis_GeometricElement3d");
  const copies = Math.ceil(count / elements) - 1;
  const statements = [];
  for (const [table, key] of Object.entries(elementTables)) {
    const columns = columnsOf(table);
    const selected = columns.map((name) => {
      if (name === key) return `[${name}] + ?1`;
      if (name === "FederationGuid") return "NULL";
      if (name === "CodeValue") return "CodeValue || '-' || ?1";
      return `[${name}]`;
    });
    statements.push(
      `INSERT INTO ${table} SELECT ${selected} FROM ${table} WHERE [${key}] IN (SELECT id FROM original)`,
    );
  }
  for (const table of aspectTables) {
    const selected = columnsOf(table).map((name) =>
      name === "Id" || name === "ElementId" ? `[${name}] + ?1` : `[${name}]`,
    );
    statements.push(
      `INSERT INTO ${table} SELECT ${selected} FROM ${table} WHERE ElementId IN (SELECT id FROM original)`,
    );
  }
  const prepared = statements.map((sql) => db.prepare(sql));
  for (let copy = 1; copy <= copies; copy += 1) for (const statement of prepared) statement.run([copy * top]);
  for (const statement of prepared) statement.free();
  db.run("COMMIT");
  const bytes = db.export();
  db.close();
  return bytes;
}
