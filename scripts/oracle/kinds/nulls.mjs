// NULL beside a value: which of the two decides the type of the column?
import {
  anySort,
  byId,
  few,
  listOf,
  named,
  optional,
  ownId,
  select,
  single,
  sorts,
  source,
  tree,
  valueOf,
} from "./build.mjs";

const iifWithNull = (g, scope, value) => {
  const [yes, no] = g.one([
    [value(), "NULL"],
    ["NULL", value()],
    [value(), "NULL"],
    ["NULL", "NULL"],
  ]);
  return { parts: ["IIF(", g.condition(scope, 1), ", ", yes, ", ", no, ")"], kind: "iif" };
};

function caseWithNulls(g, scope, value) {
  const branch = () => (g.chance(0.5) ? "NULL" : value());
  const whens = [];
  for (let i = 0; i <= g.int(3); i++) whens.push(tree(" WHEN ", g.condition(scope, 1), " THEN ", branch()));
  return { parts: ["CASE", listOf(whens, "", 1), optional(" ELSE ", branch()), " END"], kind: "case" };
}

const nullable = (g, scope, value) =>
  g.weighted([
    [3, () => iifWithNull(g, scope, value)],
    [3, () => caseWithNulls(g, scope, value)],
    [1, () => iifWithNull(g, scope, () => iifWithNull(g, scope, value))],
    [0.5, () => g.call("COALESCE", "NULL", value(), ...(g.chance(0.5) ? ["NULL"] : []))],
    [0.5, () => g.call("IFNULL", "NULL", value())],
    [0.5, () => g.call("NULLIF", value(), value())],
    [0.3, () => tree("CAST(NULL AS ", g.one(["DOUBLE", "STRING", "INTEGER", "TIMESTAMP", "BOOLEAN", "BINARY"]), ")")],
  ])();

const ofOneSort = (g, scope) => {
  const sort = g.one(sorts);
  return () => valueOf(g, scope, sort);
};

/** What an outer query asks of a column whose first branch is NULL. */
const outerUses = (g, column) =>
  g.one([
    [column, ""],
    [column, ` WHERE ${column} IS NOT NULL`],
    [column, ` WHERE ${column} > ${g.one(["5", "0x20", "'B'", "0.5"])}`],
    [column, ` WHERE ${column} LIKE 'B%'`],
    [`${column} + 1`, ""],
    [`UPPER(${column})`, ""],
    [`${column} || 'x'`, ""],
    [`COALESCE(${column}, 0)`, ""],
    [`MAX(${column}), COUNT(${column})`, ""],
    [column, ` GROUP BY ${column}`],
    [column, ` ORDER BY ${column} DESC`],
    [`${column}, typeof(${column})`, ""],
    ["*", ""],
  ]);

function branches(g, sort, count) {
  const list = [];
  for (let i = 0; i < count; i++) {
    const scope = source(g);
    const value = i === 0 || g.chance(0.2) ? "NULL" : valueOf(g, scope, sort);
    list.push(select(g, scope, [i === 0 ? tree(value, " v") : value], optional(" WHERE ", g.condition(scope, 1))));
  }
  return g.chance(0.15) ? list.reverse() : list;
}

const operator = (g) =>
  g.weighted([
    [5, " UNION ALL "],
    [2, " UNION "],
    [0.5, " EXCEPT "],
    [0.5, " INTERSECT "],
  ]);

function nullFirst(g) {
  const list = branches(g, g.one(sorts), 2 + g.int(2));
  return listOf(list, operator(g), 2);
}

