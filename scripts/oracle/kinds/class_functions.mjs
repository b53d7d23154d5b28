// ec_instanceof, ec_classname and their like, of computed names too.
import { byId, few, from, ownId, property, select, source, tree } from "./build.mjs";

const className = (g) => {
  const cls = g.entity();
  return g.one([
    `'${cls.alias}.${cls.name}'`,
    `'${cls.schema}:${cls.name}'`,
    `'${cls.schema}.${cls.name}'`,
    `'${cls.name}'`,
    `'${cls.schema.toLowerCase()}.${cls.name.toUpperCase()}'`,
    "'nope.Element'",
    "''",
    "NULL",
    `'${cls.alias}' || '.${cls.name}'`,
    "'bis.Element'",
    "'bis.PhysicalElement'",
    "5",
  ]);
};
const classId = (g, scope) => g.leafOf(scope, ["classId"]) ?? "0x10";
const computed = (g, scope) =>
  g.one([
    tree("ec_classname(", classId(g, scope), ")"),
    tree("ec_classname(", classId(g, scope), ", 's.c')"),
    tree("ec_classid(", className(g), ")"),
    classId(g, scope),
    "NULL",
    "0x1",
    ownId(g, scope),
    tree("IIF(", g.condition(scope, 0), ", ", classId(g, scope), ", NULL)"),
    "'bis.Element'",
    property(g, scope),
  ]);

export const classFunctions = {
  "ec_instanceof of computed names"(g) {
    const scope = source(g);
    const names = Array.from({ length: 1 + g.int(3) }, () => g.one([className(g), className(g), computed(g, scope)]));
    const call = g.call("ec_instanceof", g.one([computed(g, scope), classId(g, scope)]), ...names);
    return g.one([
      () => select(g, scope, ["COUNT(*)"], " WHERE ", call),
      () => select(g, scope, ["COUNT(*)"], " WHERE ", call, g.one([" = 1", " IS TRUE", " <> 0", " > 0", " = FALSE"])),
      () => select(g, scope, [call, ownId(g, scope)], few(g, scope)),
      () => select(g, scope, [call, "COUNT(*)"], " GROUP BY ", call),
    ])();
  },
  "ec_classname and ec_classid"(g) {
    const scope = source(g);
    const call = g.one([
      tree(
        "ec_classname(",
        g.one([classId(g, scope), computed(g, scope), "1", "'x'"]),
        g.one([
          "",
          ", 's.c'",
          ", 'a.c'",
          ", 's:c'",
          ", 'a:c'",
          ", 's'",
          ", 'a'",
          ", 'c'",
          ", 0",
          ", 3",
          ", 9",
          ", NULL",
          ", 'S.C'",
        ]),
        ")",
      ),
      tree("ec_classid(", className(g), ")"),
      tree("ec_classid(", g.one(["'bis'", "'BisCore'", "NULL", "'bt'"]), ", 'Element')"),
      tree("ec_classid()"),
      tree("ec_classname()"),
      tree("ec_classid(ec_classname(", classId(g, scope), "))"),
    ]);
    return g.one([
      () => select(g, scope, [tree(call, g.one([" c", ""]))], few(g, scope)),
      () => select(g, scope, ["COUNT(*)"], " WHERE ", classId(g, scope), " = ", call),
      () => tree("SELECT DISTINCT ", call, from(g, scope)),
      () => select(g, scope, [call, "COUNT(*)"], " GROUP BY ", call),
    ])();
  },
  supports_instance_query(g) {
    const scope = source(g);
    return g.one([
      () =>
        tree(
          "SELECT DISTINCT ec_classname(",
          classId(g, scope),
          "), supports_instance_query(",
          classId(g, scope),
          ")",
          from(g, scope),
        ),
      () => tree("SELECT supports_instance_query(", g.one(["NULL", "0x100", "1", "'bis.Element'", "0x20"]), ")"),
      () =>
        select(g, scope, ["COUNT(*)"], " WHERE supports_instance_query(", computed(g, scope), ")", g.one(["", " = 1"])),
    ])();
  },
  "class ids compared"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      classId(g, scope),
      g.one([
        tree(" = ec_classid(", className(g), ")"),
        tree(" IN (SELECT ECInstanceId FROM meta.ECClassDef WHERE Name LIKE 'P%')"),
        " > 0x50",
        tree(" = ", computed(g, scope)),
        tree(" NOT IN (ec_classid(", className(g), "))"),
        " IS NULL",
        " = '0x61'",
      ]),
      byId(g, scope),
    );
  },
};
