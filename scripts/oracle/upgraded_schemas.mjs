// The schemas of make-upgraded.mjs: each step imports schemas and then makes instances.

/** "Name: Base, Base2 [modifier]" and property lines: "double Flow", "struct:Size Dim", "nav:Rel> Feeds", "string[] Tags". */
function classXml(kind, head, properties, extra = "") {
  const [, name, bases, modifier] = /^(\w+)(?::\s*([^[]*))?\s*(?:\[(\w+)\])?$/.exec(head);
  const baseXml = (bases ?? "")
    .split(",")
    .filter((base) => base.trim())
    .map((base) => `<BaseClass>${base.trim()}</BaseClass>`);
  return `<EC${kind}Class typeName="${name}" modifier="${modifier ?? "None"}">${extra}${baseXml.join("")}${properties.map(propertyXml).join("")}</EC${kind}Class>`;
}

function propertyXml(line) {
  const [type, name] = line.split(" ");
  const [kind, target] = type.split(":");
  if (kind === "struct") return `<ECStructProperty propertyName="${name}" typeName="${target}"/>`;
  if (kind === "nav") {
    const direction = target.endsWith(">") ? "Forward" : "Backward";
    return `<ECNavigationProperty propertyName="${name}" relationshipName="${target.slice(0, -1)}" direction="${direction}"/>`;
  }
  if (type.endsWith("[]"))
    return `<ECArrayProperty propertyName="${name}" typeName="${type.slice(0, -2)}" minOccurs="0" maxOccurs="unbounded"/>`;
  return `<ECProperty propertyName="${name}" typeName="${type}"/>`;
}

const entity = (head, ...properties) => classXml("Entity", head, properties);
const struct = (head, ...properties) => classXml("Struct", head, properties);
const attributes = (xml) => `<ECCustomAttributes>${xml}</ECCustomAttributes>`;
const mixin = (head, of, ...properties) =>
  classXml(
    "Entity",
    `${head} [Abstract]`,
    properties,
    attributes(
      `<IsMixin xmlns="CoreCustomAttributes.01.00.04"><AppliesToEntityClass>${of}</AppliesToEntityClass></IsMixin>`,
    ),
  );
const mapped = (strategy, head, ...properties) => classXml("Entity", head, properties, attributes(strategy));

const hierarchy = `<ClassMap xmlns="ECDbMap.02.00.04"><MapStrategy>TablePerHierarchy</MapStrategy></ClassMap>`;
const share = (most) =>
  `<ShareColumns xmlns="ECDbMap.02.00.04">${most ? `<MaxSharedColumnsBeforeOverflow>${most}</MaxSharedColumnsBeforeOverflow>` : ""}<ApplyToSubclassesOnly>False</ApplyToSubclassesOnly></ShareColumns>`;
const joined = `<JoinedTablePerDirectSubclass xmlns="ECDbMap.02.00.04"/>`;

/** A relationship that a navigation property of the source (Forward) holds. */
const points = (name, source, target) =>
  `<ECRelationshipClass typeName="${name}" strength="referencing" modifier="None">
    <Source multiplicity="(0..*)" roleLabel="points to" polymorphic="true"><Class class="${source}"/></Source>
    <Target multiplicity="(0..1)" roleLabel="is pointed to by" polymorphic="true"><Class class="${target}"/></Target>
  </ECRelationshipClass>`;

const references = {
  bis: `<ECSchemaReference name="BisCore" version="01.00.16" alias="bis"/>`,
  map: `<ECSchemaReference name="ECDbMap" version="02.00.04" alias="ecdbmap"/>`,
  core: `<ECSchemaReference name="CoreCustomAttributes" version="01.00.04" alias="CoreCA"/>`,
};
const schema = (name, alias, version, uses, ...items) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<ECSchema schemaName="${name}" alias="${alias}" version="${version}" xmlns="http://www.bentley.com/schemas/Bentley.ECXML.3.2">
${uses.map((use) => references[use]).join("")}${items.flat().join("\n")}
</ECSchema>`;

// ---------------------------------------------------------------- a snapshot

const size = struct("Size", "double Width", "double Height", "string Unit", "point2d Corner");

// A hierarchy as it was first published.
const firstItems = [
  size,
  struct("Extent", "double A"),
  points("AssetFeeds", "Valve", "Asset"),
  entity("Asset: bis:PhysicalElement [Abstract]", "string Maker"),
  entity("Pump: Asset", "double Flow", "string Serial"),
  entity("SmallPump: Pump", "string Note"),
  entity(
    "Valve: Asset",
    "int Dn",
    "string Tag",
    "point3d Spot",
    "struct:Size Dim",
    "nav:AssetFeeds> Feeds",
    "string[] Marks",
  ),
  entity("Gate: Valve", "double Lift"),
  entity("Tank: Asset", "double Volume", "string Tag", "struct:Extent Reach"),
  entity("Vessel: Tank", "double Pressure"),
  // more columns than the joined table shares: the rest is in the overflow table
  entity("Panel: Asset", ...Array.from({ length: 34 }, (_, i) => `int N${i}`), "point3d Front", "string Last"),
  entity("SmallPanel: Panel", "string Own"),
  entity("Remark: bis:ElementMultiAspect", "string Text"),
  entity("LongRemark: Remark", "string More"),
];
const feeds = "nav:AssetFeeds> Feeds";
// Classes put between, properties moved up, a mixin added.
const upgradedItems = (feeding) => [
  size,
  struct("Extent", "double A", "string B", "point2d C"),
  points("AssetFeeds", feeding, "Asset"),
  points("MachineDrives", "Machine", "Asset"),
  mixin("ILabelled", "bis:PhysicalElement", "string Label", "point2d At"),
  entity("Asset: bis:PhysicalElement [Abstract]", "string Maker"),
  entity(
    "Machine: Asset",
    "double Power",
    "struct:Size Frame",
    "point3d Centre",
    "nav:MachineDrives> Drives",
    "dateTime Built",
    "int[] Gears",
  ),
  entity("Rotating: Machine", "int Rpm", "string Note"),
  entity("Pump: Rotating", "double Flow", "string Serial"),
  entity("SmallPump: Pump", "string Note"),
  entity(
    "Equipment: Asset [Abstract]",
    "string Tag",
    "point3d Spot",
    "struct:Size Dim",
    "string[] Marks",
    ...(feeding === "Equipment" ? [feeds] : []),
  ),
  entity("Valve: Equipment", "int Dn", ...(feeding === "Valve" ? [feeds] : [])),
  entity("Gate: Valve", "double Lift"),
  entity("Tank: Asset, ILabelled", "double Volume", "string Tag", "struct:Extent Reach"),
  entity("Vessel: Tank", "double Pressure"),
  entity("Board: Asset", "string Wide", "point2d Back"),
  entity("Panel: Board", ...Array.from({ length: 34 }, (_, i) => `int N${i}`), "point3d Front", "string Last"),
  entity("SmallPanel: Panel", "string Own"),
  entity("Noted: bis:ElementMultiAspect", "string Author"),
  entity("Remark: Noted", "string Text"),
  entity("LongRemark: Remark", "string More"),
];

const box = { x: 1.5, y: -2, z: 3 };
const plant = (version, items) => schema("UpgradedPlant", "up", version, ["bis", "core"], items);
export const snapshotSteps = [
  {
    schemas: [plant("01.00.00", firstItems)],
    rows: function* (ids) {
      yield { cls: "UpgradedPlant.Pump", name: "pump before", maker: "A", flow: 1.5, serial: "p0" };
      yield {
        cls: "UpgradedPlant.SmallPump",
        name: "small pump before",
        maker: "B",
        flow: 2,
        serial: "p1",
        note: "first",
      };
      yield { cls: "UpgradedPlant.Tank", name: "tank before", maker: "C", volume: 10, tag: "t0", reach: { a: 1 } };
      yield { cls: "UpgradedPlant.Vessel", name: "vessel before", maker: "D", volume: 20, tag: "t1", pressure: 6 };
      yield {
        cls: "UpgradedPlant.Panel",
        name: "panel before",
        maker: "E",
        n0: 1,
        n31: 31,
        n33: 33,
        front: box,
        last: "end",
      };
      yield { cls: "UpgradedPlant.SmallPanel", name: "small panel before", n0: 2, n33: 34, last: "END", own: "mine" };
      yield {
        cls: "UpgradedPlant.Valve",
        name: "valve before",
        dn: 50,
        tag: "v0",
        spot: box,
        dim: { width: 1, height: 2, unit: "m", corner: { x: 1, y: 2 } },
        feeds: { id: ids["pump before"], relClassName: "UpgradedPlant:AssetFeeds" },
        marks: ["a", "b"],
      };
      yield {
        cls: "UpgradedPlant.Gate",
        name: "gate before",
        dn: 80,
        tag: "g0",
        lift: 0.25,
        feeds: { id: ids["tank before"], relClassName: "UpgradedPlant:AssetFeeds" },
      };
      yield { cls: "UpgradedPlant.Remark", element: "pump before", text: "r0" };
      yield { cls: "UpgradedPlant.LongRemark", element: "pump before", text: "r1", more: "and more" };
    },
  },
  {
    schemas: [plant("01.00.01", upgradedItems("Valve"))],
    rows: function* (ids) {
      yield {
        cls: "UpgradedPlant.Machine",
        name: "machine",
        maker: "M",
        power: 7,
        frame: { width: 3, height: 4, unit: "mm", corner: { x: 5, y: 6 } },
        centre: box,
        drives: { id: ids["tank before"], relClassName: "UpgradedPlant:MachineDrives" },
        built: "2020-01-02T03:04:05.678",
        gears: [1, 2],
      };
      yield { cls: "UpgradedPlant.Rotating", name: "rotating", power: 8, rpm: 900, note: "turns" };
      yield {
        cls: "UpgradedPlant.Pump",
        name: "pump after",
        maker: "P",
        power: 9,
        frame: { width: 7, unit: "in" },
        centre: { x: 0, y: 0, z: 1 },
        drives: { id: ids["pump before"], relClassName: "UpgradedPlant:MachineDrives" },
        built: "2021-06-07T00:00:00.000",
        gears: [3],
        rpm: 1000,
        flow: 3.5,
        serial: "p2",
        note: "noted",
      };
      yield {
        cls: "UpgradedPlant.SmallPump",
        name: "small pump after",
        maker: "Q",
        power: 10,
        rpm: 1100,
        note: "second",
        flow: 4.5,
        serial: "p3",
      };
      yield {
        cls: "UpgradedPlant.Valve",
        name: "valve after",
        dn: 65,
        tag: "v1",
        spot: { x: 9, y: 8, z: 7 },
        dim: { width: 5, height: 6, unit: "cm" },
        feeds: { id: ids["vessel before"], relClassName: "UpgradedPlant:AssetFeeds" },
        marks: ["c"],
      };
      yield {
        cls: "UpgradedPlant.Gate",
        name: "gate after",
        dn: 100,
        tag: "g1",
        lift: 0.5,
        spot: { x: 1, y: 1, z: 1 },
      };
      yield {
        cls: "UpgradedPlant.Tank",
        name: "tank after",
        volume: 30,
        tag: "t2",
        reach: { a: 2, b: "b2", c: { x: 1, y: 2 } },
        label: "labelled",
        at: { x: 4, y: 5 },
      };
      yield {
        cls: "UpgradedPlant.Vessel",
        name: "vessel after",
        volume: 40,
        tag: "t3",
        reach: { a: 3, b: "b3" },
        label: "labelled too",
        pressure: 7,
      };
      yield { cls: "UpgradedPlant.Board", name: "board", wide: "w0", back: { x: 1, y: 2 } };
      yield {
        cls: "UpgradedPlant.Panel",
        name: "panel after",
        wide: "w1",
        back: { x: 3, y: 4 },
        n0: 5,
        n31: 6,
        n33: 7,
        front: { x: 7, y: 7, z: 7 },
        last: "z",
      };
      yield { cls: "UpgradedPlant.SmallPanel", name: "small panel after", wide: "w2", n33: 8, own: "own" };
      yield { cls: "UpgradedPlant.Noted", element: "pump after", author: "someone" };
      yield { cls: "UpgradedPlant.Remark", element: "pump after", author: "her", text: "r2" };
      yield { cls: "UpgradedPlant.LongRemark", element: "pump after", author: "him", text: "r3", more: "and so on" };
    },
  },
];

// ---------------------------------------------------------------- a plain ECDb file

const flat = (version, ...items) => schema("UpgradedFlat", "uf", version, ["map", "core"], items);
const flatVersions = [
  [
    size,
    entity("Own", "string A"),
    entity("OwnBelow: Own", "string B"),
    mapped(hierarchy, "Root", "string R"),
    entity("Mid: Root", "string M"),
    entity("Low: Mid", "string L"),
    mapped(hierarchy + share(4), "Shared", "string S1"),
    entity("SharedMid: Shared", "string S2"),
    entity("SharedLow: SharedMid", "string S4", "string S5"),
    mapped(hierarchy + joined, "Joined", "string J"),
    entity("JoinedA: Joined", "string JA"),
    entity("JoinedAA: JoinedA", "string JAA"),
  ],
  [
    size,
    mixin("ITagged", "Root", "string Tag"),
    entity("Own", "string A"),
    entity("OwnBelow: Own", "string B"),
    mapped(hierarchy, "Root", "string R"),
    entity("Inserted: Root", "string X", "struct:Size Dim", "point3d P"),
    entity("Mid: Inserted, ITagged", "string M"),
    entity("Low: Mid", "string L"),
    mapped(hierarchy + share(4), "Shared", "string S1"),
    entity("SharedBetween: Shared", "string T1", "string T2", "point2d S3"),
    entity("SharedMid: SharedBetween", "string S2"),
    entity("SharedLow: SharedMid", "string S4", "string S5"),
    mapped(hierarchy + joined, "Joined", "string J"),
    entity("JoinedA: Joined", "string JA"),
    entity("JoinedBetween: JoinedA", "string JB", "point2d JP"),
    entity("JoinedAA: JoinedBetween", "string JAA"),
  ],
];
export const flatSteps = [
  {
    schemas: [flat("01.00.00", flatVersions[0])],
    inserts: [
      `INSERT INTO uf.Own (A) VALUES ('a0')`,
      `INSERT INTO uf.OwnBelow (A, B) VALUES ('a1', 'b1')`,
      `INSERT INTO uf.Mid (R, M) VALUES ('r0', 'm0')`,
      `INSERT INTO uf.Low (R, M, L) VALUES ('r1', 'm1', 'l1')`,
      `INSERT INTO uf.SharedMid (S1, S2) VALUES ('s1', 's2')`,
      `INSERT INTO uf.SharedLow (S1, S2, S4, S5) VALUES ('s3', 's4', 's5', 's6')`,
      `INSERT INTO uf.JoinedA (J, JA) VALUES ('j0', 'ja0')`,
      `INSERT INTO uf.JoinedAA (J, JA, JAA) VALUES ('j1', 'ja1', 'jaa1')`,
    ],
  },
  {
    schemas: [flat("01.00.01", flatVersions[1])],
    inserts: [
      `INSERT INTO uf.Inserted (R, X, Dim.Width, Dim.Unit, P.X, P.Y, P.Z) VALUES ('r2', 'x2', 2.5, 'm', 7, 8, 9)`,
      `INSERT INTO uf.Mid (R, X, M, Tag, Dim.Width, P.X, P.Y, P.Z) VALUES ('r3', 'x3', 'm3', 'tag3', 3.5, 1, 1, 1)`,
      `INSERT INTO uf.Low (R, X, M, L, Tag, Dim.Corner.X, Dim.Corner.Y) VALUES ('r4', 'x4', 'm4', 'l4', 'tag4', 1, 2)`,
      `INSERT INTO uf.SharedBetween (S1, T1, T2, S3.X, S3.Y) VALUES ('q1', 'q2', 'q3', 1, 1)`,
      `INSERT INTO uf.SharedMid (S1, T1, T2, S2) VALUES ('q4', 'q5', 'q6', 'q7')`,
      `INSERT INTO uf.SharedLow (S1, T1, T2, S2, S4, S5, S3.X, S3.Y) VALUES ('q8', 'q9', 'qa', 'qb', 'qc', 'qd', 5, 5)`,
      `INSERT INTO uf.JoinedBetween (J, JA, JB, JP.X, JP.Y) VALUES ('j2', 'ja2', 'jb2', 2, 2)`,
      `INSERT INTO uf.JoinedAA (J, JA, JB, JAA, JP.X, JP.Y) VALUES ('j3', 'ja3', 'jb3', 'jaa3', 3, 3)`,
    ],
  },
];
