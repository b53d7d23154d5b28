// The official WebAssembly build of SQLite on the SQL that premap generates. In Node it takes the whole file into memory.
import { readFileSync } from "node:fs";
import { watchMemories } from "../lib/memories.mjs";
import { timed } from "../lib/rounds.mjs";

export async function startPeer(file, family, statements) {
  const { default: init } = await import("@sqlite.org/sqlite-wasm");
  const { value: sqlite3, peak } = await watchMemories(() => init({ print() {}, printErr() {} }));
  const db = opened(sqlite3, file);
  return {
    rows: (limit) => timed(() => statements(limit).map((sql) => read(db, sql))[0]),
    open: () =>
      timed(() => {
        const again = opened(sqlite3, file);
        again.selectValue("SELECT count(*) FROM ec_Class");
        again.close();
      }),
    bytesRead: readFileSync(file).length,
    peak,
    close: () => db.close(),
  };
}

function opened({ oo1, capi, wasm }, file) {
  const bytes = new Uint8Array(readFileSync(file)); // it takes no Buffer
  const db = new oo1.DB();
  const at = wasm.allocFromTypedArray(bytes);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
  db.checkRc(capi.sqlite3_deserialize(db.pointer, "main", at, bytes.length, bytes.length, flags));
  return db;
}

function read(db, sql) {
  const statement = db.prepare(sql);
  let rows = 0;
  while (statement.step()) rows += statement.get([]).length > 0;
  statement.finalize();
  return rows;
}