export const nulls = {
  "IIF or CASE with NULL branches"(g) {
    const scope = source(g);
    const items = [ownId(g, scope)];
    for (let i = 0; i <= g.int(3); i++) items.push(named(g, nullable(g, scope, ofOneSort(g, scope)), `v${i}`));
    return select(g, scope, items, few(g, scope));
  },
  "IIF or CASE with branches of several sorts"(g) {
    const scope = source(g);
    const value = () => anySort(g, scope);
    return select(g, scope, [named(g, nullable(g, scope, value), "v")], few(g, scope));
  },
  "an expression over IIF or CASE with NULL branches"(g) {
    const scope = source(g);
    const value = nullable(g, scope, () => single(g, scope));
    const around = g.one([
      tree("(", value, " + 1)"),
      tree("SUM(", value, "), COUNT(*)"),
      tree("MAX(", value, ")"),
      tree("COALESCE(", value, ", -1)"),
      tree("COUNT(DISTINCT ", value, ")"),
      tree("(", value, " || 'x')"),
      tree("typeof(", value, ")"),
      tree("GROUP_CONCAT(", value, ")"),
    ]);
    return select(g, scope, [around]);
  },
  "a sub-select's or CTE's IIF or CASE with NULL branches"(g) {
    const scope = source(g);
    const inner = select(g, scope, [tree(nullable(g, scope, ofOneSort(g, scope)), " v")]);
    const [item, rest] = outerUses(g, g.one(["v", "x.v"]));
    if (g.chance(0.5)) return tree("SELECT ", item, " FROM (", inner, ") x", optional(rest));
    return g.chance(0.5)
      ? tree("WITH x(v) AS (", inner, ") SELECT ", item, " FROM x", optional(rest))
      : tree("WITH x AS (", inner, ") SELECT ", item, " FROM x", optional(rest));
  },
  "a compound whose first branch is NULL": (g) => ({
    parts: [nullFirst(g), optional(g.one(["", " ORDER BY 1", " ORDER BY v DESC"]))],
    kind: "compound",
  }),
  "a sub-select whose first branch is NULL"(g) {
    const [item, rest] = outerUses(g, g.one(["v", "x.v"]));
    return tree("SELECT ", item, " FROM (", nullFirst(g), ") x", optional(rest));
  },
  "a CTE whose first branch is NULL"(g) {
    const [item, rest] = outerUses(g, g.one(["v", "x.v"]));
    return tree("WITH x", g.one(["(v)", ""]), " AS (", nullFirst(g), ") SELECT ", item, " FROM x", optional(rest));
  },
  "a recursive CTE whose first branch is NULL"(g) {
    const scope = source(g, { alias: "s" });
    const value = anySort(g, scope);
    const [item, rest] = outerUses(g, g.one(["v", "t.v"]));
    return tree(
      "WITH RECURSIVE t(id, v, depth) AS (SELECT ECInstanceId, ",
      g.one(["NULL", "NULL", "0", "''"]),
      ", 0 FROM ",
      g.one(["bis.Subject WHERE ECInstanceId = 0x1", "bis.Element WHERE Parent.Id IS NULL", "bis.Subject"]),
      " UNION ALL SELECT s.ECInstanceId, ",
      g.one([value, "s.Parent.Id", "s.CodeValue", "s.Parent", "t.depth", "NULL"]),
      ", t.depth + 1 FROM ",
      g.chance(0.5) ? tree(g.rangeText(scope.ranges[0])) : "bis.Element s",
      " JOIN t ON s.",
      g.one(["Parent.Id", "Model.Id"]),
      " = t.id WHERE t.depth < 3) SELECT ",
      g.chance(0.5) ? tree("id, ", item, ", depth") : item,
      " FROM t",
      optional(rest),
    );
  },
  "a condition on NULL"(g) {
    const scope = source(g);
    const left = g.chance(0.5) ? "NULL" : single(g, scope);
    const right = g.chance(0.7) ? "NULL" : single(g, scope);
    const text = g.one([
      tree(left, g.one([" = ", " > ", " <> ", " IS ", " IS NOT "]), right),
      tree(left, " IN (", right, ", 1)"),
      tree(left, " LIKE ", right),
      tree(left, " BETWEEN ", right, " AND 5"),
      "NULL",
      tree("NOT NULL"),
      tree("(", left, " IS NULL)"),
      tree(left, " + 1 > ", right),
    ]);
    return select(g, scope, [ownId(g, scope)], " WHERE ", text, byId(g, scope));
  },
};
