// Parentheses where nothing needs them.
import {
  anySort,
  byId,
  comparison,
  few,
  from,
  listOf,
  optional,
  ownId,
  property,
  select,
  single,
  source,
  tree,
} from "./build.mjs";

const once = (node) => tree("(", node, ")");
const twice = (node) => tree("((", node, "))");
const wrapped = (g, node) => (g.chance(0.2) ? twice(node) : once(node));

/** Conditions whose left operand is one thing in parentheses. */
function leftInParentheses(g, scope) {
  const left = wrapped(g, g.one([property(g, scope), single(g, scope, 1), anySort(g, scope)]));
  const right = g.chance(0.3) ? wrapped(g, single(g, scope)) : single(g, scope);
  return g.one([
    tree(left, ` ${comparison(g)} `, right),
    tree(
      left,
      g.one([" LIKE 'B%'", " NOT LIKE '%1'", " IS NULL", " IS NOT NULL", " IS TRUE", " IN (1, 2)", " NOT IN ('a')"]),
    ),
    tree(left, " BETWEEN 1 AND ", right),
    tree(left, g.one([" + 1 > ", " / 2 > ", " * 2 = ", " - 1 < "]), right),
    tree("-", left, " < ", right),
    tree("NOT ", left, ` ${comparison(g)} `, right),
    tree("(", left, ` ${comparison(g)} `, right, ")"),
    tree(left, " || 'x' = 'a'"),
    left,
    tree(left, " AND ", right),
    tree(left, " IN (SELECT ECInstanceId FROM bis.Element)"),
    tree(right, ` ${comparison(g)} `, left),
    tree("(", g.number(scope, 1), " + 1) > ", right),
  ]);
}

export const parentheses = {
  "a property in parentheses"(g) {
    const scope = source(g);
    const items = [];
    for (let i = 0; i <= g.int(3); i++) {
      const item = wrapped(g, g.one([property(g, scope), anySort(g, scope), ownId(g, scope)]));
      items.push(g.chance(0.3) ? tree(item, g.one([" AS ", " "]), `x${i}`) : item);
    }
    return tree(
      g.one(["SELECT ", "SELECT ", "SELECT DISTINCT", "SELECT ALL "]),
      listOf(items),
      from(g, scope),
      optional(" WHERE ", g.condition(scope, 1)),
    );
  },
  "SELECT DISTINCT(ECInstanceId)"(g) {
    const scope = source(g);
    return tree(
      "SELECT DISTINCT(",
      ownId(g, scope),
      ")",
      optional(", ", property(g, scope)),
      from(g, scope),
      byId(g, scope),
    );
  },
  "parentheses seen from outside a sub-select or CTE"(g) {
    const scope = source(g);
    const leaf = property(g, scope);
    const name = g.name(leaf.leaf.path.at(-1));
    const inner = select(g, scope, [wrapped(g, leaf)]);
    const outer = g.one([name, "*", `x.${name}`, `UPPER(${name})`]);
    return g.chance(0.7)
      ? tree("SELECT ", outer, " FROM (", inner, ") x")
      : tree("WITH x AS (", inner, ") SELECT ", outer, " FROM x");
  },
  "parentheses in GROUP BY, ORDER BY and arguments"(g) {
    const scope = source(g);
    const leaf = property(g, scope);
    return g.one([
      () => tree("SELECT ", g.one([leaf, once(leaf)]), ", COUNT(*)", from(g, scope), " GROUP BY ", once(leaf)),
      () =>
        tree(
          "SELECT ",
          ownId(g, scope),
          from(g, scope),
          " ORDER BY ",
          once(leaf),
          g.one([" DESC", ""]),
          ", ",
          ownId(g, scope),
        ),
      () =>
        tree("SELECT MAX(", twice(leaf), "), COUNT(DISTINCT ", once(leaf), "), COUNT(", once("1"), ")", from(g, scope)),
      () =>
        tree(
          "SELECT ",
          g.one([tree("-", once(g.number(scope, 0))), tree("+", once(g.number(scope, 0))), "(-5)", "-(5)"]),
          from(g, scope),
        ),
      () => tree("SELECT ", g.one(["(*)", "((*))", "COUNT((*))", "(a.*)"]), from(g, source(g, { alias: "a" }))),
      () => tree("SELECT (SELECT ", once(g.call("MAX", leaf)), from(g, scope), ") FROM bis.Subject LIMIT 1"),
    ])();
  },
  "a left operand in parentheses"(g) {
    const scope = source(g);
    const condition = () => leftInParentheses(g, scope);
    return g.weighted([
      [4, () => select(g, scope, [ownId(g, scope)], " WHERE ", condition())],
      [1, () => select(g, scope, [tree("IIF(", condition(), ", 1, 0)")], few(g, scope))],
      [1, () => select(g, scope, [tree("CASE WHEN ", condition(), " THEN 1 ELSE 0 END")], few(g, scope))],
      [0.5, () => select(g, scope, ["COUNT(*)"], " GROUP BY ", property(g, scope), " HAVING ", condition())],
      [0.5, () => select(g, scope, [tree(condition(), " AS c")], few(g, scope))],
      [0.5, () => select(g, scope, ["COUNT(*)"], " WHERE ", condition(), g.one([" AND ", " OR "]), condition())],
    ])();
  },
  "ON with parentheses"(g) {
    const scope = source(g, { alias: "a" });
    const left = g.leafOf({ ranges: [{ ...scope.ranges[0], mustQualify: true }] }, ["id", "navId"]);
    const on = g.one([
      tree("(", left, ") = b.ECInstanceId"),
      tree("(", left, " = b.ECInstanceId)"),
      tree("((", left, ") = (b.ECInstanceId))"),
      tree("b.ECInstanceId = (", left, ")"),
    ]);
    return tree(
      "SELECT COUNT(*)",
      from(g, scope),
      g.one([" JOIN ", " LEFT JOIN "]),
      g.one(["bis.Element", "bis.Model"]),
      " b ON ",
      on,
    );
  },
};
