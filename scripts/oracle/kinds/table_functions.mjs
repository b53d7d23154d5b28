// Table-valued functions, with and without the option that allows them.
import { listOf, optional, ownId, source, tree } from "./build.mjs";

const ids = [
  '\'[38, "0x27", "0x76"]\'',
  '\'["0x26","0x27"]\'',
  "'[3,1,2,2]'",
  "'[]'",
  "'[\"abc\", -1, 1.5, null]'",
  "'x'",
  "NULL",
  "'5'",
  "'{\"a\":1}'",
  "json_array(1, 2)",
  '\'["38", " 0x27"]\'',
];
const options = (g) =>
  g.one([
    "",
    "",
    " OPTIONS ENABLE_EXPERIMENTAL_FEATURES",
    " ECSQLOPTIONS ENABLE_EXPERIMENTAL_FEATURES",
    " OPTIONS enable_experimental_features = 1",
    " OPTIONS ENABLE_EXPERIMENTAL_FEATURES = FALSE",
  ]);
const idSet = (g) =>
  tree(
    g.one(["IdSet", "ECVLib.IdSet", "ECVLib:IdSet", "idset", "[ECVLib].[IdSet]"]),
    "(",
    g.chance(0.2)
      ? `:${g.bind("idset", ["0x1", "0x26"])}`
      : g.chance(0.1)
        ? `:${g.bind("string", "[38]")}`
        : g.one(ids),
    ")",
  );

export const tableFunctions = {
  "IdSet alone": (g) =>
    tree(
      "SELECT ",
      g.one(["id", "*", "COUNT(*)", "s.id", "id + 1", "MAX(id)"]),
      " FROM ",
      idSet(g),
      g.one(["", " s", " AS s"]),
      optional(g.one(["", " ORDER BY 1", " WHERE id > 1", " LIMIT 1"])),
      options(g),
    ),
  "IdSet joined, in IN and in CTEs"(g) {
    const scope = source(g, { alias: "a" });
    const id = ownId(g, { ranges: [{ ...scope.ranges[0], mustQualify: true }] });
    return g.one([
      () =>
        tree(
          "SELECT ",
          id,
          " FROM ",
          g.rangeText(scope.ranges[0]),
          g.one([" JOIN ", " LEFT JOIN ", ", "]),
          idSet(g),
          " s",
          g.one([tree(" ON s.id = ", id), tree(" WHERE s.id = ", id)]),
          options(g),
        ),
      () =>
        tree(
          "SELECT ",
          id,
          " FROM ",
          g.rangeText(scope.ranges[0]),
          " WHERE ",
          id,
          g.one([" IN (", " NOT IN ("]),
          "SELECT ",
          g.one(["id", "s.id", "s.[id]"]),
          " FROM ",
          idSet(g),
          " s",
          options(g),
          ")",
        ),
      () =>
        tree(
          "WITH x AS (SELECT id FROM ",
          idSet(g),
          options(g),
          ") SELECT COUNT(*) FROM x JOIN bis.Element e ON e.ECInstanceId = x.id",
        ),
      () =>
        tree(
          "SELECT s.id, ",
          id,
          " FROM ",
          idSet(g),
          " s JOIN ",
          g.rangeText(scope.ranges[0]),
          " ON ",
          id,
          " = s.id",
          options(g),
        ),
    ])();
  },
  "json_each and json_tree"(g) {
    const scope = source(g, { alias: "a" });
    const texts = ['\'[1,"two",{"x":1.5},null,true]\'', '\'{"a":{"b":[1,2]}}\'', "'5'", "'x'", "NULL"];
    const leaf = g.leafOf(scope, ["string", "array", "structArray"]);
    const json = g.chance(0.5) && leaf ? leaf : g.one(texts);
    const call = tree(
      g.one([
        "json_each",
        "json1.json_each",
        "json_tree",
        "json1.json_tree",
        "json1:json_each",
        "JSON_EACH",
        "main.json_each",
      ]),
      "(",
      json,
      g.one(["", "", ", '$.a'", ", '$'"]),
      ")",
    );
    const items = listOf(
      Array.from(
        { length: 1 + g.int(3) },
        () =>
          `j.${g.one(["[key]", "[value]", "type", "atom", "id", "parent", "fullkey", "path", "json", "key", "value"])}`,
      ),
    );
    const guard = leaf && json === leaf ? tree("json_valid(", leaf, ") AND ") : "";
    return g.chance(0.5) && !(leaf && json === leaf)
      ? tree("SELECT ", g.one([items, "*", "COUNT(*)"]), " FROM ", call, " j")
      : tree(
          "SELECT a.ECInstanceId, ",
          items,
          " FROM ",
          g.rangeText(scope.ranges[0]),
          g.one([", ", " JOIN "]),
          call,
          " j WHERE ",
          guard,
          "a.ECInstanceId < 0x40",
        );
  },
  Relations(g) {
    return tree(
      "SELECT ",
      g.one(["r.*", "COUNT(*)", "*"]),
      " FROM ",
      g.one(["bis.Element e, ", ""]),
      g.one(["ECVLib.Relations", "Relations"]),
      "(",
      g.one(["e.ECInstanceId, e.ECClassId", "0x10, 0x50", "e.ECInstanceId, e.ECClassId, 'backward'", "e.ECInstanceId"]),
      ") r",
      g.one([" WHERE e.ECInstanceId = 0x10", ""]),
      options(g),
    );
  },
  "options after a query": (g) =>
    tree(
      g.plain().node,
      g.one([" OPTIONS ", " ECSQLOPTIONS "]),
      g.one([
        "NoECClassIdFilter",
        "USE_JS_PROP_NAMES",
        "DO_NOT_TRUNCATE_BLOB",
        "ENABLE_EXPERIMENTAL_FEATURES",
        "Nothing",
        "ReadonlyPropertiesAreUpdatable",
        "X=1",
        "X='a'",
        "NoECClassIdFilter Y",
        "A B=2",
        "",
      ]),
    ),
};
