// Makes the snapshots whose schemas were upgraded in place: tests/fixtures/snapshots/upgraded.bim.gz and upgraded.ecdb.gz.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { inRoot } from "../lib/paths.mjs";
import { helpFirst, main, say } from "../lib/run.mjs";
import { flatSteps, snapshotSteps } from "./upgraded_schemas.mjs";

helpFirst(`
node scripts/oracle/make-upgraded.mjs [FOLDER]

Writes upgraded.bim.gz and upgraded.ecdb.gz into FOLDER (tests/fixtures/snapshots): schemas in several versions, imported one
after the other by the native engine, with instances made between them. Needs the native engine, see scripts/oracle/README.md.
`);

const load = createRequire(path.join(process.env.PREMAP_ORACLE ?? ".", "package.json"));
const folder = path.resolve(process.argv[2] ?? inRoot("tests/fixtures/snapshots"));

/** A snapshot with BisCore: elements and aspects, inserted as applications do. */
async function makeSnapshot(file) {
  const { SnapshotDb, SpatialCategory, PhysicalModel } = load("@itwin/core-backend");
  const { Code, IModel, SubCategoryAppearance } = load("@itwin/core-common");
  let db = SnapshotDb.createEmpty(file, { rootSubject: { name: "Upgraded in place" } });
  const places = {};
  const ids = {};
  for (const { schemas, rows } of snapshotSteps) {
    if (schemas.length) await db.importSchemaStrings(schemas);
    db.saveChanges();
    db.close(); // so that the classes are read anew
    db = SnapshotDb.openForApplyChangesets?.(file) ?? SnapshotDb.openFile(file);
    places.model ??= PhysicalModel.insert(db, IModel.rootSubjectId, "Model");
    places.category ??= SpatialCategory.insert(db, IModel.dictionaryId, "Category", new SubCategoryAppearance({}));
    for (const { cls, name, element, ...values } of rows(ids)) {
      const props = { classFullName: cls.replace(".", ":"), ...values };
      if (element) db.elements.insertAspect({ ...props, element: { id: ids[element] } });
      else ids[name] = db.elements.insertElement({ code: Code.createEmpty(), ...places, userLabel: name, ...props });
    }
    db.saveChanges();
  }
  db.close();
}

/** A plain ECDb file: every way to store a class, rows inserted with ECSQL. */
async function makeFlat(file) {
  const { ECDb, ECDbOpenMode } = load("@itwin/core-backend");
  const db = new ECDb();
  db.createDb(file);
  for (const [at, { schemas, inserts }] of flatSteps.entries()) {
    for (const [index, xml] of schemas.entries()) {
      const schemaFile = path.join(path.dirname(file), `${at}-${index}.ecschema.xml`);
      writeFileSync(schemaFile, xml);
      db.importSchema(schemaFile);
    }
    db.saveChanges();
    db.closeDb();
    db.openDb(file, ECDbOpenMode.ReadWrite);
    for (const ecsql of inserts) {
      db.withPreparedStatement(ecsql, (statement) => {
        const { status } = statement.stepForInsert();
        if (status !== 101) throw new Error(`${ecsql}: ${status}`);
      });
    }
    db.saveChanges();
  }
  db.closeDb();
}

await main(async () => {
  const { IModelHost } = load("@itwin/core-backend");
  const work = mkdtempSync(path.join(tmpdir(), "premap-upgraded-"));
  await IModelHost.startup({ cacheDir: work });
  for (const [name, make] of [
    ["upgraded.bim", makeSnapshot],
    ["upgraded.ecdb", makeFlat],
  ]) {
    await make(path.join(work, name));
    const packed = gzipSync(readFileSync(path.join(work, name)), { level: 9 });
    writeFileSync(path.join(folder, `${name}.gz`), packed);
    say(`${name}.gz, ${packed.length} bytes`);
  }
  await IModelHost.shutdown();
  rmSync(work, { recursive: true });
});
