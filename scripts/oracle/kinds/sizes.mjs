// Long and deep queries.
import { ownId, select, source, tree } from "./build.mjs";

const repeat = (count, part, join) => Array.from({ length: count }, (_, at) => part(at)).join(join);
const hex = (at) => `0x${(at + 1).toString(16)}`;

export const sizes = {
  "an OR of many ids"(g) {
    const scope = source(g);
    const id = ownId(g, scope).parts.join("");
    const count = g.one([30, 200, 998, 1001, 2000, 2500]);
    const part = g.one([(at) => `${id} = ${hex(at)}`, (at) => `(${id} = ${hex(at)})`, (at) => `${id} = ${at}`]);
    return select(g, scope, ["COUNT(*) n"], " WHERE ", g.one(["", "1 = 1 AND "]), repeat(count, part, " OR "));
  },
  "an AND of many conditions"(g) {
    const scope = source(g);
    const id = ownId(g, scope).parts.join("");
    return select(
      g,
      scope,
      ["COUNT(*) n"],
      " WHERE ",
      repeat(g.one([30, 300, 1500]), (at) => `${id} <> ${hex(at)}`, " AND "),
    );
  },
  "a long IN list": (g) => {
    const scope = source(g);
    return select(
      g,
      scope,
      ["COUNT(*) n"],
      " WHERE ",
      ownId(g, scope),
      g.one([" IN (", " NOT IN ("]),
      repeat(g.one([100, 2000, 5000]), hex, ", "),
      ")",
    );
  },
  "a long sum or text": (g) =>
    tree(
      "SELECT ",
      g.one([
        () => repeat(g.one([50, 300, 900]), (at) => String(at), " + "),
        () => repeat(g.one([50, 300, 900]), (at) => `'${at}'`, " || "),
        () => repeat(g.one([50, 300]), () => "2", " * "),
      ])(),
      " v",
    ),
  "deep nesting"(g) {
    const depth = g.one([5, 20, 60]);
    const scope = source(g);
    return g.one([
      () => tree("SELECT ", "(".repeat(depth), "1", " + 1)".repeat(depth)),
      () => select(g, scope, ["COUNT(*)"], " WHERE ", "NOT (".repeat(depth), "1 = 2", ")".repeat(depth)),
      () => tree("SELECT * FROM (".repeat(Math.min(depth, 20)), "SELECT 1 v", ")".repeat(Math.min(depth, 20))),
      () => tree("SELECT ", "COALESCE(NULL, ".repeat(depth), "1", ")".repeat(depth)),
      () =>
        tree("SELECT ", "CASE WHEN 1 = 1 THEN ".repeat(Math.min(depth, 30)), "1", " END".repeat(Math.min(depth, 30))),
    ])();
  },
  "many branches of CASE": (g) => {
    const scope = source(g);
    const id = ownId(g, scope).parts.join("");
    return select(g, scope, [
      tree(
        "CASE ",
        repeat(
          g.one([20, 150]),
          (at) => `WHEN ${id} = ${hex(at)} THEN ${g.one([String(at), `'t${at}'`, "NULL"])}`,
          " ",
        ),
        " END v",
      ),
    ]);
  },
  "many selects in a compound": (g) => tree(repeat(g.one([10, 60, 200]), (at) => `SELECT ${at} v`, " UNION ALL ")),
  "many columns"(g) {
    const scope = source(g);
    return select(
      g,
      scope,
      Array.from({ length: g.one([60, 300]) }, (_, at) => `${at} c${at}`),
      " LIMIT 1",
    );
  },
};
