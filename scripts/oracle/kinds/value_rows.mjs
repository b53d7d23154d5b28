// VALUES wherever a query may stand.
import { byId, few, listOf, optional, ownId, property, select, source, tree } from "./build.mjs";

const constant = (g) =>
  g.one([
    "1",
    "2",
    "'a'",
    "'b'",
    "NULL",
    "0x26",
    "1.5",
    "TRUE",
    "1 + 1",
    "UPPER('x')",
    "DATE '2020-01-01'",
    "-3",
    "'[]'",
    "(4)",
  ]);
const row = (g, width) =>
  tree(
    "(",
    listOf(
      Array.from({ length: width }, () => constant(g)),
      ", ",
      width,
    ),
    ")",
  );
const values = (g, width = 1 + g.int(3)) =>
  tree(
    "VALUES ",
    listOf(
      Array.from({ length: 1 + g.int(3) }, () => row(g, width)),
      g.one([",", ", "]),
    ),
  );

export const valueRows = {
  "VALUES alone": (g) => tree(values(g), optional(g.one(["", " ORDER BY 1", " LIMIT 1", " UNION ALL VALUES (1)"]))),
  "VALUES as a sub-select"(g) {
    return tree(
      "SELECT ",
      g.one(["*", "x.*", "COUNT(*)", "x.v", "1"]),
      " FROM (",
      values(g),
      ")",
      g.one(["", " x", " AS x"]),
      optional(g.one(["", " ORDER BY 1", " LIMIT 1"])),
    );
  },
  "VALUES in a CTE"(g) {
    const width = 1 + g.int(3);
    const columns = ["a", "b", "c"].slice(0, g.chance(0.9) ? width : 2);
    const main = g.one([
      `SELECT ${columns.join(", ")} FROM v`,
      "SELECT * FROM v",
      "SELECT a + 1 FROM v ORDER BY a DESC",
      "SELECT COUNT(*), MAX(a) FROM v",
      "SELECT v.a FROM v WHERE v.a > 1",
      "SELECT e.ECInstanceId, v.a FROM bis.Element e JOIN v ON v.a = e.ECInstanceId",
      "SELECT e.ECInstanceId FROM bis.Element e WHERE e.ECInstanceId IN (SELECT a FROM v)",
      "SELECT UPPER(a) FROM v",
      "SELECT a FROM v GROUP BY a",
    ]);
    return tree(
      "WITH ",
      g.one(["", "RECURSIVE "]),
      "v",
      g.chance(0.85) ? `(${columns.join(", ")})` : "",
      " AS (",
      values(g, width),
      ") ",
      main,
    );
  },
  "IN (VALUES …)"(g) {
    const scope = source(g);
    const left = g.one([ownId(g, scope), property(g, scope)]);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      left,
      g.one([" IN (", " NOT IN (", " = ANY ("]),
      values(g, 1),
      ")",
      byId(g, scope),
    );
  },
  "VALUES beside SELECT in a compound"(g) {
    const scope = source(g);
    const one = select(g, scope, [property(g, scope)]);
    const operator = g.one([" UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT "]);
    return g.chance(0.5) ? tree(one, operator, values(g, 1)) : tree(values(g, 1), operator, one);
  },
  "VALUES joined or tested"(g) {
    const scope = source(g, { alias: "a" });
    return g.one([
      () => select(g, scope, [ownId(g, scope)], " JOIN (", values(g, 1), ") v ON 1 = 1"),
      () => select(g, scope, [ownId(g, scope), tree("(", values(g, 1), ")")], few(g, scope)),
      () => select(g, scope, [ownId(g, scope)], " WHERE EXISTS (", values(g, 1), ")"),
      () => select(g, scope, [ownId(g, scope)], " WHERE (", values(g, 1), ") = 1"),
      () =>
        select(
          g,
          scope,
          [ownId(g, scope)],
          " WHERE (",
          property(g, scope),
          ", 1) ",
          g.one(["=", "IN"]),
          " (",
          values(g, 2),
          ")",
        ),
    ])();
  },
};
