// Constants with a name, and numbers where a column's number may stand.
import { from, listOf, optional, ownId, property, select, source, tree } from "./build.mjs";

const constant = (g) =>
  g.one([
    "1",
    "2",
    "3",
    "-1",
    "0",
    "1.5",
    "'text'",
    "''",
    "NULL",
    "TRUE",
    "0x2",
    "2 + 1",
    "(2)",
    "DATE '2020-01-01'",
    "+1",
    "1e0",
  ]);

/** An alias: a name of its own, or one that a property has too. */
const alias = (g, scope) => {
  const taken = g.leafOf(scope, ["string", "int", "double"]);
  return g.chance(0.3) && taken?.leaf.path.length === 1
    ? g.name(taken.leaf.path[0])
    : g.one(["k", "Phase", "[g]", "[1]"]);
};

export const constants = {
  "GROUP BY an alias of a constant"(g) {
    const scope = source(g);
    const name = alias(g, scope);
    const key = property(g, scope);
    const keys = g.one([[name], [name, key], [key, name], [name, name]]);
    const items = [tree(constant(g), g.one([" AS ", " "]), name), ...(keys.includes(key) ? [key] : []), "COUNT(*) n"];
    return tree(
      "SELECT ",
      listOf(g.chance(0.3) ? items.reverse() : items),
      from(g, scope),
      " GROUP BY ",
      listOf(keys),
      optional(
        g.one(["", ` HAVING ${name} > 0`, " HAVING COUNT(*) > 1", ` HAVING n > 1`, ` HAVING ${name} = 2 AND n > 0`]),
      ),
      optional(g.one(["", "", ` ORDER BY ${name}`, " ORDER BY n DESC", " ORDER BY 1, 2"])),
    );
  },
  "ORDER BY an alias of a constant"(g) {
    const scope = source(g);
    const name = alias(g, scope);
    const items = [tree(constant(g), " ", name), property(g, scope), ownId(g, scope)];
    return tree(
      "SELECT ",
      listOf(items),
      from(g, scope),
      " ORDER BY ",
      name,
      g.one(["", " DESC"]),
      ", ",
      ownId(g, scope),
    );
  },
  "an alias that is computed or hides a property"(g) {
    const scope = source(g);
    const leaf = g.leafOf(scope, ["string", "double", "int"]) ?? ownId(g, scope);
    const name = g.name(leaf.leaf.path.at(-1));
    const computed = g.one([
      tree("-", leaf),
      tree("SUBSTR(", leaf, ", 1, 1)"),
      tree("COALESCE(", leaf, ", 'none')"),
      tree("UPPER(", leaf, ")"),
      tree("(", leaf, ")"),
      tree("NULL"),
    ]);
    const rest = g.one([
      tree(" GROUP BY ", name),
      tree(" GROUP BY ", name, " ORDER BY 2, 1"),
      tree(" GROUP BY ", name, " HAVING ", name, " IS NOT NULL"),
    ]);
    if (g.chance(0.6)) return tree("SELECT ", computed, " ", name, ", COUNT(*) n", from(g, scope), rest);
    return tree(
      g.one(["SELECT ", "SELECT DISTINCT "]),
      computed,
      " ",
      name,
      from(g, scope),
      optional(" WHERE ", name, " IS NOT NULL"),
      " ORDER BY ",
      name,
    );
  },
  "GROUP BY or ORDER BY a constant"(g) {
    const scope = source(g);
    const by = g.one([" GROUP BY ", " GROUP BY ", " ORDER BY "]);
    const items = by === " GROUP BY " ? ["COUNT(*) n"] : [ownId(g, scope), property(g, scope)];
    return tree("SELECT ", listOf(items), from(g, scope), by, constant(g));
  },
  "GROUP BY an expression or a composite property"(g) {
    const scope = source(g);
    const key = g.one([
      property(g, scope),
      g.number(scope, 1),
      g.string(scope, 1),
      g.leafOf(scope, [g.one(["nav", "point3d", "struct", "array", "binary", "guid"])]) ?? "NULL",
    ]);
    return tree(
      "SELECT ",
      listOf([key, "COUNT(*) n"]),
      from(g, scope),
      " GROUP BY ",
      key,
      optional(g.one(["", " ORDER BY 1", " ORDER BY n, 1"])),
    );
  },
  "HAVING without GROUP BY, or of what is not grouped"(g) {
    const scope = source(g);
    const having = g.one([
      tree("COUNT(*) > 1"),
      tree(property(g, scope), " IS NOT NULL"),
      tree("MAX(", g.number(scope, 0), ") > 0"),
      g.condition(scope, 1),
    ]);
    return tree("SELECT COUNT(*) n", from(g, scope), optional(" GROUP BY ", property(g, scope)), " HAVING ", having);
  },
  "SELECT without FROM": (g) =>
    tree(
      "SELECT ",
      listOf([constant(g), g.one([constant(g), tree(constant(g), " AS k")])]),
      optional(g.one(["", " WHERE 1 = 1", " LIMIT 1", " ORDER BY 1"])),
    ),
};
