// Makes tests/fixtures/snapshots/odd-values.bim.gz: values that no application writes on purpose, but files have.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { inRoot } from "../lib/paths.mjs";
import { helpFirst, main, say } from "../lib/run.mjs";

helpFirst(`
node scripts/oracle/make-odd-values.mjs [FOLDER]

Writes odd-values.bim.gz into FOLDER (tests/fixtures/snapshots): elements of one class whose columns are then changed with SQL
(half points, infinity, dates of odd years, JSON that some readers refuse, keys that lead nowhere). Needs the native engine,
see scripts/oracle/README.md.
`);

const dateInfo = (xml) =>
  `<ECCustomAttributes><DateTimeInfo xmlns="CoreCustomAttributes.01.00.04">${xml}</DateTimeInfo></ECCustomAttributes>`;
const schema = `<?xml version="1.0" encoding="UTF-8"?>
<ECSchema schemaName="OddValues" alias="ov" version="01.00.00" xmlns="http://www.bentley.com/schemas/Bentley.ECXML.3.2">
  <ECSchemaReference name="BisCore" version="01.00.16" alias="bis"/>
  <ECSchemaReference name="CoreCustomAttributes" version="01.00.04" alias="CoreCA"/>
  <ECStructClass typeName="Inner"><ECProperty propertyName="N" typeName="int"/><ECProperty propertyName="P" typeName="point2d"/></ECStructClass>
  <ECEntityClass typeName="Thing">
    <BaseClass>bis:PhysicalElement</BaseClass>
    <ECProperty propertyName="P2" typeName="point2d"/>
    <ECProperty propertyName="P3" typeName="point3d"/>
    <ECStructProperty propertyName="St" typeName="Inner"/>
    <ECProperty propertyName="D" typeName="double"/>
    <ECProperty propertyName="I" typeName="int"/>
    <ECProperty propertyName="L" typeName="long"/>
    <ECProperty propertyName="B" typeName="boolean"/>
    <ECProperty propertyName="S" typeName="string"/>
    <ECProperty propertyName="J" typeName="string" extendedTypeName="Json"/>
    <ECProperty propertyName="Dt" typeName="dateTime"/>
    <ECProperty propertyName="Utc" typeName="dateTime">${dateInfo("<DateTimeKind>Utc</DateTimeKind>")}</ECProperty>
    <ECProperty propertyName="Day" typeName="dateTime">${dateInfo("<DateTimeComponent>Date</DateTimeComponent>")}</ECProperty>
    <ECProperty propertyName="Tod" typeName="dateTime">${dateInfo("<DateTimeComponent>TimeOfDay</DateTimeComponent>")}</ECProperty>
    <ECProperty propertyName="G" typeName="binary" extendedTypeName="BeGuid"/>
    <ECProperty propertyName="Bin" typeName="binary"/>
    <ECArrayProperty propertyName="Doubles" typeName="double" minOccurs="0" maxOccurs="unbounded"/>
    <ECArrayProperty propertyName="Texts" typeName="string" minOccurs="0" maxOccurs="unbounded"/>
    <ECArrayProperty propertyName="Points" typeName="point2d" minOccurs="0" maxOccurs="unbounded"/>
    <ECStructArrayProperty propertyName="Inners" typeName="Inner" minOccurs="0" maxOccurs="unbounded"/>
    <ECNavigationProperty propertyName="Near" relationshipName="ThingIsNearThing" direction="Forward"/>
    <ECNavigationProperty propertyName="By" relationshipName="ThingIsByThing" direction="Forward"/>
  </ECEntityClass>
  <ECRelationshipClass typeName="ThingIsNearThing" strength="referencing" modifier="None">
    <Source multiplicity="(0..*)" roleLabel="is near" polymorphic="true"><Class class="Thing"/></Source>
    <Target multiplicity="(0..1)" roleLabel="has near" polymorphic="true"><Class class="Thing"/></Target>
  </ECRelationshipClass>
  <ECRelationshipClass typeName="ThingIsByThing" strength="referencing" modifier="Sealed">
    <Source multiplicity="(0..*)" roleLabel="is by" polymorphic="true"><Class class="Thing"/></Source>
    <Target multiplicity="(0..1)" roleLabel="has by" polymorphic="true"><Class class="Thing"/></Target>
  </ECRelationshipClass>
</ECSchema>`;

