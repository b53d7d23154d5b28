// LIMIT and OFFSET in every form and place.
import { byId, optional, ownId, property, select, source, tree } from "./build.mjs";

const counts = [
  "1",
  "3",
  "0",
  "-1",
  "1 + 1",
  "(2)",
  "2.0",
  "2.5",
  "'2'",
  "NULL",
  "0x2",
  "ABS(-2)",
  "100000",
  "-(-2)",
  "TRUE",
  "(SELECT 2)",
  "2, 3",
  "1e0",
  "9223372036854775807",
];
const limit = (g) => tree(" LIMIT ", g.one(counts), g.one(["", "", tree(" OFFSET ", g.one(counts))]));

export const limits = {
  "LIMIT in all its forms"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      [ownId(g, scope)],
      byId(g, scope),
      g.one([
        limit(g),
        limit(g),
        limit(g),
        " OFFSET 2",
        " LIMIT",
        " LIMIT ALL",
        " FETCH FIRST 2 ROWS ONLY",
        " LIMIT 2 OFFSET",
      ]),
    );
  },
  "LIMIT without ORDER BY"(g) {
    const scope = source(g);
    return {
      node: select(
        g,
        scope,
        [ownId(g, scope), property(g, scope)],
        optional(" WHERE ", g.condition(scope, 0)),
        limit(g),
      ),
      loose: true,
    };
  },
  "LIMIT before ORDER BY, or after a compound"(g) {
    const scope = source(g);
    const one = select(g, scope, [ownId(g, scope)]);
    return g.one([
      () => tree(one, limit(g), byId(g, scope)),
      () => tree(one, " UNION ALL ", one, " ORDER BY 1", limit(g)),
      () => tree(one, limit(g), " UNION ALL ", one),
      () => tree(one, byId(g, scope), " UNION ALL ", one),
    ])();
  },
  "LIMIT inside sub-selects and CTEs"(g) {
    const scope = source(g, { alias: "" });
    const inner = select(g, scope, ["ECInstanceId"], " ORDER BY ECInstanceId", limit(g));
    return g.one([
      () => tree("SELECT ECInstanceId FROM (", inner, ")"),
      () => tree("SELECT COUNT(*) FROM bis.Element WHERE ECInstanceId IN (", inner, ")"),
      () => tree("WITH x AS (", inner, ") SELECT COUNT(*) FROM x"),
      () => tree("SELECT (", inner, ") v"),
      () => tree("SELECT * FROM (", inner, ") UNION ALL SELECT * FROM (", inner, ")"),
    ])();
  },
};
