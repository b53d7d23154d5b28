// Values of every sort against values of every other, where some are refused and some compared in silence.
import { anySort, byId, comparison, few, ownId, select, sorts, source, tree, valueOf } from "./build.mjs";

const some = (g, scope) => {
  const value = valueOf(g, scope, g.one(sorts));
  return g.chance(0.1) ? tree("(", value, ")") : value;
};

export const wrongKinds = {
  "any value compared with any other"(g) {
    const scope = source(g);
    const condition = tree(some(g, scope), ` ${comparison(g)} `, some(g, scope));
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      g.one([condition, condition, tree("(", condition, ")"), tree("NOT ", condition), tree("NOT (", condition, ")")]),
      byId(g, scope),
    );
  },
  "any value IN, BETWEEN or LIKE any other"(g) {
    const scope = source(g);
    const [a, b, c] = [some(g, scope), some(g, scope), some(g, scope)];
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      g.one([
        tree(a, " IN (", b, ", ", c, ")"),
        tree(a, " BETWEEN ", b, " AND ", c),
        tree(a, " LIKE ", b),
        tree(a, " NOT LIKE ", b, " ESCAPE '\\'"),
        tree(a, " IN (SELECT ECInstanceId FROM bis.Element)"),
      ]),
      byId(g, scope),
    );
  },
  "arithmetic and concatenation of any values"(g) {
    const scope = source(g);
    const value = tree(
      some(g, scope),
      g.one([" + ", " - ", " * ", " / ", " % ", " || ", " & ", " | ", " << ", " >> "]),
      some(g, scope),
    );
    return select(
      g,
      scope,
      [g.one([value, tree("(", value, ")"), tree("-", some(g, scope)), tree("~", some(g, scope))])],
      few(g, scope),
    );
  },
  "a condition that is any value"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      " WHERE ",
      g.one(["", "", "NOT "]),
      some(g, scope),
      g.one(["", "", " AND 1 = 1", " OR NULL", " IS TRUE", " IS NOT FALSE"]),
      byId(g, scope),
    );
  },
  "CASE and IIF of any values"(g) {
    const scope = source(g);
    const branch = () => anySort(g, scope);
    const value = g.one([
      () => tree("CASE WHEN ", g.condition(scope, 0), " THEN ", branch(), " ELSE ", branch(), " END"),
      () => tree("CASE WHEN ", branch(), " THEN 1 END"),
      () => tree("IIF(", branch(), ", ", branch(), ", ", branch(), ")"),
      () => tree("CASE ", branch(), " WHEN ", branch(), " THEN 1 ELSE 0 END"),
      () => tree("IIF(", g.condition(scope, 0), ", ", branch(), ")"),
    ])();
    return select(g, scope, [tree(value, g.one([" v", ""]))], few(g, scope));
  },
  "functions of any values"(g) {
    const scope = source(g);
    const name = g.one([
      "UPPER",
      "LENGTH",
      "ABS",
      "ROUND",
      "COALESCE",
      "MAX",
      "MIN",
      "SUM",
      "AVG",
      "COUNT",
      "GROUP_CONCAT",
      "SUBSTR",
      "INSTR",
      "TRIM",
      "HEX",
      "QUOTE",
      "IdToHex",
      "GuidToStr",
      "StrToGuid",
      "ec_classname",
      "json_array",
      "json_extract",
      "strftime",
      "typeof",
      "printf",
      "EVERY",
      "TOTAL",
      "IFNULL",
      "NULLIF",
    ]);
    const call = g.call(name, ...Array.from({ length: 1 + g.int(2) }, () => some(g, scope)));
    return select(g, scope, [call]);
  },
  "an order, group or distinct of any values"(g) {
    const scope = source(g);
    const value = some(g, scope);
    return g.one([
      () => select(g, scope, [ownId(g, scope)], " ORDER BY ", value, ", ", ownId(g, scope)),
      () => select(g, scope, ["COUNT(*)", value], " GROUP BY ", value),
      () => tree("SELECT DISTINCT ", value, " FROM ", g.rangeText(scope.ranges[0])),
      () => select(g, scope, [tree("COUNT(DISTINCT ", value, ")")]),
    ])();
  },
};
