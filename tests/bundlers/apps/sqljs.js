// One WebAssembly for both: a database of premap/sqljs, then the engine on it.
import { createEngine } from "premap";
import initSqlJs from "premap/sqljs";

async function run() {
  const bytes = new Uint8Array(await (await fetch("/building.bim")).arrayBuffer());
  const SQL = await initSqlJs();
  const db = new SQL.Database(bytes);
  const engine = await createEngine();
  const snapshot = await engine.open(db);
  const [[beams]] = await snapshot.query("SELECT COUNT(*) FROM ONLY bt.Beam").toArray();
  engine.close();
  db.close();
  return { name: snapshot.info.name, beams, inPlace: true };
}

run().then(
  (result) => (window.result = result),
  (error) => (window.result = { error: String(error) }),
);
