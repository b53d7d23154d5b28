// Window functions in all their clauses.
import { byId, from, listOf, optional, ownId, property, select, single, source, tree } from "./build.mjs";

const call = (g, scope) => {
  const value = g.one([g.leafOf(scope, ["double", "int"]) ?? "1", single(g, scope)]);
  return g.one([
    tree("SUM(", value, ")"),
    tree("COUNT(*)"),
    tree("COUNT(", value, ")"),
    tree("AVG(", value, ")"),
    tree("MAX(", value, ")"),
    "ROW_NUMBER()",
    "RANK()",
    "DENSE_RANK()",
    "PERCENT_RANK()",
    "CUME_DIST()",
    "NTILE(3)",
    tree("LAG(", value, ")"),
    tree("LEAD(", value, ", 2, ", g.one(["-1", "'none'", "NULL"]), ")"),
    tree("NTH_VALUE(", value, ", 2)"),
    tree("FIRST_VALUE(", value, ")"),
    tree("LAST_VALUE(", value, ")"),
    tree("GROUP_CONCAT(", value, ", ',')"),
    tree("TOTAL(", value, ")"),
    tree("MIN(DISTINCT ", value, ")"),
    tree("json_group_array(", value, ")"),
  ]);
};
const frames = [
  "",
  "",
  " ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING",
  " ROWS 1 PRECEDING",
  " GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW",
  " RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
  " RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING",
  " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP",
  " GROUPS UNBOUNDED PRECEDING EXCLUDE TIES",
  " ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING EXCLUDE NO OTHERS",
];

const partitionKey = (g, scope) =>
  g.weighted([
    [4, () => property(g, scope)],
    [1, () => g.string(scope, 1)],
    [1, () => g.number(scope, 1)],
    [0.5, () => tree("(", property(g, scope), ")")],
    [0.5, () => g.one(["NULL", "1", "'x'", "TRUE"])],
    [0.5, () => tree(property(g, scope), " COLLATE ", g.one(["NOCASE", "BINARY", "RTRIM", "Latin"]))],
    [0.5, () => tree("CASE WHEN ", g.condition(scope, 0), " THEN 1 ELSE 2 END")],
  ])();

function definition(g, scope) {
  const keys = [partitionKey(g, scope), ...(g.chance(0.3) ? [partitionKey(g, scope)] : [])];
  const order = tree(
    "ORDER BY ",
    g.one([
      ownId(g, scope),
      tree(single(g, scope, 1), g.one(["", " DESC", " NULLS LAST", " COLLATE NOCASE DESC"]), ", ", ownId(g, scope)),
    ]),
    g.one(frames),
  );
  return g.one([
    tree("PARTITION BY ", listOf(keys)),
    tree("PARTITION BY ", listOf(keys), " ", order),
    order,
    order,
    "",
  ]);
}

export const windows = {
  "OVER with PARTITION BY and frames"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [tree(call(g, scope), " OVER (", definition(g, scope), ")", g.one([" w", ""])), ownId(g, scope)],
      byId(g, scope),
    );
  },
  "FILTER and OVER"(g) {
    const scope = source(g);
    const filter = tree(" FILTER (WHERE ", g.condition(scope, 0), ")");
    const over = tree(" OVER (", definition(g, scope), ")");
    return g.one([
      () => select(g, scope, [tree(call(g, scope), filter, over)], byId(g, scope)),
      () => select(g, scope, [tree(call(g, scope), filter, optional(over))]),
      () =>
        tree(
          "SELECT ",
          property(g, scope),
          ", ",
          tree("COUNT(*)", filter),
          from(g, scope),
          " GROUP BY ",
          property(g, scope),
        ),
    ])();
  },
  "named windows"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [
        tree(call(g, scope), " OVER w"),
        tree(call(g, scope), " OVER ", g.one(["w", "w2", "(w)", "(w ROWS 1 PRECEDING)"])),
      ],
      " WINDOW w AS (",
      definition(g, scope),
      ")",
      g.one(["", tree(", w2 AS (", definition(g, scope), ")")]),
      byId(g, scope),
    );
  },
  "windows beside groups, in sub-selects and in ORDER BY"(g) {
    const scope = source(g);
    const window = tree(call(g, scope), " OVER (", definition(g, scope), ")");
    const key = property(g, scope);
    return g.one([
      () =>
        tree(
          "SELECT ",
          key,
          ", ROW_NUMBER() OVER (ORDER BY COUNT(*) DESC, ",
          key,
          ") r, COUNT(*) n",
          from(g, scope),
          " GROUP BY ",
          key,
        ),
      () => tree("SELECT * FROM (", select(g, scope, [ownId(g, scope), tree(window, " r")]), ") x WHERE x.r = 1"),
      () => select(g, scope, [ownId(g, scope)], " ORDER BY ", window, ", ", ownId(g, scope)),
      () => select(g, scope, [ownId(g, scope)], " WHERE ", window, " > 1"),
      () => select(g, scope, [tree("IIF(", window, " > 1, 1, 0)"), tree(window, " + 1")], byId(g, scope)),
    ])();
  },
};
