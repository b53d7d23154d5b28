// Bound values where nothing says their type, and of types that do not fit.
import { anySort, byId, comparison, few, ownId, select, source, tree } from "./build.mjs";

const values = [
  ["int", 1],
  ["int", -5],
  ["long", 9007199254740991],
  ["long", 3],
  ["double", 2.5],
  ["double", 2],
  ["string", "a"],
  ["string", "12"],
  ["string", ""],
  ["boolean", true],
  ["null", null],
  ["id", "0x26"],
  ["blob", { $b64: "AQI=" }],
  ["point2d", { x: 1, y: 2 }],
  ["point3d", { x: 1, y: 2, z: 3 }],
];
const bound = (g, among = values) => `:${g.bind(...g.one(among))}`;
const singles = values.slice(0, 12);

const jsonCalls = (g, value) =>
  g.one([
    tree("json_object('a', ", value, ")"),
    tree("json_array(", value, ", 1)"),
    tree("json_set('{}', '$.x', ", value, ")"),
    tree("json_insert('[1]', '$[#]', ", value, ")"),
    tree("json_replace('{\"a\":1}', '$.a', ", value, ")"),
    tree("json_quote(", value, ")"),
    tree("json_group_array(", value, ")"),
    tree("json_group_object('k', ", value, ")"),
    tree("json_patch('{}', json_object('a', ", value, "))"),
    tree("json_array_length(json_array(", value, "))"),
    tree("json_type(json_array(", value, "), '$[0]')"),
    tree("json_extract(json_array(", value, "), '$[0]')"),
  ]);
const plainCalls = (g, value) =>
  g.one([
    tree("typeof(", value, ")"),
    tree("quote(", value, ")"),
    tree("printf('%s', ", value, ")"),
    tree("COALESCE(", value, ", 1)"),
    tree("ABS(", value, ")"),
    tree("LENGTH(", value, ")"),
    tree("UPPER(", value, ")"),
    tree("(", value, " || 'x')"),
    tree("(", value, " + 1)"),
    tree("IIF(", value, ", 1, 2)"),
    tree("CASE WHEN ", value, " = 1 THEN 'a' ELSE 'b' END"),
    tree("CAST(", value, " AS STRING)"),
    tree("MAX(", value, ", 1)"),
    tree("IdToHex(", value, ")"),
    tree("hex(", value, ")"),
    tree("NULLIF(", value, ", 1)"),
    tree("(", value, " IS NULL)"),
    tree("concat(", value, ", 'x')"),
    tree("ROUND(", value, ")"),
    tree("(-", value, ")"),
  ]);

export const parameters = {
  "a bound value in a JSON function"(g) {
    const call = jsonCalls(g, bound(g, singles));
    if (g.chance(0.5)) return tree("SELECT ", call, " AS j");
    const scope = source(g);
    return tree("SELECT ", call, " FROM ", g.rangeText(scope.ranges[0]), " WHERE ", ownId(g, scope), " < 0x40");
  },
  "a bound value in another function or operator"(g) {
    const call = plainCalls(g, bound(g, singles));
    return g.chance(0.5) ? tree("SELECT ", call, " AS j") : select(g, source(g), [call], " LIMIT 1");
  },
  "a bound value against a property of any type"(g) {
    const scope = source(g);
    const value = bound(g);
    const left = anySort(g, scope);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      g.one([
        tree(left, ` ${comparison(g)} `, value),
        tree(value, ` ${comparison(g)} `, left),
        tree(left, " IN (", value, ")"),
        tree(left, " BETWEEN ", value, " AND ", bound(g)),
        tree(left, " LIKE ", value),
      ]),
      byId(g, scope),
    );
  },
  "a parameter in LIMIT or OFFSET"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      byId(g, scope),
      " LIMIT ",
      bound(g, [
        ["int", 2],
        ["long", 3],
        ["double", 2],
        ["int", -1],
        ["null", null],
        ["string", "2"],
      ]),
      g.one([
        "",
        tree(
          " OFFSET ",
          bound(g, [
            ["int", 1],
            ["int", 0],
          ]),
        ),
      ]),
    );
  },
  "a parameter in CASE, IIF, BETWEEN and sub-selects"(g) {
    const scope = source(g);
    const value = bound(g, singles);
    return g.one([
      () =>
        select(
          g,
          scope,
          [
            tree(
              "CASE WHEN ",
              g.condition(scope, 0),
              " THEN ",
              value,
              " ELSE ",
              g.one(["NULL", "1", "'x'", value]),
              " END v",
            ),
          ],
          few(g, scope),
        ),
      () =>
        select(
          g,
          scope,
          [tree("IIF(", g.condition(scope, 0), ", ", value, ", ", g.one(["NULL", "1", "'x'"]), ") v")],
          few(g, scope),
        ),
      () => tree("SELECT x.v FROM (", select(g, scope, [tree(value, " + 0 v")], few(g, scope)), ") x"),
      () => select(g, scope, ["COUNT(*)"], " WHERE ", value),
      () => tree("WITH c(v) AS (SELECT COALESCE(", value, ", 1)) SELECT v FROM c"),
    ])();
  },
};
