// Joins in forms that one engine or the other refuses.
import { from, optional, property, source, tree } from "./build.mjs";

const qualified = (scope) => ({ ranges: scope.ranges.map((range) => ({ ...range, mustQualify: true })), level: 1 });

export const joins = {
  "CROSS, NATURAL and conditionless joins"(g) {
    const a = source(g, { alias: "a" });
    const b = source(g, {
      alias: "b",
      cls: g.entities.find(({ name }) => name === g.one(["Subject", "Model", "SpatialCategory"])) ?? g.entity(),
    });
    const both = { ranges: [...qualified(a).ranges, ...qualified(b).ranges], level: 1 };
    const on = g.one([
      "",
      " ON b.ECInstanceId = a.ECInstanceId",
      tree(" ON ", g.condition(both, 0)),
      " USING (ECInstanceId)",
      " ON 1 = 1",
      " ON a.ECInstanceId = b.ECInstanceId AND b.ECInstanceId > 5",
    ]);
    const join = g.one([
      " CROSS JOIN ",
      " CROSS JOIN ",
      " NATURAL JOIN ",
      " NATURAL LEFT JOIN ",
      " JOIN ",
      " INNER JOIN ",
      " LEFT JOIN ",
      " RIGHT JOIN ",
      " FULL JOIN ",
      " FULL OUTER JOIN ",
      ", ",
      " LEFT INNER JOIN ",
      " OUTER JOIN ",
      " STRAIGHT JOIN ",
    ]);
    return tree(
      "SELECT ",
      g.one(["COUNT(*)", "a.ECInstanceId, b.ECInstanceId"]),
      from(g, a),
      join,
      g.rangeText(b.ranges[0]),
      on,
      optional(" WHERE a.ECInstanceId < 0x40"),
    );
  },
  "several joins of several kinds"(g) {
    const names = ["a", "b", "c"];
    const scopes = names.map((alias) => source(g, { alias }));
    const joined = scopes
      .slice(1)
      .map((scope, at) =>
        tree(
          g.one([" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ", " CROSS JOIN "]),
          g.rangeText(scope.ranges[0]),
          ` ON ${names[at + 1]}.ECInstanceId = ${names[g.int(at + 1)]}.ECInstanceId`,
        ),
      );
    return tree(
      "SELECT a.ECInstanceId, ",
      property(g, qualified(scopes[1])),
      ", c.ECInstanceId",
      from(g, scopes[0]),
      ...joined,
    );
  },
  "a join with a sub-select or a CTE"(g) {
    const a = source(g, { alias: "a" });
    const leaf = property(g, qualified(a));
    return g.one([
      () =>
        tree(
          "SELECT a.ECInstanceId, x.n",
          from(g, a),
          g.one([" JOIN ", " LEFT JOIN "]),
          "(SELECT Parent.Id p, COUNT(*) n FROM bis.Element GROUP BY Parent.Id) x ON x.p = a.ECInstanceId",
        ),
      () =>
        tree(
          "WITH x(i, n) AS (SELECT Model.Id, COUNT(*) FROM bis.Element GROUP BY Model.Id) SELECT ",
          leaf,
          ", x.n",
          from(g, a),
          " LEFT JOIN x ON x.i = a.ECInstanceId",
        ),
      () =>
        tree(
          "SELECT y.* FROM (SELECT ",
          leaf,
          " v, a.ECInstanceId i",
          from(g, a),
          ") y JOIN bis.Element e ON e.ECInstanceId = y.i",
        ),
      () =>
        tree(
          "SELECT COUNT(*) FROM bis.Model m JOIN bis.Element e ON m.ECInstanceId IN (SELECT a.ECInstanceId",
          from(g, a),
          " WHERE a.ECInstanceId = e.ECInstanceId)",
        ),
    ])();
  },
};
