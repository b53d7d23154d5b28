// sql.js on the SQL that premap generates. It takes the whole file into memory.
import { readFileSync } from "node:fs";
import { watchMemories } from "../lib/memories.mjs";
import { timed } from "../lib/rounds.mjs";

export async function startPeer(file, family, statements) {
  const { default: initSqlJs } = await import("sql.js");
  const { value: SQL, peak } = await watchMemories(() => initSqlJs());
  const bytes = readFileSync(file);
  const db = new SQL.Database(bytes);
  return {
    rows: (limit) => timed(() => statements(limit).map((sql) => read(db, sql))[0]),
    /** As early as it can answer anything. */
    open: () =>
      timed(() => {
        const again = new SQL.Database(readFileSync(file));
        again.exec("SELECT count(*) FROM ec_Class");
        again.close();
      }),
    bytesRead: bytes.length,
    // Its file is kept beside the memory of the WebAssembly.
    peak: () => peak() + bytes.length,
    close: () => db.close(),
  };
}

function read(db, sql) {
  const statement = db.prepare(sql);
  let rows = 0;
  while (statement.step()) rows += statement.get().length > 0;
  statement.free();
  return rows;
}
