// Dates of one kind against dates, texts and numbers of another.
import { byId, comparison, few, from, optional, ownId, select, source, tree } from "./build.mjs";

const literals = [
  "DATE '2024-01-01'",
  "TIMESTAMP '2024-01-01T00:00:00Z'",
  "TIMESTAMP '2024-01-01T00:00:00'",
  "TIMESTAMP '2024-01-01T00:00:00.500'",
  "TIMESTAMP '2020-06-01'",
  "TIMESTAMP '2020-01-01 10:00:00'",
  "TIME '10:00:00'",
  "'2024-01-01'",
  "'2024-01-01T00:00:00Z'",
  "CURRENT_TIMESTAMP",
  "CURRENT_DATE",
  "CURRENT_TIME",
  "DATE '2024-13-01'",
  "TIMESTAMP '2024-01-01T00:00:00+02:00'",
  "DATE '2024-1-1'",
  "NULL",
  "2460000.5",
  "DATE('2024-01-01')",
  "julianday('2024-01-01')",
  "TIMESTAMP '2024-01-01T24:00:00Z'",
  "DATE '2024-01-01T00:00:00'",
  "DATE ''",
];
const fixed = literals.filter((text) => !text.startsWith("CURRENT"));

const dated = (g) => {
  const classes = g.entities.filter((cls) => g.leaves(cls).some(({ type }) => type === "date"));
  const own = classes.filter((cls) => g.favourites.includes(cls));
  const scope = source(g, { cls: g.one(own.length && g.chance(0.7) ? own : classes) ?? g.entity() });
  const leaf = () => g.leafOf(scope, ["date"]) ?? "NULL";
  return { scope, leaf };
};

export const dates = {
  "a date against a literal"(g) {
    const { scope, leaf } = dated(g);
    const literal = g.one(literals);
    const left = g.chance(0.15) ? tree("(", leaf(), ")") : leaf();
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      g.chance(0.7) ? tree(left, ` ${comparison(g)} `, literal) : tree(literal, ` ${comparison(g)} `, left),
      byId(g, scope),
    );
  },
  "a date in IN, BETWEEN, CASE and IS"(g) {
    const { scope, leaf } = dated(g);
    const [a, b] = [g.one(fixed), g.one(fixed)];
    const condition = g.one([
      tree(leaf(), " IN (", a, ", ", b, ")"),
      tree(leaf(), " BETWEEN ", a, " AND ", b),
      tree(leaf(), " NOT BETWEEN ", leaf(), " AND ", b),
      tree(leaf(), " IS ", a),
      tree("CASE WHEN ", leaf(), " > ", a, " THEN 1 ELSE 0 END = 1"),
      tree("COALESCE(", leaf(), ", ", a, ") < ", b),
      tree(leaf(), " LIKE '2020%'"),
      tree("MAX(", leaf(), ", ", a, ") > ", b),
    ]);
    return select(g, scope, [ownId(g, scope)], " WHERE ", condition, byId(g, scope));
  },
  "a date against a date"(g) {
    const { scope, leaf } = dated(g);
    return select(g, scope, [ownId(g, scope)], " WHERE ", leaf(), ` ${comparison(g)} `, leaf(), byId(g, scope));
  },
  "dates in functions and arithmetic"(g) {
    const { scope, leaf } = dated(g);
    const value = g.chance(0.7) ? leaf() : g.one(fixed);
    const item = g.one([
      tree("strftime('%Y-%m-%d %H:%M:%S', ", value, ")"),
      tree("[date](", value, ")"),
      tree("date(", value, ")"),
      tree("datetime(", value, ")"),
      tree("time(", value, ")"),
      tree("julianday(", value, ")"),
      tree("unixepoch(", value, ")"),
      tree("(", value, " + 1)"),
      tree("(", value, " - ", leaf(), ")"),
      tree("MAX(", value, ")"),
      tree("COUNT(DISTINCT ", value, ")"),
      tree("CAST(", value, " AS ", g.one(["STRING", "DOUBLE", "INTEGER", "DATE", "TIMESTAMP"]), ")"),
      tree("(", value, " || '')"),
      tree("typeof(", value, ")"),
      tree("SUBSTR(", value, ", 1, 4)"),
      tree("timediff(", value, ", '2020-01-01')"),
      tree("strftime('%W %j %s', ", value, ", '+1 month')"),
      tree("json_array(", value, ")"),
      tree("UPPER(", value, ")"),
      tree("-", value),
    ]);
    return tree(
      "SELECT ",
      tree(item, g.one([" v", ""])),
      from(g, scope),
      optional(" WHERE ", ownId(g, scope), " < 0x80"),
    );
  },
  "date literals as columns"(g) {
    const { scope, leaf } = dated(g);
    const [a, b] = [g.one(fixed), g.one(fixed)];
    return g.one([
      () => tree("SELECT ", a, g.one([" d", ""])),
      () => select(g, scope, [leaf(), tree(a, " d")], few(g, scope)),
      () => tree(select(g, scope, [leaf()]), " UNION ", select(g, scope, [g.chance(0.5) ? a : leaf()])),
      () => tree("SELECT x.d FROM (", select(g, scope, [tree(leaf(), " d")]), ") x WHERE x.d > ", a),
      () =>
        select(
          g,
          scope,
          [tree("IIF(", leaf(), " > ", b, ", ", leaf(), ", ", g.one([a, "NULL"]), ") d")],
          few(g, scope),
        ),
    ])();
  },
};
