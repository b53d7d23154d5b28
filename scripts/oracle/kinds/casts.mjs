// CAST to every name that may or may not be a type.
import { anySort, few, select, single, source, sorts, tree, valueOf } from "./build.mjs";

const types = [
  "INTEGER",
  "INT",
  "INT32",
  "INT64",
  "LONG",
  "SHORT",
  "BIGINT",
  "TINYINT",
  "DOUBLE",
  "DOUBLE PRECISION",
  "REAL",
  "FLOAT",
  "NUMERIC",
  "DECIMAL",
  "DECIMAL(5, 2)",
  "NUMBER",
  "BOOL",
  "BOOLEAN",
  "BIT",
  "STRING",
  "TEXT",
  "VARCHAR",
  "VARCHAR(10)",
  "CHAR",
  "NVARCHAR(5)",
  "BINARY",
  "BLOB",
  "BYTE",
  "GUID",
  "DATE",
  "TIME",
  "TIMESTAMP",
  "DATETIME",
  "TIMESTAMP WITH TIME ZONE",
  "Point2d",
  "Point3d",
  "IGeometry",
  "Bentley.Geometry.Common.IGeometry",
  "NAVIGATION",
  "Id",
  "ECInstanceId",
  "JSON",
  "ANY",
  "NULL",
  "UNKNOWN",
  "INTEGER[]",
  "[INTEGER]",
  "[Double]",
  "integer",
  "Bool",
  "bis.Element",
  "UNSIGNED INT",
];

/** The snapshot's own enumerations and structs as types. */
const ownTypes = (g) => {
  const enums = g.favourites
    .flatMap(({ properties }) => properties)
    .flatMap(({ enumeration }) => enumeration?.values?.slice(0, 1) ?? []);
  const named = enums.map((value) => value.replace(/\.\[[^\]]*\]$/, ""));
  return [...named, ...g.structs.keys()];
};

const target = (g) => (g.chance(0.15) && ownTypes(g).length ? g.one(ownTypes(g)) : g.one(types));
const cast = (value, type) => tree("CAST(", value, " AS ", type, ")");

export const casts = {
  "CAST of a property"(g) {
    const scope = source(g);
    return select(g, scope, [tree(cast(anySort(g, scope), target(g)), g.one([" AS v", ""]))], few(g, scope));
  },
  "CAST of a constant"(g) {
    const value = g.one([
      "1",
      "0",
      "2.7",
      "'12'",
      "'abc'",
      "''",
      "NULL",
      "TRUE",
      "'2020-01-01'",
      "'2020-01-01T10:00:00Z'",
      "-3",
      "'0x1f'",
      "1e400",
      "DATE '2020-02-01'",
      "'true'",
      "'1,2'",
    ]);
    return tree("SELECT ", cast(value, target(g)), " v");
  },
  "CAST inside an expression"(g) {
    const scope = source(g);
    const inner = cast(valueOf(g, scope, g.one(sorts)), target(g));
    return select(
      g,
      scope,
      [
        g.one([
          tree("(", inner, " + 1)"),
          cast(inner, target(g)),
          tree("COALESCE(", inner, ", ", single(g, scope), ")"),
          tree("MAX(", inner, ")"),
          tree("typeof(", inner, ")"),
          tree("UPPER(", inner, ")"),
        ]),
      ],
      g.one(["", " LIMIT 1"]),
    );
  },
  "CAST in a condition"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      ["COUNT(*)"],
      " WHERE ",
      cast(single(g, scope), target(g)),
      g.one([" = 1", " > '2020'", " IS NOT NULL", " IS TRUE", " LIKE '1%'", " <> TRUE", " > DATE '2020-01-01'"]),
    );
  },
};
