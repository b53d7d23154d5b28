// Makes the base of the yard snapshots with the native engine: its schema, and a few parts of each of its classes.
// tests/fixtures/snapshots/yard.bim.gz is what it made; fill_yard.py makes any number of parts of that.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { helpFirst, main, Failure } from "../../scripts/lib/run.mjs";
import { kinds } from "./yard_classes.mjs";

helpFirst(`
node bench/families/make_yard.mjs OUT.bim.gz

PREMAP_ORACLE names the folder of the native engine (scripts/oracle/README.md).
`);

const partsOfClass = 2;

const property = (name, type) => `    <ECProperty propertyName="${name}" typeName="${type}"/>`;

const leaf = (kind, name, index) => `  <ECEntityClass typeName="${name}${kind}">
    <BaseClass>${kind}Part</BaseClass>
${property(`${name}Code`, "string")}
${property(`${name}Length`, "double")}
${[property("Mould", "string"), property("Poured", "dateTime"), property("Reinforced", "boolean")][index % 3]}
  </ECEntityClass>`;

const kindOf = ([kind, names]) => `  <ECEntityClass typeName="${kind}Part" modifier="Abstract">
    <BaseClass>Part</BaseClass>
${property(`${kind}Series`, "string")}
${property(`${kind}Count`, "int")}
  </ECEntityClass>
${names.map((name, index) => leaf(kind, name, index)).join("\n")}`;

const aspect = (name, base, properties) => `  <ECEntityClass typeName="${name}">
    <BaseClass>bis:${base}</BaseClass>
${properties.map(([each, type]) => property(each, type)).join("\n")}
  </ECEntityClass>`;

const end = (name, multiplicity, role, className) =>
  `    <${name} multiplicity="${multiplicity}" roleLabel="${role}" polymorphic="true"><Class class="${className}"/></${name}>`;

const schema = `<?xml version="1.0" encoding="UTF-8"?>
<ECSchema schemaName="YardTest" alias="yt" version="01.00.00" xmlns="http://www.bentley.com/schemas/Bentley.ECXML.3.2">
  <ECSchemaReference name="BisCore" version="01.00.16" alias="bis"/>
  <ECEntityClass typeName="Sheet">
    <BaseClass>bis:InformationRecordElement</BaseClass>
${property("Title", "string")}
${property("Issued", "dateTime")}
  </ECEntityClass>
  <ECRelationshipClass typeName="PartIsDrawnOnSheet" strength="referencing" modifier="None">
${end("Source", "(0..*)", "is drawn on", "Part")}
${end("Target", "(0..1)", "shows", "Sheet")}
  </ECRelationshipClass>
  <ECEntityClass typeName="Part" modifier="Abstract">
    <BaseClass>bis:PhysicalElement</BaseClass>
${property("Mark", "string")}
${property("Mass", "double")}
${property("Cast", "dateTime")}
${property("Released", "boolean")}
${property("Hook", "point3d")}
${property("Note", "string")}
    <ECNavigationProperty propertyName="Sheet" relationshipName="PartIsDrawnOnSheet" direction="forward"/>
  </ECEntityClass>
${Object.entries(kinds).map(kindOf).join("\n")}
${aspect("Inspection", "ElementUniqueAspect", [
  ["Grade", "string"],
  ["Checked", "dateTime"],
  ["Passed", "boolean"],
])}
${aspect("Delivery", "ElementMultiAspect", [
  ["Lot", "string"],
  ["Load", "double"],
  ["Due", "dateTime"],
])}
${aspect("Visit", "ElementMultiAspect", [
  ["Visitor", "string"],
  ["Seen", "dateTime"],
])}
</ECSchema>
`;

const lower = (name) => name[0].toLowerCase() + name.slice(1);