/** One element each: SQL values of columns, by access string. */
const text = (value) => `'${value.replaceAll("'", "''")}'`;
const changes = [
  {
    "P2.X": "1.5",
    "P2.Y": "NULL",
    "P3.X": "1",
    "P3.Y": "2",
    "P3.Z": "NULL",
    "St.P.X": "1",
    "St.P.Y": "NULL",
    "St.N": "NULL",
  },
  {
    "P2.X": "NULL",
    "P2.Y": "2",
    "P3.X": "NULL",
    "P3.Y": "2",
    "P3.Z": "3",
    "St.P.X": "NULL",
    "St.P.Y": "1",
    "St.N": "5",
  },
  { "P2.X": "9e999", "P2.Y": "2", "P3.X": "1", "P3.Y": "-9e999", "P3.Z": "3", "St.P.X": "9e999", "St.P.Y": "1" },
  { D: "9e999", I: "9e999", L: "9e999", B: "9e999", Doubles: "'[1,1e400,2]'" },
  { D: "-9e999", I: "2147483648", L: "9223372036854775807", B: "2", Doubles: "'[1.5,null,-1e-400]'" },
  { D: "1e300", I: "-2147483649", L: "-9223372036854775808", B: "-1", S: "char(65279)||'bom'" },
  { D: "'1.5'", I: "2.7", L: "9007199254740993", B: "0.5", S: "'a'||char(65279)" },
  { D: "'text'", I: "'7'", L: "-9007199254740993", B: "'1'", S: "5" },
  { D: "7", I: "'x'", L: "9007199254740992", B: "'true'", S: "1.5" },
  ...[
    "0",
    "1721059.5",
    "1721058.5",
    "1721425.5",
    "-1",
    "-1930999.5",
    "5373484.499999994",
    "5373484.5",
    "1e9",
    "2460310.123456789",
    "2299160.5",
    "-9e999",
    "'2020-01-01'",
    "2460310",
    "2460310.4999999",
  ].map((day) => ({ Dt: day, Utc: day, Day: day, Tod: day })),
  { G: "x'0123456789abcdef0123456789abcdef'", Bin: "x''" },
  { G: "x'0123456789abcdef'", Bin: "'text'" },
  { G: "x'0123456789abcdef0123456789abcdef01'", Bin: "5" },
  { G: "x''", Bin: "zeroblob(3)" },
  { G: "'not bytes'", Bin: "1.5" },
  ...[
    '{"a":1,"b":"\\ud83d"}',
    '{"a":1,"b":"\\ude00x","c":"\\ud83d\\ude00"}',
    '{"a":2,"b":1e400}',
    '{"a":3,"b":-1e400,"c":1e-400}',
    '{"a":4,"a":5}',
    '\ufeff{"a":6}',
    '{"a":7} tail',
    '{"a":8,',
    `{"a":9,"b":${"[".repeat(1500)}${"]".repeat(1500)}}`,
    '{"a":10,"b":12345678901234567890}',
    '{"a":11,"b":0.1e1,"\\ud83d":2}',
    "{'a':12}",
    '{"a":13,}',
    '{"a":14,"b":"tab\there"}',
    '{"a":15,"b":NaN}',
    "5",
    '"a"',
    "[1]",
    "",
    " ",
  ].map((json) => ({ J: text(json) })),
  {
    Texts: `'["a","\\ud83d","c"]'`,
    Points: `'[{"x":1},{"x":1,"y":2},{"y":3},{}]'`,
    Inners: `'[{"N":1,"P":{"x":1}},{"N":2},{"P":{"x":1,"y":2}}]'`,
  },
  { Texts: `'["a","a",]'`, Points: `'[{"x":1,"y":null}]'`, Inners: `'{"N":1}'`, Doubles: `'[1,2'` },
  { Texts: `char(65279)||'["a"]'`, Points: `'[{"X":1,"Y":2}]'`, Inners: `'[]'`, Doubles: `'[] x'` },
  { Texts: `'[1,true,null,{"a":1}]'`, Points: `'[1,"a"]'`, Inners: `'[1,null]'`, Doubles: `'["1.5",true,1e308]'` },
  {
    "Near.Id": "99999",
    "Near.RelECClassId": "(SELECT Id FROM ec_Class WHERE Name='ThingIsNearThing')",
    "By.Id": "99999",
  },
  {
    "Near.Id": "(SELECT max(Id) FROM bis_Element)",
    "Near.RelECClassId": "(SELECT Id FROM ec_Class WHERE Name='ThingIsNearThing')",
    "By.Id": "(SELECT min(Id) FROM bis_Element)",
  },
  { "Near.Id": "(SELECT max(Id) FROM bis_Element)", "Near.RelECClassId": "NULL", "By.Id": "0" },
  { "Near.Id": "NULL", "Near.RelECClassId": "(SELECT Id FROM ec_Class WHERE Name='ThingIsNearThing')", "By.Id": "-1" },
];

