// Relationships: as classes with two ends, and after USING.
import { byId, few, listOf, optional, ownId, property, select, source, tree } from "./build.mjs";

const relationship = (g) =>
  g.one(g.favouriteRelationships.length && g.chance(0.6) ? g.favouriteRelationships : g.relationships);
const ends = [
  "SourceECInstanceId",
  "SourceECClassId",
  "TargetECInstanceId",
  "TargetECClassId",
  "ECInstanceId",
  "ECClassId",
];

/** A class that one end of the relationship accepts, where the description says it. */
const endClass = (g, cls, end) => {
  const names = cls?.[end]?.classes ?? cls?.[`${end}Classes`] ?? [];
  const name = String(names[0] ?? "").replace(":", ".");
  return (
    g.entities.find(
      (entity) => `${entity.schema}.${entity.name}` === name || `${entity.alias}.${entity.name}` === name,
    ) ?? g.entity()
  );
};

export const relationships = {
  "a relationship as a class"(g) {
    const cls = relationship(g);
    if (!cls) return select(g, source(g), ["1"], " LIMIT 1");
    const scope = source(g, { cls });
    const items = g.one([
      ["*"],
      ["COUNT(*)"],
      ends.slice(0, 4),
      [ownId(g, scope), ...ends.slice(0, 1 + g.int(4))],
      [property(g, scope), "TargetECInstanceId"],
    ]);
    const condition = g.one([
      tree(g.one(ends), " IS NOT NULL"),
      tree("TargetECInstanceId = 0x", g.one(["21", "26", "1", "14"])),
      tree("SourceECInstanceId < 0x30"),
      tree(g.one(["SourceECClassId", "TargetECClassId", "ECClassId"]), " IS (", g.plainClass(), ")"),
      tree("SourceECInstanceId IN (SELECT ECInstanceId FROM bis.Element)"),
      g.condition(scope, 1),
    ]);
    return select(
      g,
      scope,
      items,
      optional(" WHERE ", condition),
      optional(g.one(["", " ORDER BY SourceECInstanceId, TargetECInstanceId, ECInstanceId"])),
    );
  },
  "a relationship grouped or counted"(g) {
    const cls = relationship(g);
    if (!cls) return select(g, source(g), ["1"], " LIMIT 1");
    const scope = source(g, { cls });
    const key = g.one(ends);
    return select(
      g,
      scope,
      [key, "COUNT(*) n", tree("MAX(", g.one(ends), ")")],
      " GROUP BY ",
      key,
      optional(" HAVING COUNT(*) > 1"),
    );
  },
  "a relationship joined by its ends"(g) {
    const cls = relationship(g);
    if (!cls) return select(g, source(g), ["1"], " LIMIT 1");
    const range = source(g, { cls, alias: "r" });
    const target = source(g, { alias: "t" });
    return tree(
      "SELECT ",
      listOf([
        g.one(["r.ECInstanceId", "r.SourceECInstanceId", "r.*"]),
        property(g, { ranges: [{ ...target.ranges[0], mustQualify: true }] }),
      ]),
      " FROM ",
      g.rangeText(range.ranges[0]),
      g.one([" JOIN ", " LEFT JOIN "]),
      g.rangeText(target.ranges[0]),
      " ON t.ECInstanceId = r.",
      g.one(["TargetECInstanceId", "SourceECInstanceId"]),
      optional(" WHERE r.", g.one(ends), " < 0x60"),
    );
  },
  "USING and SELECT *"(g) {
    const cls = relationship(g);
    if (!cls) return select(g, source(g), ["1"], " LIMIT 1");
    const [a, b] = [
      g.chance(0.8) ? endClass(g, cls, "source") : g.entity(),
      g.chance(0.8) ? endClass(g, cls, "target") : g.entity(),
    ];
    const [left, right] = g.chance(0.8) ? [a, b] : [b, a];
    const items = g.one([
      "*",
      "a.*",
      "b.*",
      "r.*",
      "a.*, b.*",
      "r.ECInstanceId, b.*",
      "a.ECInstanceId, r.SourceECInstanceId, b.ECInstanceId",
      "COUNT(*)",
      "r.*, a.ECInstanceId",
    ]);
    return tree(
      `SELECT ${items} FROM ${left.schema}.${left.name} a JOIN ${right.schema}.${right.name} b USING ${cls.schema}.${cls.name}`,
      g.one([" r", " r", " r", ""]),
      g.one([" FORWARD", " BACKWARD", ""]),
      g.one(["", " WHERE a.ECInstanceId < 0x60", " ORDER BY a.ECInstanceId, b.ECInstanceId LIMIT 5"]),
    );
  },
  "navigation properties in all their forms"(g) {
    const scope = source(g);
    const nav = g.leafOf(scope, ["nav"]) ?? property(g, scope);
    const item = g.one([
      nav,
      tree(nav, ".Id"),
      tree(nav, ".RelECClassId"),
      tree("IdToHex(", nav, ".Id)"),
      tree("ec_classname(", nav, ".RelECClassId)"),
      tree(nav, "->CodeValue"),
      tree("(", nav, ")"),
      tree(nav, ".Nothing"),
      tree("COALESCE(", nav, ".Id, 0)"),
    ]);
    return select(
      g,
      scope,
      [ownId(g, scope), tree(item, g.one([" n", ""]))],
      optional(
        " WHERE ",
        nav,
        g.one([
          " IS NOT NULL",
          ".Id = 0x1",
          " = 0x14",
          ".Id IN (SELECT ECInstanceId FROM bis.Model)",
          " IS NULL",
          ".Id > 5",
        ]),
      ),
      g.one([byId(g, scope), few(g, scope)]),
    );
  },
};
