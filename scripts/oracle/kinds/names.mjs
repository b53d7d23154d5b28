// Columns that share a name, and names that read like something else.
import { from, few, listOf, optional, ownId, property, select, source, tree } from "./build.mjs";

export const names = {
  "an alias that another column has as its name"(g) {
    const scope = source(g);
    const [first, second] = [property(g, scope), property(g, scope)];
    const name = g.name(second.leaf.path.at(-1));
    const items = g.one([
      [tree(first, " AS ", name), second],
      [second, tree(first, " AS ", name)],
      [tree(first, " ", name), tree(second, " ", g.name(first.leaf.path.at(-1)))],
      [tree("1 AS ", name), second, tree("'x' ", name)],
      [tree(first, " AS ", name.toLowerCase()), tree(second, " AS ", name.toUpperCase())],
    ]);
    return select(g, scope, items, few(g, scope));
  },
  "a column twice"(g) {
    const scope = source(g);
    const leaf = property(g, scope);
    const again = g.one([leaf, tree("(", leaf, ")"), g.leafOf(scope, [leaf.type]) ?? leaf]);
    return select(
      g,
      scope,
      g.one([
        [leaf, again],
        [leaf, again, leaf],
        [tree(leaf, " x"), tree(again, " x")],
        [ownId(g, scope), "*"],
      ]),
      few(g, scope),
    );
  },
  "a sub-select with columns of one name"(g) {
    const scope = source(g);
    const leaf = property(g, scope);
    const other = property(g, scope);
    const name = g.name(leaf.leaf.path.at(-1));
    const inner = select(
      g,
      scope,
      g.one([
        [leaf, leaf],
        [tree(other, " AS ", name), leaf],
        [tree(leaf, " v"), tree(other, " v")],
      ]),
      few(g, scope),
    );
    const outer = g.one(["*", `x.${name}`, name, "x.*", "v", `${name}, x.${name}`]);
    return tree("SELECT ", outer, " FROM (", inner, ") x");
  },
  "SELECT * over joined classes"(g) {
    const [a, b] = [source(g, { alias: "a" }), source(g, { alias: "b" })];
    const other = g.chance(0.4) ? { ranges: [{ ...a.ranges[0], alias: "b" }] } : b;
    return tree(
      "SELECT ",
      g.one(["*", "a.*, b.*", "b.*, a.ECInstanceId", "a.ECInstanceId, b.ECInstanceId", "a.*, a.*"]),
      from(g, a),
      g.one([" JOIN ", " LEFT JOIN "]),
      g.rangeText(other.ranges[0]),
      " ON a.ECInstanceId = b.ECInstanceId ORDER BY a.ECInstanceId LIMIT 5",
    );
  },
  "aliases with spaces, keywords and other marks"(g) {
    const scope = source(g);
    const leaf = property(g, scope);
    const alias = g.one([
      "[order by]",
      '"select"',
      "`from`",
      "[a.b]",
      "[]",
      "[ x ]",
      "Select",
      "[é]",
      "é",
      "date",
      "[ECInstanceId]",
      "ECInstanceId",
      "[$]",
      "[a:b]",
      "'x'",
      "x.y",
      "[x]y",
      "_",
      "x1",
      "1x",
    ]);
    return g.chance(0.6)
      ? select(g, scope, [tree(leaf, g.one([" AS ", " "]), alias)], few(g, scope))
      : tree(
          "SELECT ",
          alias,
          " FROM (",
          select(g, scope, [tree(leaf, " ", alias)], few(g, scope)),
          ")",
          optional(" WHERE ", alias, " IS NOT NULL"),
        );
  },
  "an id or class id that is computed but called so"(g) {
    const scope = source(g);
    const id = ownId(g, scope);
    const item = g.one([
      tree("IdToHex(", id, ")"),
      tree("CAST(", id, " AS STRING)"),
      tree(id, " + 0"),
      tree("ec_classname(", g.leafOf(scope, ["classId"]), ")"),
      tree("HexToId('0x26')"),
      g.leafOf(scope, ["navId"]) ?? "1",
      tree("MAX(", id, ")"),
    ]);
    return tree(
      "SELECT ",
      listOf([
        tree(item, " AS ", g.one(["ECInstanceId", "ECClassId", "[ECInstanceId]", "id", "className"])),
        g.leafOf(scope, ["classId"]),
      ]),
      from(g, scope),
    );
  },
};