await main(async () => {
  const load = createRequire(path.join(process.env.PREMAP_ORACLE ?? ".", "package.json"));
  const { IModelHost, PhysicalModel, SnapshotDb, SpatialCategory } = load("@itwin/core-backend");
  const { Code, IModel, SubCategoryAppearance } = load("@itwin/core-common");
  const work = mkdtempSync(path.join(tmpdir(), "premap-odd-"));
  await IModelHost.startup({ cacheDir: work });
  const file = path.join(work, "odd-values.bim");
  let db = SnapshotDb.createEmpty(file, { rootSubject: { name: "Odd values" } });
  await db.importSchemaStrings([schema]);
  db.saveChanges();
  const model = PhysicalModel.insert(db, IModel.rootSubjectId, "Model");
  const category = SpatialCategory.insert(db, IModel.dictionaryId, "Category", new SubCategoryAppearance({}));
  const sql = (statement, each = () => {}) =>
    db.withPreparedSqliteStatement(statement, (prepared) => {
      while (prepared.step() === 100) each(prepared);
    });
  const columns = new Map();
  sql(
    `SELECT pp.AccessString, co.Name, t.Name, co.IsVirtual FROM ec_PropertyMap pm JOIN ec_PropertyPath pp ON pp.Id=pm.PropertyPathId
     JOIN ec_Column co ON co.Id=pm.ColumnId JOIN ec_Table t ON t.Id=co.TableId WHERE pm.ClassId=(SELECT Id FROM ec_Class WHERE Name='Thing')`,
    (row) =>
      columns.set(row.getValue(0).getString(), {
        column: row.getValue(1).getString(),
        table: row.getValue(2).getString(),
      }),
  );
  for (const [at, values] of changes.entries()) {
    const id = db.elements.insertElement({
      classFullName: "OddValues:Thing",
      model,
      category,
      code: Code.createEmpty(),
      userLabel: `thing ${at}`,
    });
    // something in every table of the element, so that a row is there to change
    for (const [access, value] of Object.entries(values)) {
      const { column, table } = columns.get(access);
      sql(`UPDATE [${table}] SET [${column}]=${value} WHERE ElementId=${Number(id)}`);
    }
  }
  // a code specification that is gone: the relationship's other end has no class id column
  sql(`PRAGMA foreign_keys=0`);
  db.saveChanges();
  sql(`UPDATE bis_Element SET CodeSpecId=9999 WHERE UserLabel='thing 2'`);
  db.saveChanges();
  db.close();
  const packed = gzipSync(readFileSync(file), { level: 9 });
  writeFileSync(
    path.join(path.resolve(process.argv[2] ?? inRoot("tests/fixtures/snapshots")), "odd-values.bim.gz"),
    packed,
  );
  say(`odd-values.bim.gz, ${packed.length} bytes, ${changes.length} elements`);
  await IModelHost.shutdown();
  rmSync(work, { recursive: true });
});
