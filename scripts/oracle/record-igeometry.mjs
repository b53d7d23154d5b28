// Asks the native engine again for the text of every shape in tests/fixtures/geometry/igeometry.json, and writes its answers there.
// A new shape is a line with its name and its bytes (base64); this adds what the engine makes of them.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { inRoot } from "../lib/paths.mjs";
import { engineFolder } from "./native_engine.mjs";

const schema = `<?xml version="1.0" encoding="utf-8"?>
<ECSchema schemaName="Shapes" alias="g" version="1.0" xmlns="http://www.bentley.com/schemas/Bentley.ECXML.3.1">
  <ECEntityClass typeName="Shape">
    <ECProperty propertyName="Name" typeName="string"/>
    <ECProperty propertyName="Geometry" typeName="Bentley.Geometry.Common.IGeometry"/>
  </ECEntityClass>
</ECSchema>`;

const folder = engineFolder("PREMAP_ORACLE_NEWER") ?? engineFolder("PREMAP_ORACLE");
const load = createRequire(path.join(folder, "package.json"));
const { ECDb, IModelHost } = load("@itwin/core-backend");

function shapesIn(database, shapes) {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "premap-shapes-")), "Shapes.ecschema.xml");
  writeFileSync(file, schema);
  database.importSchema(file);
  for (const { shape, bytes } of shapes) {
    database.withWriteStatement("INSERT INTO g.Shape(Name) VALUES(?)", (statement) => {
      statement.bindString(1, shape);
      statement.stepForInsert();
    });
    database.withSqliteStatement("UPDATE g_Shape SET Geometry=? WHERE Name=?", (statement) => {
      statement.bindBlob(1, new Uint8Array(Buffer.from(bytes, "base64")));
      statement.bindString(2, shape);
      statement.step();
    });
  }
  database.saveChanges();
}

/** The one value of the one row; undefined where the engine cannot write it. */
async function valueOf(database, item, shape) {
  const ecsql = `SELECT ${item} FROM g.Shape WHERE Name='${shape.replaceAll("'", "''")}'`;
  try {
    return (await database.createQueryReader(ecsql).toArray())[0][0];
  } catch {
    return undefined;
  }
}

async function answered(database, { shape, bytes }) {
  const json = await valueOf(database, "Geometry", shape);
  if (json === undefined) return { shape, bytes };
  const instance = await valueOf(database, "$->Geometry", shape);
  return { shape, bytes, json, ...(instance !== JSON.stringify(json) && { instance }) };
}

await IModelHost.startup({ cacheDir: mkdtempSync(path.join(tmpdir(), "premap-oracle-")) });
const fixture = inRoot("tests/fixtures/geometry/igeometry.json");
const shapes = JSON.parse(readFileSync(fixture, "utf8"));
const database = new ECDb();
database.createDb(path.join(mkdtempSync(path.join(tmpdir(), "premap-shapes-")), "shapes.ecdb"));
shapesIn(database, shapes);
const lines = [];
for (const shape of shapes) lines.push(JSON.stringify(await answered(database, shape)));
writeFileSync(fixture, `[\n${lines.join(",\n")}\n]\n`);
process.exit(0);
