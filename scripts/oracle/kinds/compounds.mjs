// Compounds of columns that differ in type, name and number.
import { anySort, byId, listOf, optional, select, source, tree } from "./build.mjs";

const operators = [" UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT ", " UNION DISTINCT ", " MINUS "];

function branch(g, width) {
  const scope = source(g);
  return select(
    g,
    scope,
    Array.from({ length: width }, (_, at) =>
      tree(anySort(g, scope), g.chance(0.3) ? g.one([" v", ` c${at}`, " AS w"]) : ""),
    ),
    optional(" WHERE ", g.condition(scope, 0)),
  );
}

export const compounds = {
  "compounds of any types"(g) {
    const width = 1 + g.int(3);
    const branches = Array.from({ length: 2 + g.int(2) }, () => branch(g, g.chance(0.03) ? width + 1 : width));
    return tree(listOf(branches, g.one(operators), 2), optional(g.one(["", "", " ORDER BY 1", " ORDER BY 1 DESC, 2"])));
  },
  "compounds inside sub-selects, CTEs and IN"(g) {
    const inner = listOf([branch(g, 1), branch(g, 1)], g.one(operators), 2);
    return g.one([
      () => tree("SELECT * FROM (", inner, ")"),
      () => tree("SELECT COUNT(*) FROM bis.Element WHERE ECInstanceId IN (", inner, ")"),
      () => tree("WITH x(v) AS (", inner, ") SELECT v FROM x"),
      () => tree("SELECT COUNT(*) FROM (", inner, ") x"),
      () => tree("(", inner, ")"),
    ])();
  },
  "one class's ids and another's in one column"(g) {
    const [a, b] = [source(g), source(g)];
    const items = (scope) => [g.leafOf(scope, ["id"]), g.leafOf(scope, ["classId"])];
    const both = tree(select(g, a, items(a)), " UNION ALL ", select(g, b, items(b)));
    return g.chance(0.5)
      ? both
      : tree(
          "SELECT ECInstanceId, ECClassId FROM (",
          select(g, a, ["ECInstanceId", "ECClassId"]),
          " UNION ",
          select(g, b, ["ECInstanceId", "ECClassId"]),
          ") x",
          g.one(["", " ORDER BY ECInstanceId"]),
        );
  },
  "statements in statements' places"(g) {
    const scope = source(g);
    return g.one([
      () => tree("SELECT (", select(g, scope, [anySort(g, scope)], byId(g, scope), " LIMIT 1"), ") v"),
      () => tree("SELECT (", select(g, scope, [anySort(g, scope), "1"]), ")"),
      () => tree("SELECT EXISTS (", select(g, scope, ["1"]), ") v"),
      () =>
        tree("WITH x AS (", select(g, scope, ["ECInstanceId"]), "), y AS (SELECT COUNT(*) n FROM x) SELECT n FROM y"),
      () => tree("SELECT * FROM (WITH x AS (", select(g, scope, [tree(anySort(g, scope), " v")]), ") SELECT v FROM x)"),
      () => tree("WITH x(a, b) AS (", select(g, scope, [anySort(g, scope)]), ") SELECT a FROM x"),
    ])();
  },
};
