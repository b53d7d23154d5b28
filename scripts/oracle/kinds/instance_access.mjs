// $ and $->Property in all places.
import { byId, comparison, few, listOf, optional, ownId, property, select, source, tree } from "./build.mjs";

const extracted = (g, range) => {
  const own = g.one(range.cls.properties);
  const name =
    g.chance(0.8) && own
      ? g.name(own.name)
      : g.one([
          "ECInstanceId",
          "ECClassId",
          "Mark",
          "CodeValue",
          "UserLabel",
          "Nothing",
          "Length",
          "Parent",
          "Origin",
          "Parent.Id",
          "Origin.X",
          "LastMod",
        ]);
  return `${range.alias ? `${range.alias}.` : ""}$->${name}${g.chance(0.35) ? "?" : ""}`;
};

export const instanceAccess = {
  "$->Property in a correlated sub-select"(g) {
    const scope = source(g, { alias: "a" });
    const inner = source(g, { alias: "z" });
    const value = extracted(g, scope.ranges[0]);
    const left = g.one([
      tree("z.ECInstanceId"),
      property(g, { ranges: [{ ...inner.ranges[0], mustQualify: true }] }),
      extracted(g, inner.ranges[0]),
    ]);
    const condition = g.one([
      tree(
        g.one(["", "NOT "]),
        "EXISTS (SELECT 1 FROM ",
        g.rangeText(inner.ranges[0]),
        " WHERE ",
        left,
        ` ${comparison(g)} `,
        value,
        ")",
      ),
      tree(
        "(SELECT COUNT(*) FROM ",
        g.rangeText(inner.ranges[0]),
        " WHERE ",
        left,
        ` ${comparison(g)} `,
        value,
        ") > 0",
      ),
      tree(value, " IN (SELECT ", left, " FROM ", g.rangeText(inner.ranges[0]), ")"),
      tree(
        "a.ECInstanceId IN (SELECT z.ECInstanceId FROM ",
        g.rangeText(inner.ranges[0]),
        " WHERE ",
        left,
        " = ",
        value,
        ")",
      ),
    ]);
    return select(
      g,
      scope,
      g.one([
        [ownId(g, scope)],
        [value],
        [
          ownId(g, scope),
          tree("(SELECT MAX(", left, ") FROM ", g.rangeText(inner.ranges[0]), " WHERE ", left, " = ", value, ")"),
        ],
      ]),
      " WHERE ",
      condition,
      byId(g, scope),
    );
  },
  "$->Property in expressions"(g) {
    const scope = source(g);
    const value = extracted(g, scope.ranges[0]);
    const item = g.one([
      value,
      tree(value, " x"),
      tree("UPPER(", value, ")"),
      tree(value, " + 1"),
      tree("COALESCE(", value, ", 0)"),
      tree("CAST(", value, " AS ", g.one(["STRING", "DOUBLE", "INTEGER"]), ")"),
      tree("MAX(", value, ")"),
      tree(value, " || 'x'"),
      tree("(", value, ")"),
      tree("IIF(", value, " IS NULL, NULL, ", value, ")"),
      tree("typeof(", value, ")"),
      tree("MAX(", value, ") OVER ()"),
      tree("json_extract(", g.one(["$", value]), ", '$.Name')"),
      tree("-", value),
    ]);
    return select(g, scope, [item], g.one(["", few(g, scope)]));
  },
  "$->Property in conditions, orders and groups"(g) {
    const scope = source(g);
    const value = () => extracted(g, scope.ranges[0]);
    const condition = g.one([
      tree(value(), ` ${comparison(g)} `, g.one(["1", "'B1'", "2.5", value(), "DATE '2020-01-01'", "TRUE", "NULL"])),
      tree(value(), " LIKE 'B%'"),
      tree(value(), " IN (1, 'a')"),
      tree(value(), " IS NOT NULL"),
      tree("(", value(), ") > 1"),
      tree(value(), " BETWEEN 1 AND 5"),
      tree(value(), " IS TRUE"),
    ]);
    return g.one([
      () => select(g, scope, [ownId(g, scope)], " WHERE ", condition, byId(g, scope)),
      () => select(g, scope, [ownId(g, scope)], " ORDER BY ", value(), ", ", ownId(g, scope)),
      () => {
        const key = value();
        return select(g, scope, [key, "COUNT(*)"], " GROUP BY ", key);
      },
      () => tree("SELECT DISTINCT ", value(), " FROM ", g.rangeText(scope.ranges[0])),
    ])();
  },
  "$ and $->Property through sub-selects, CTEs and compounds"(g) {
    const scope = source(g);
    const value = g.one(["$", extracted(g, scope.ranges[0])]);
    const inner = select(g, scope, [tree(value, " v"), ownId(g, scope)], few(g, scope));
    return g.one([
      () => tree("SELECT v FROM (", inner, ")"),
      () => tree("SELECT x.v, x.v AS w FROM (", inner, ") x"),
      () => tree("WITH x AS (", inner, ") SELECT v FROM x"),
      () => tree("SELECT v FROM (", inner, ") UNION ALL SELECT 1"),
      () => tree("SELECT b, a FROM (SELECT v AS a, v AS b FROM (", inner, ") x) y"),
    ])();
  },
  "whole instances"(g) {
    const scope = source(g, { cls: g.chance(0.3) && g.relationships.length ? g.one(g.relationships) : g.entity() });
    const prefix = scope.ranges[0].alias ? `${scope.ranges[0].alias}.` : "";
    return select(
      g,
      scope,
      listOf([
        g.one([
          `${prefix}$`,
          `${prefix}$ AS i`,
          `json_extract(${prefix}$, '$.${g.one(["ECInstanceId", "CodeValue", "Origin.X"])}')`,
          `${prefix}$->ECInstanceId, ${prefix}$`,
          `${prefix}$->$`,
          `${prefix}$.CodeValue`,
          `LENGTH(${prefix}$) > 0`,
        ]),
      ]).list,
      optional(g.one(["", " ECSQLOPTIONS USE_JS_PROP_NAMES", " OPTIONS USE_JS_PROP_NAMES DO_NOT_TRUNCATE_BLOB"])),
    );
  },
};
