// How a class may be written in FROM and in class conditions.
import { few, ownId, property, select, source, tree } from "./build.mjs";

const written = (g, cls) => {
  const [schema, name] = [g.one([cls.schema, cls.alias]), cls.name];
  return g.one([
    `${schema}.${name}`,
    `${schema}:${name}`,
    `[${schema}].[${name}]`,
    `[${schema}]:[${name}]`,
    `${schema} . ${name}`,
    `main.${schema}.${name}`,
    `[main].[${schema}].${name}`,
    `${schema}.[${name}]`,
    `"${schema}"."${name}"`,
    `ONLY ${schema}.${name}`,
    `ALL ${schema}.${name}`,
    `+${schema}.${name}`,
    `+ALL ${schema}.${name}`,
    `ONLY ${schema}:${name}`,
    `${name}`,
    `[${schema}.${name}]`,
    `${schema}.${name}.x`,
    `temp.${schema}.${name}`,
    `(${schema}.${name})`,
    `${schema.toUpperCase()}.${name.toLowerCase()}`,
    `${schema}. ${name}`,
    `${schema}: ${name}`,
    `${schema}.${name}s`,
    `x${schema}.${name}`,
  ]);
};
const keywords = ["Group", "Order", "Select", "Key", "Date", "Type", "Value", "Index", "Table", "Function"];

/** Classes whose names are words of the language. */
const keywordClasses = (g) => [...g.entities, ...g.relationships].filter(({ name }) => keywords.includes(name));

export const classNames = {
  "a class in FROM, however it is written"(g) {
    const cls = g.chance(0.2) && g.relationships.length ? g.one(g.relationships) : g.entity();
    return tree(
      "SELECT ",
      g.one(["COUNT(*)", "ECInstanceId", "x.ECInstanceId"]),
      " FROM ",
      written(g, cls),
      g.one(["", " x", " AS x", " [x]", " AS [x y]", " order", " 'x'"]),
    );
  },
  "a keyword as a class name"(g) {
    const cls = g.one(keywordClasses(g)) ?? g.entity();
    return tree(
      "SELECT ",
      g.one(["ECInstanceId", "COUNT(*)", "*"]),
      " FROM ",
      g.one([
        `${cls.schema}.${cls.name}`,
        `${cls.schema}:${cls.name}`,
        `${cls.alias}.[${cls.name}]`,
        `${cls.alias}:[${cls.name}]`,
        `ONLY ${cls.schema}.${cls.name}`,
        `ONLY ${cls.alias}:${cls.name}`,
      ]),
      g.one(["", " g", " AS g"]),
    );
  },
  "a class in a class condition, however it is written"(g) {
    const scope = source(g, {
      cls: g.one([g.entity(), g.entities.find(({ name }) => name === "Element") ?? g.entity()]),
    });
    const list = Array.from({ length: 1 + g.int(2) }, () =>
      written(g, g.chance(0.1) && g.relationships.length ? g.one(g.relationships) : g.entity()),
    );
    return select(
      g,
      scope,
      ["COUNT(*)"],
      " WHERE ",
      g.one([g.leafOf(scope, ["classId"]), property(g, scope), ownId(g, scope)]),
      g.one([" IS (", " IS NOT (", " IN ("]),
      list.join(", "),
      ")",
    );
  },
  "a class's name as its range"(g) {
    const cls = g.entity();
    const scope = source(g, { cls, alias: "" });
    const leaf = property(g, scope)
      .leaf.path.map((part) => `[${part}]`)
      .join(".");
    const range = g.one([
      cls.name,
      `[${cls.name}]`,
      `${cls.schema}.${cls.name}`,
      `${cls.alias}.${cls.name}`,
      "b",
      cls.schema,
    ]);
    return tree(
      "SELECT ",
      `${range}.${leaf}`,
      ` FROM ${cls.schema}.${cls.name}`,
      g.one(["", " b"]),
      " ORDER BY ",
      g.one(["ECInstanceId", `${range}.ECInstanceId`]),
      " LIMIT 3",
    );
  },
  "several classes with a comma"(g) {
    const [a, b] = [
      g.one(g.entities.filter(({ name }) => /Subject|Model|Partition/.test(name))) ?? g.entity(),
      g.entity(),
    ];
    return tree(
      "SELECT ",
      g.one(["COUNT(*)", "a.ECInstanceId, b.ECInstanceId"]),
      ` FROM ${a.schema}.${a.name} a, ${b.schema}.${b.name} b WHERE `,
      g.one(["a.ECInstanceId = b.ECInstanceId", "a.ECInstanceId < b.ECInstanceId AND b.ECInstanceId < 0x30"]),
    );
  },
  "things that are no class"(g) {
    const scope = source(g);
    return tree(
      "SELECT ",
      g.one(["*", "ECInstanceId", "1"]),
      " FROM ",
      g.one([
        "bis",
        "Element",
        "meta.Nothing",
        "sqlite_master",
        "bis_Element",
        "main",
        "[bis].Nothing",
        "nope.Element",
        "bis.Element.CodeValue",
        "(bis.Element)",
        "bis.Element bis.Model",
        ...[...g.structs.keys()].slice(0, 2),
        "BisCore.IParentElement",
        "bis.ElementAspect ONLY",
      ]),
      g.one(["", tree(" WHERE 1 = 1"), tree(", ", g.rangeText(scope.ranges[0]))]),
    );
  },
  "ECDbMeta's classes"(g) {
    const name = g.one([
      "ECSchemaDef",
      "ECClassDef",
      "ECPropertyDef",
      "ECEnumerationDef",
      "KindOfQuantityDef",
      "ECRelationshipConstraintDef",
      "ClassHasBaseClasses",
      "ClassHasAllBaseClasses",
      "ClassCustomAttribute",
      "PropertyCategoryDef",
      "SchemaOwnsClasses",
      "UnitDef",
      "PhenomenonDef",
    ]);
    const scope = source(g, {
      cls:
        g.entities.find((cls) => cls.name === name) ?? g.relationships.find((cls) => cls.name === name) ?? g.entity(),
    });
    return select(
      g,
      scope,
      g.one([["COUNT(*)"], [ownId(g, scope), property(g, scope)], [property(g, scope), property(g, scope)]]),
      g.one(["", few(g, scope)]),
    );
  },
};