function insertYards({ SpatialCategory, PhysicalPartition, PhysicalModel, SubjectOwnsPartitionElements }, common, db) {
  const { Code, IModel, SubCategoryAppearance } = common;
  const yards = ["North", "South", "Harbour"].map((name) => {
    const modeled = db.elements.insertElement({
      classFullName: PhysicalPartition.classFullName,
      model: IModel.repositoryModelId,
      parent: new SubjectOwnsPartitionElements(IModel.rootSubjectId),
      code: PhysicalPartition.createCode(db, IModel.rootSubjectId, `Yard ${name}`),
      userLabel: `${name} yard`,
    });
    return db.models.insertModel({
      classFullName: PhysicalModel.classFullName,
      modeledElement: { id: modeled },
      isPrivate: false,
    });
  });
  const categories = Object.keys(kinds).map((kind) =>
    SpatialCategory.insert(db, IModel.dictionaryId, kind, new SubCategoryAppearance({})),
  );
  return {
    yards,
    categories,
    spec: db.codeSpecs.getByName("bis:NullCodeSpec").id,
    Code,
    root: IModel.repositoryModelId,
  };
}

/** The columns of bis_Element and of aspects get their values from fill_yard.py; here only each class's own are of use. */
function insertParts(db, { yards, categories, spec, Code, root }) {
  const code = (value) => ({ spec, scope: root, value });
  const sheet = db.elements.insertElement({
    classFullName: "YardTest:Sheet",
    model: root,
    code: code("Sheet 0"),
    title: "Sheet",
    issued: "2031-01-01T00:00:00.000",
  });
  let count = 0;
  for (const [at, [kind, names]] of Object.entries(kinds).entries())
    for (const [index, name] of names.entries())
      for (let part = 0; part < partsOfClass; part++, count++) {
        const element = {
          id: db.elements.insertElement({
            classFullName: `YardTest:${name}${kind}`,
            model: yards[count % yards.length],
            category: categories[at],
            code: count % 2 ? Code.createEmpty() : code(`${name}${kind}-${count}`),
            userLabel: count % 3 ? `${name} ${count}` : undefined,
            placement: {
              origin: [count / 8, count / 16, count / 32],
              angles: { yaw: count % 360 },
              bbox: { low: [0, 0, 0], high: [1, 1, 1] },
            },
            mark: `M${count}`,
            mass: count / 4,
            cast: "2030-05-06T07:08:09.000",
            released: count % 2 === 0,
            hook: [count, count, count],
            note: "cast",
            sheet: { id: sheet, relClassName: "YardTest:PartIsDrawnOnSheet" },
            jsonProperties: { weight: count },
            [`${lower(kind)}Series`]: `Series ${count % 7}`,
            [`${lower(kind)}Count`]: count,
            [`${lower(name)}Code`]: `${name}-${count}`,
            [`${lower(name)}Length`]: count / 3,
            ...[{ mould: `Mould ${count}` }, { poured: "2030-01-02T03:04:05.000" }, { reinforced: true }][index % 3],
          }),
        };
        const aspects = [
          { classFullName: "YardTest:Inspection", grade: "A", checked: "2030-01-01T00:00:00.000", passed: true },
          { classFullName: "YardTest:Delivery", lot: "L", load: 1.5, due: "2030-01-01T00:00:00.000" },
          { classFullName: "YardTest:Visit", visitor: "V", seen: "2030-01-01T00:00:00.000" },
        ];
        for (const each of aspects) db.elements.insertAspect({ ...each, element });
      }
}

await main(async () => {
  const target = process.argv[2];
  const folder = process.env.PREMAP_ORACLE;
  if (!target || !folder) throw new Failure("a target and PREMAP_ORACLE are wanted.");
  const load = createRequire(path.join(folder, "package.json"));
  const [backend, common] = [load("@itwin/core-backend"), load("@itwin/core-common")];
  const work = mkdtempSync(path.join(tmpdir(), "premap-yard-"));
  const [xml, file] = [path.join(work, "YardTest.ecschema.xml"), path.join(work, "yard.bim")];
  writeFileSync(xml, schema);
  await backend.IModelHost.startup({ cacheDir: path.join(work, "cache") });
  const db = backend.SnapshotDb.createEmpty(file, { rootSubject: { name: "Yard" } });
  await db.importSchemas([xml]);
  insertParts(db, insertYards(backend, common, db));
  db.saveChanges();
  db.close();
  await backend.IModelHost.shutdown();
  writeFileSync(target, gzipSync(readFileSync(file), { level: 9 }));
  rmSync(work, { recursive: true });
});
