// One WebAssembly for both: databases of premap/sqljs, then the engine on them.
import { createEngine } from "premap";
import initSqlJs from "premap/sqljs";
import { look, tell } from "./look.mjs";

async function run() {
  const SQL = await initSqlJs();
  const database = async (name) => new SQL.Database(new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer()));
  const building = await database("building.bim");
  const shapes = await database("shapes.bim");
  const { bytesRead: _, ...found } = await look(await createEngine(), building, shapes);
  building.close();
  shapes.close();
  return { ...found, inPlace: true };
}

tell(run());
