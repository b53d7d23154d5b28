// Values at the edge of what can be stored or written: half points, infinities, marks at the start of a text, long whole numbers.
import { byId, comparison, few, optional, ownId, property, select, source, tree } from "./build.mjs";

const hugeNumbers = [
  "1e400",
  "-1e400",
  "9e999",
  "1e308 * 10",
  "1e400 - 1e400",
  "0.0 * 1e400",
  "1e-400",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "9007199254740993",
  "9007199254740993.0",
  "0xffffffffffffffff",
  "0x20000000000001",
  "1e15",
  "1e16",
  "123456789012345678.0",
  "0.1 + 0.2",
  "1.0",
  "1e-7",
  "-0.0",
  "5e-324",
];
const oddTexts = [
  "'\uFEFFx'",
  "'\u00A0'",
  "'a\u0000b'",
  "'\u200B'",
  "'😀'",
  "'\u2028'",
  "'é'",
  "'e\u0301'",
  "' '",
  "'\t'",
  "'''" + "'",
];

export const oddValues = {
  "points, whole and by member"(g) {
    const scope = source(g);
    const point =
      g.leafOf(scope, [g.one(["point3d", "point2d"])]) ?? g.leafOf(scope, ["point3d", "point2d"]) ?? property(g, scope);
    const member = (name) => tree(point, `.${name}`);
    const items = [ownId(g, scope), point, member("X"), member("Y")];
    const condition = g.one([
      tree(point, " IS NULL"),
      tree(point, " IS NOT NULL"),
      tree(member("X"), " IS NULL"),
      tree(point, " = ", point),
      tree(member("Y"), " > ", member("X")),
      tree(point, " <> ", point),
    ]);
    return g.one([
      () => select(g, scope, items, optional(" WHERE ", condition), byId(g, scope)),
      () => select(g, scope, ["COUNT(*)"], " WHERE ", condition),
      () => select(g, scope, [point, "COUNT(*)"], " GROUP BY ", point),
      () => tree("SELECT x.p, x.p.X, x.p.Z FROM (", select(g, scope, [tree(point, " p")]), ") x"),
      () => select(g, scope, [ownId(g, scope), point], " ORDER BY ", point, ", ", ownId(g, scope)),
    ])();
  },
  "numbers that hardly fit"(g) {
    const scope = source(g);
    const number = () => g.one(hugeNumbers);
    const double = g.leafOf(scope, ["double", "long"]) ?? "2.5";
    const item = () =>
      g.one([
        number(),
        tree("(", double, " * 1e308)"),
        tree("(", double, " / 0)"),
        tree("(", double, " + ", number(), ")"),
        tree("CAST(", number(), " AS ", g.one(["INTEGER", "TEXT", "DOUBLE", "STRING"]), ")"),
        tree("(-(", number(), "))"),
        tree("ABS(", number(), ")"),
        tree("ROUND(", number(), ", 2)"),
        double,
      ]);
    const condition = tree(double, ` ${comparison(g)} `, number());
    return select(g, scope, [item(), item()], optional(" WHERE ", condition), few(g, scope));
  },
  "numbers as text"(g) {
    const scope = source(g);
    const double = g.leafOf(scope, ["double"]) ?? "2.5";
    const computed = g.one([double, tree("(", double, " / 3)"), tree("(", double, " * 0.1)"), g.one(hugeNumbers)]);
    const item = g.one([
      tree("CAST(", computed, " AS ", g.one(["TEXT", "STRING", "VARCHAR"]), ")"),
      tree("GROUP_CONCAT(", computed, ")"),
      tree("printf('%s|%g|%f', ", computed, ", ", computed, ", 1.5)"),
      tree("json_array(", computed, ")"),
      tree("json_object('a', ", computed, ")"),
      tree("quote(", computed, ")"),
      tree("hex(", computed, ")"),
      tree("LENGTH(", computed, ")"),
      tree("json_extract('{\"a\":0.30000000000000004}', '$.a')"),
      tree("concat(", computed, ", '')"),
    ]);
    return select(g, scope, [item], optional(" WHERE ", ownId(g, scope), " < 0x40"));
  },
  "texts that start or consist of odd marks"(g) {
    const scope = source(g);
    const text = g.one(oddTexts);
    const leaf = g.leafOf(scope, ["string"]) ?? "'x'";
    const item = g.one([
      text,
      tree("LENGTH(", text, ")"),
      tree(text, " || 'x'"),
      tree("UPPER(", text, ")"),
      tree("HEX(", text, ")"),
      tree("TRIM(", leaf, ")"),
      tree("UNICODE(", leaf, ")"),
      tree("'\uFEFF' || ", leaf),
      tree("QUOTE(", text, ")"),
      tree("json_array(", text, ")"),
    ]);
    const condition = g.one([
      tree(leaf, " = ", text),
      tree(leaf, " LIKE ", text),
      tree("INSTR(", leaf, ", ", text, ") > 0"),
      tree(leaf, " < ", text),
    ]);
    return select(g, scope, [tree(item, " v")], optional(" WHERE ", condition), few(g, scope));
  },
  "stored values just as they are"(g) {
    const scope = source(g, { cls: g.one(g.favourites.length ? g.favourites : g.entities) });
    const items = [ownId(g, scope)];
    for (let i = 0; i <= g.int(5); i++) items.push(property(g, scope));
    return select(g, scope, items, byId(g, scope));
  },
};
