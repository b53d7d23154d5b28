// What the kinds are put together from.

/** Parts in a row; one that begins with a space is a clause, which none of its parts can stand for. */
export const tree = (...parts) => ({ parts, kind: "part", clause: /^\s/.test(parts[0]) });
export const optional = (...parts) => ({ optional: { parts } });
export const listOf = (list, join = ", ", least = 1) => ({ list, join, least });

/** A class to select from, as a scope for expressions. */
export function source(g, { cls = g.entity(), alias = g.chance(0.5) ? "a" : "", level = 1 } = {}) {
  return { ranges: [g.range(cls, alias)], level };
}

export const from = (g, scope) => tree(" FROM ", g.rangeText(scope.ranges[0]));

/** SELECT items FROM the scope's class, then whatever follows. */
export const select = (g, scope, items, ...tail) => ({
  parts: ["SELECT ", listOf(items), from(g, scope), ...tail],
  kind: "select",
});

export const ownId = (g, scope) => g.path(scope.ranges[0], { path: ["ECInstanceId"], type: "id" });
export const byId = (g, scope) => tree(" ORDER BY ", ownId(g, scope));

/** A few rows only, always the same. */
export const few = (g, scope) => tree(byId(g, scope), ` LIMIT ${1 + g.int(20)}`);

const leafSorts = {
  nav: "nav",
  point2d: "point2d",
  point3d: "point3d",
  struct: "struct",
  array: "array",
  structArray: "structArray",
  guid: "guid",
  binary: "binary",
  date: "date",
  bool: "bool",
  classId: "classId",
};

/** Every sort of value there is, composite ones and NULL too. */
export const sorts = [
  "number",
  "whole",
  "double",
  "string",
  "id",
  "null",
  "constant",
  "text",
  ...Object.keys(leafSorts),
];
export const singleSorts = sorts.filter((sort) => !/nav|point|struct|array|binary/i.test(sort));

export function valueOf(g, scope, sort, depth = 0) {
  const make = {
    number: () => g.number(scope, depth),
    whole: () => g.leafOf(scope, ["int", "long"]) ?? "7",
    double: () => g.leafOf(scope, ["double"]) ?? "2.5",
    string: () => g.string(scope, depth),
    id: () => g.id(scope),
    null: () => "NULL",
    constant: () => g.numberLiteral(),
    text: () => g.stringLiteral(),
  }[sort];
  return make ? make() : (g.leafOf(scope, [leafSorts[sort]]) ?? g.any(scope, 0));
}

export const anySort = (g, scope) => valueOf(g, scope, g.one(sorts));
export const single = (g, scope, depth) => valueOf(g, scope, g.one(singleSorts), depth);

/** A property of the scope, of any sort. */
export const property = (g, scope) =>
  g.leafOf(scope, [
    g.one([
      "string",
      "double",
      "int",
      "long",
      "date",
      "bool",
      "guid",
      "id",
      "classId",
      "navId",
      "nav",
      "point3d",
      "struct",
    ]),
  ]) ?? ownId(g, scope);

export const named = (g, node, name) => (g.chance(0.6) ? tree(node, g.one([" AS ", " "]), name) : node);
export const comparison = (g) => g.one(["=", "<>", "!=", "<", "<=", ">", ">="]);
