// IS and IS NOT between any two things.
import { anySort, byId, few, from, ownId, property, select, source, tree } from "./build.mjs";

const right = (g, scope) => {
  const value = anySort(g, scope);
  return g.one([
    value,
    value,
    tree("(", value, ")"),
    "NULL",
    "TRUE",
    "FALSE",
    "1 + 2",
    "'B1'",
    "2",
    "DATE '2020-01-01'",
    `(${g.plainClass()})`,
    `(ONLY ${g.plainClass()})`,
    "(SELECT 1)",
  ]);
};
const is = (g, scope) => {
  const value = g.one([property(g, scope), property(g, scope), anySort(g, scope)]);
  const left = g.one([
    value,
    value,
    value,
    tree("(", value, ")"),
    tree("UPPER(", value, ")"),
    "NULL",
    "'B1'",
    tree(value, " + 1"),
  ]);
  return tree(g.one(["", "", "", "NOT "]), left, g.one([" IS ", " IS NOT "]), right(g, scope));
};

export const isOperands = {
  "IS between any operands"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      is(g, scope),
      g.one(["", "", tree(g.one([" AND ", " OR "]), g.predicate(scope, 0))]),
      byId(g, scope),
    );
  },
  "IS in IIF, CASE, HAVING and select lists"(g) {
    const scope = source(g);
    return g.one([
      () => select(g, scope, [tree("IIF(", is(g, scope), ", 1, 0)")], few(g, scope)),
      () => select(g, scope, [tree("CASE WHEN ", is(g, scope), " THEN 'y' ELSE 'n' END")], few(g, scope)),
      () =>
        tree(
          "SELECT ",
          property(g, scope),
          from(g, scope),
          " GROUP BY ",
          property(g, scope),
          " HAVING COUNT(*) ",
          g.one(["IS", "IS NOT"]),
          " 3",
        ),
      () => select(g, scope, [tree("(", is(g, scope), ") v")], few(g, scope)),
      () => select(g, scope, ["COUNT(*)"], " WHERE (", is(g, scope), ")"),
      () =>
        select(
          g,
          scope,
          ["COUNT(*)"],
          " WHERE ",
          property(g, scope),
          g.one([" IS DISTINCT FROM ", " IS NOT DISTINCT FROM "]),
          "1",
        ),
    ])();
  },
  "IS in ON"(g) {
    const scope = source(g, { alias: "a" });
    const left = g.leafOf({ ranges: [{ ...scope.ranges[0], mustQualify: true }] }, [
      "string",
      "id",
      "navId",
      "nav",
      "int",
    ]);
    return tree(
      "SELECT COUNT(*)",
      from(g, scope),
      " JOIN bis.Element b ON ",
      left,
      " IS ",
      g.one(["b.ECInstanceId", "b.CodeValue", "b.Parent.Id", "b.Parent", "(b.UserLabel)"]),
      " WHERE b.ECInstanceId < 0x40",
    );
  },
};
