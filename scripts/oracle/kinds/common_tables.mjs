// Common tables: with and without a list of columns, read once or twice, side by side or one inside the other.
import { comparison, named, select, single, source, tree } from "./build.mjs";

const declared = (g, name, body) => tree(`${name}${g.one(["", "", "(i, n)"])} AS (`, body, ")");

/** Rows of one class: an id called i, and any single value called n. */
function rows(g) {
  const scope = source(g);
  return select(g, scope, [named(g, "ECInstanceId", "i"), tree(single(g, scope), " n")], " LIMIT 5");
}

const column = (g, name) => `${g.one([`${name}.`, `${name}.`, ""])}${g.one(["i", "n", "n", "ECInstanceId"])}`;
const items = (g) => g.one(["COUNT(*)", "*", column(g, "x"), `${column(g, "x")}, ${column(g, "y")}`, "1"]);

const quantifier = (g) => g.one(["ANY", "SOME", "ALL"]);
const option = (g) => g.one(["", "", " OPTIONS NoECClassIdFilter"]);

export const commonTables = {
  "a common table read twice in one FROM"(g) {
    const join = g.one([
      "c x, c y",
      "c x JOIN c y ON x.n = y.n",
      "c x LEFT JOIN c y ON 1 = 1",
      "c x JOIN c y ON x.i = 1",
    ]);
    return tree("WITH ", declared(g, "c", rows(g)), ` SELECT ${items(g)} FROM ${join}`);
  },
  "a common table read inside and outside"(g) {
    const inner = `SELECT ${column(g, "y")} FROM c y WHERE ${column(g, "x")} ${comparison(g)} ${column(g, "y")}`;
    const condition = g.one([
      `EXISTS (${inner})`,
      `${column(g, "x")} IN (${inner})`,
      `${column(g, "x")} IN (SELECT y.n FROM c y)`,
      `${column(g, "x")} = ${quantifier(g)} (SELECT y.i FROM c y)`,
    ]);
    return tree("WITH ", declared(g, "c", rows(g)), ` SELECT ${column(g, "x")} FROM c x WHERE ${condition}`);
  },
  "a common table that reads another"(g) {
    const second = declared(g, "d", `SELECT ${g.one(["i, n", "*", "n, i", "i, n + 1 n"])} FROM c`);
    const from = g.one(["d x", "d x, c y", "c x, d y", "d x JOIN d y ON x.n = y.n", "c x JOIN d y ON x.i = y.i"]);
    return tree("WITH ", declared(g, "c", rows(g)), ", ", second, ` SELECT ${items(g)} FROM ${from}`);
  },
  "ANY, SOME and ALL over every kind of FROM"(g) {
    const scope = source(g);
    const inner = source(g, { alias: "y", level: 2 });
    const condition = g.one(["", "", " WHERE 1 = 1", " WHERE y.ECInstanceId IS NOT NULL"]);
    const rest = g.one(["", "", ", bis.Model m", " JOIN bis.Model m ON 1 = 1", ", (SELECT 1 FROM bis.Model) u"]);
    const from = tree(select(g, inner, [single(g, inner)]), rest, condition, option(g));
    const tested = g.one([single(g, scope), "5000", "ECInstanceId", "-1"]);
    return select(
      g,
      scope,
      ["COUNT(*)"],
      " WHERE ",
      tested,
      ` ${comparison(g)} ${quantifier(g)} (`,
      from,
      ")",
      option(g),
    );
  },
};
