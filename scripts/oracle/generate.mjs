// Random ECSQL over a snapshot's classes: mostly valid, every clause, every kind of property.
//
// A query is a tree of nodes `{parts: [text | node, …], kind, type}`; `render` joins it. Lists that may lose elements are
// `{list: […], join, least}` and clauses that may go are `{optional: node}`, which is what minimise.mjs works on.

export const render = (node) => {
  if (node === undefined || node === null) return "";
  if (typeof node === "string") return node;
  if (node.list) return node.list.map(render).join(node.join);
  if ("optional" in node) return render(node.optional);
  return node.parts.map(render).join("");
};

const reserved = new Set(
  `all and any as asc avg between binary blob boolean by case cast collate count cross current date delete desc distinct double else end
   escape except exists false filter first float for from full group groups having iif in inner insert int integer intersect into is
   join key last left like limit long match max min natural no not null nulls offset on only options or order outer over partition
   range rank real recursive right row rows select set some string sum table then time timestamp total true type union unique unknown
   update using value values when where window with`.split(/\s+/),
);

/** Small, seedable, good enough: mulberry32. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export class Generator {
  /** `schemas` as the call of that name answers; `samples(cls, property)` gives literal texts of stored values. */
  constructor(schemas, samples, random, { favourites }) {
    this.random = random;
    this.samples = samples;
    this.structs = new Map();
    this.entities = [];
    this.relationships = [];
    for (const schema of schemas) {
      for (const cls of schema.classes) {
        const entry = { ...cls, schema: schema.name, alias: schema.alias };
        if (cls.type === "struct" || cls.type === "Struct") this.structs.set(`${schema.name}.${cls.name}`, entry);
        else if (!cls.isQueryable) continue;
        else if (/^relationship$/i.test(cls.type)) this.relationships.push(entry);
        else if (/^entity$/i.test(cls.type)) this.entities.push(entry);
      }
    }
    this.favourites = this.entities.filter(({ schema }) => favourites.includes(schema));
    this.favouriteRelationships = this.relationships.filter(({ schema }) => favourites.includes(schema));
  }

  // ---------------------------------------------------------------- chance

  chance(probability) {
    return this.random() < probability;
  }
  int(limit) {
    return Math.floor(this.random() * limit);
  }
  one(list) {
    return list[this.int(list.length)];
  }
  weighted(choices) {
    let at = this.random() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) if ((at -= weight) < 0) return value;
    return choices[0][1];
  }

  // ---------------------------------------------------------------- names

  name(text) {
    return reserved.has(text.toLowerCase()) || !/^[A-Za-z_]\w*$/.test(text) || this.chance(0.05) ? `[${text}]` : text;
  }
  anyCase(text) {
    return this.chance(0.03) ? text.toUpperCase() : this.chance(0.03) ? text.toLowerCase() : text;
  }
  className(cls) {
    const schema = this.chance(0.5) ? cls.alias : cls.schema;
    return `${this.anyCase(schema)}${this.chance(0.05) ? ":" : "."}${this.name(this.anyCase(cls.name))}`;
  }

  entity() {
    return this.chance(0.75) && this.favourites.length ? this.one(this.favourites) : this.one(this.entities);
  }

  // ---------------------------------------------------------------- leaves

  /** Everything of a class that an expression can name: {path, type}. */
  leaves(cls) {
    if (cls.leaves) return cls.leaves;
    const out = [
      { path: ["ECInstanceId"], type: "id" },
      { path: ["ECClassId"], type: "classId" },
    ];
    if (/^relationship$/i.test(cls.type)) {
      out.push(
        { path: ["SourceECInstanceId"], type: "id" },
        { path: ["SourceECClassId"], type: "classId" },
        { path: ["TargetECInstanceId"], type: "id" },
        { path: ["TargetECClassId"], type: "classId" },
      );
    }
    for (const property of cls.properties) this.addLeaves(out, property, [property.name], property);
    return (cls.leaves = out);
  }

  addLeaves(out, property, path, root) {
    const kind = property.kind.toLowerCase();
    const type = String(property.type);
    if (kind === "navigation") {
      out.push({ path, type: "nav", root }, { path: [...path, "Id"], type: "navId", root });
      out.push({ path: [...path, "RelECClassId"], type: "classId", root });
    } else if (kind === "struct") {
      out.push({ path, type: "struct", root });
      const struct = this.structs.get(type) ?? this.structs.get(type.replace(":", "."));
      for (const member of struct?.properties ?? []) this.addLeaves(out, member, [...path, member.name], root);
    } else if (kind.includes("array")) {
      out.push({ path, type: kind.includes("struct") ? "structArray" : "array", root });
    } else if (/^point[23]d$/i.test(type)) {
      out.push({ path, type: type.toLowerCase(), root });
      for (const member of type.endsWith("3d") ? "XYZ" : "XY")
        out.push({ path: [...path, member], type: "double", root });
    } else {
      const known = { int: "int", integer: "int", long: "long", double: "double", string: "string", boolean: "bool" };
      const lower = type.toLowerCase();
      const guid = /guid/i.test(property.extendedType ?? "");
      out.push({
        path,
        root,
        type: known[lower] ?? (lower === "datetime" ? "date" : lower === "binary" ? (guid ? "guid" : "binary") : lower),
      });
    }
  }

  // ---------------------------------------------------------------- ranges

  range(cls, alias, only) {
    return { cls, alias, only };
  }

  path(range, leaf) {
    const text = leaf.path.map((segment) => this.name(this.anyCase(segment))).join(".");
    const node = (prefix) => ({ parts: [prefix, text], kind: `property:${leaf.type}`, type: leaf.type, leaf });
    if (range.alias) return node(this.chance(range.mustQualify ? 1 : 0.6) ? `${range.alias}.` : "");
    return node(range.mustQualify || this.chance(0.1) ? `${this.name(range.cls.name)}.` : "");
  }

  leafOf(scope, types) {
    for (let tries = 0; tries < 12; tries++) {
      const range = this.one(scope.ranges);
      const fitting = this.leaves(range.cls).filter(({ type }) => types.includes(type));
      if (fitting.length) {
        const own = fitting.filter(({ root }) => root && range.cls.properties.slice(-12).includes(root));
        return this.path(range, own.length && this.chance(0.6) ? this.one(own) : this.one(fitting));
      }
    }
    return undefined;
  }

  literalNear(leaf, fallback) {
    const values = leaf?.leaf && this.samples(leaf.leaf);
    return values?.length && this.chance(0.7) ? this.one(values) : fallback();
  }

  // ---------------------------------------------------------------- expressions

  call(name, ...args) {
    const parts = [name, "("];
    args.forEach((arg, index) => parts.push(...(index ? [", ", arg] : [arg])));
    return { parts: [...parts, ")"], kind: `call:${name.toLowerCase()}` };
  }
  pair(left, operator, right, kind = `op:${operator}`) {
    return { parts: ["(", left, ` ${operator} `, right, ")"], kind };
  }

  number(scope, depth) {
    const leaf = () => this.leafOf(scope, ["int", "long", "double"]) ?? this.numberLiteral();
    if (depth <= 0) return this.chance(0.7) ? leaf() : this.numberLiteral();
    const more = () => this.number(scope, depth - 1);
    return this.weighted([
      [4, leaf],
      [1, () => this.numberLiteral()],
      [2, () => this.pair(more(), this.one(["+", "-", "*"]), more())],
      [0.7, () => this.pair(more(), this.one(["/", "%"]), this.numberLiteral())],
      [
        0.4,
        () =>
          this.pair(this.leafOf(scope, ["int", "long"]) ?? "5", this.one(["&", "|", "<<", ">>"]), String(this.int(8))),
      ],
      [0.3, () => ({ parts: [this.one(["-", "~", "+"]), this.leafOf(scope, ["int", "long"]) ?? "3"], kind: "unary" })],
      [0.5, () => this.call("ABS", more())],
      [0.5, () => this.call("ROUND", more(), String(this.int(3)))],
      [0.5, () => this.call("LENGTH", this.string(scope, depth - 1))],
      [0.4, () => this.call("INSTR", this.string(scope, depth - 1), this.stringLiteral())],
      [0.4, () => this.call(this.one(["COALESCE", "IFNULL"]), more(), more())],
      [0.3, () => this.call("NULLIF", more(), this.numberLiteral())],
      [0.3, () => this.call(this.one(["LEAST", "GREATEST"]), more(), more())],
      [
        0.5,
        () =>
          this.cast(
            this.any(scope, depth - 1),
            this.one(["INTEGER", "INT", "LONG", "INT64", "DOUBLE", "REAL", "FLOAT"]),
          ),
      ],
      [0.5, () => this.iif(scope, depth, more)],
      [0.5, () => this.caseOf(scope, depth, more)],
      [0.2, () => this.call("UNICODE", this.string(scope, depth - 1))],
      [0.2, () => this.call(this.one(["FLOOR", "CEIL", "SQRT", "SIGN"]), more())],
      [0.2, () => this.call("HexToId", "'0x1f'")],
      [0.2, () => this.call("ec_instanceof", this.leafOf(scope, ["classId"]) ?? "0x10", `'${this.plainClass()}'`)],
      [0.3, () => this.scalarQuery(scope, depth, "number")],
      [0.2, () => this.call("json_array_length", this.leafOf(scope, ["array"]) ?? "'[1]'")],
    ])();
  }

  plainClass() {
    const cls = this.entity();
    return `${cls.alias}.${cls.name}`;
  }

  numberLiteral() {
    return {
      parts: [this.one(["0", "1", "2", "3", "5", "10", "0x10", "1.5", "0.25", "100", ".5", "1e2"])],
      kind: "literal",
    };
  }

  string(scope, depth) {
    const leaf = () => this.leafOf(scope, ["string"]) ?? this.stringLiteral();
    if (depth <= 0) return this.chance(0.7) ? leaf() : this.stringLiteral();
    const more = () => this.string(scope, depth - 1);
    return this.weighted([
      [4, leaf],
      [1, () => this.stringLiteral()],
      [1, () => this.pair(more(), "||", more())],
      [0.6, () => this.call(this.one(["UPPER", "LOWER", "TRIM", "LTRIM", "RTRIM"]), more())],
      [0.6, () => this.call(this.one(["SUBSTR"]), more(), String(1 + this.int(3)), String(this.int(4)))],
      [0.4, () => this.call("REPLACE", more(), this.stringLiteral(), this.stringLiteral())],
      [0.5, () => this.cast(this.any(scope, depth - 1, true), this.one(["STRING", "VARCHAR", "TEXT"]))],
      [0.5, () => this.call(this.one(["COALESCE", "IFNULL"]), more(), more())],
      [0.5, () => this.iif(scope, depth, more)],
      [0.5, () => this.caseOf(scope, depth, more)],
      [0.4, () => this.call("printf", "'%s|%s'", more(), more())],
      [0.3, () => this.call(this.one(["HEX", "QUOTE", "TYPEOF"]), this.any(scope, depth - 1, true))],
      [
        0.4,
        () =>
          this.call("ec_classname", this.leafOf(scope, ["classId"]) ?? "0x10", ...(this.chance(0.5) ? ["'s.c'"] : [])),
      ],
      [0.3, () => this.call("IdToHex", this.leafOf(scope, ["id", "navId"]) ?? "16")],
      [0.3, () => this.call("GuidToStr", this.leafOf(scope, ["guid"]) ?? "NULL")],
      [0.4, () => this.call("json_extract", this.leafOf(scope, ["string"]) ?? "'{}'", "'$.a.b'")],
      [0.3, () => this.call("regexp_extract", more(), "'[A-Za-z]+'")],
      [0.3, () => this.call("strftime", "'%Y-%m'", this.leafOf(scope, ["date"]) ?? "'2020-01-01'")],
      [0.3, () => this.scalarQuery(scope, depth, "string")],
      [0.2, () => this.call("json_object", "'a'", this.any(scope, 0, true))],
    ])();
  }

  stringLiteral() {
    return {
      parts: [this.one(["''", "'a'", "'B1'", "'x''y'", "'%e%'", "'0x1f'", "'12'", "'-'", "'L'", "'é'"])],
      kind: "literal",
    };
  }

  bool(scope) {
    return this.leafOf(scope, ["bool"]) ?? this.one(["TRUE", "FALSE"]);
  }
  id(scope) {
    return this.leafOf(scope, ["id", "navId", "id"]) ?? "0x1";
  }
  date(scope, depth) {
    const leaf = this.leafOf(scope, ["date"]);
    if (leaf && (depth <= 0 || this.chance(0.75))) return leaf;
    return this.one(["TIMESTAMP '2020-02-01T12:00:00'", "TIMESTAMP '2026-01-01T00:00:00Z'", "DATE '2031-12-15'"]);
  }

  /** Any expression of one column. */
  any(scope, depth, simple = false) {
    return this.weighted([
      [3, () => this.number(scope, depth)],
      [3, () => this.string(scope, depth)],
      [1, () => this.bool(scope)],
      [1.5, () => this.id(scope)],
      [0.7, () => this.leafOf(scope, ["classId"]) ?? "1"],
      [1, () => this.leafOf(scope, ["date"]) ?? "NULL"],
      [simple ? 0 : 0.4, () => this.leafOf(scope, ["guid", "binary"]) ?? "NULL"],
      [simple ? 0 : 0.4, () => this.leafOf(scope, ["array", "structArray"]) ?? "NULL"],
      [0.1, () => "NULL"],
    ])();
  }

  cast(inner, type) {
    return { parts: ["CAST(", inner, ` AS ${type})`], kind: `cast:${type}` };
  }
  iif(scope, depth, value) {
    return { parts: ["IIF(", this.condition(scope, depth - 1), ", ", value(), ", ", value(), ")"], kind: "iif" };
  }
  caseOf(scope, depth, value) {
    const parts = ["CASE"];
    for (let i = 0; i <= this.int(2); i++) parts.push(" WHEN ", this.condition(scope, depth - 1), " THEN ", value());
    if (this.chance(0.7)) parts.push(" ELSE ", value());
    return { parts: [...parts, " END"], kind: "case" };
  }

  scalarQuery(scope, depth, type) {
    if (depth <= 0 || scope.level >= 2) return this.numberLiteral();
    const range = this.range(this.entity(), `q${scope.level}`);
    const inner = { ranges: [range], level: scope.level + 1 };
    const aggregate = type === "number" ? this.one(["COUNT", "MAX", "MIN"]) : this.one(["MAX", "MIN"]);
    const item = this.call(aggregate, type === "number" ? this.number(inner, 0) : this.string(inner, 0));
    const where = this.chance(0.5) ? [" WHERE ", this.correlated(inner, scope)] : [];
    return { parts: ["(SELECT ", item, " FROM ", this.rangeText(range), ...where, ")"], kind: "scalarQuery" };
  }

  /** A condition that ties an inner query to the outer one, or one of its own. */
  correlated(inner, outer) {
    if (this.chance(0.5) && outer.ranges.every(({ alias }) => alias)) {
      const left = this.leafOf(inner, ["navId", "id"]);
      const right = this.leafOf(outer, ["id", "navId"]);
      if (left && right) return { parts: [left, " = ", right], kind: "correlation" };
    }
    return this.condition(inner, 1);
  }

  // ---------------------------------------------------------------- conditions

  condition(scope, depth) {
    if (depth <= 0) return this.predicate(scope, 0);
    return this.weighted([
      [5, () => this.predicate(scope, depth)],
      [
        1,
        () => ({
          parts: ["(", this.condition(scope, depth - 1), " AND ", this.condition(scope, depth - 1), ")"],
          kind: "and",
        }),
      ],
      [
        1,
        () => ({
          parts: ["(", this.condition(scope, depth - 1), " OR ", this.condition(scope, depth - 1), ")"],
          kind: "or",
        }),
      ],
      [0.6, () => ({ parts: ["NOT (", this.condition(scope, depth - 1), ")"], kind: "not" })],
    ])();
  }

  predicate(scope, depth) {
    const compare = () => this.one(["=", "<>", "!=", "<", "<=", ">", ">="]);
    const equal = () => this.one(["=", "<>", "!="]);
    return this.weighted([
      [3, () => this.comparison(scope, ["int", "long", "double"], compare(), () => this.numberLiteral())],
      [2, () => this.comparison(scope, ["string"], compare(), () => this.stringLiteral())],
      [1, () => this.comparison(scope, ["id", "navId"], compare(), () => this.one(["0x1", "0x26", "0x13", "45"]))],
      [
        1,
        () => ({
          parts: [this.number(scope, depth), ` ${compare()} `, this.number(scope, depth)],
          kind: "compareNumbers",
        }),
      ],
      [
        1,
        () => ({
          parts: [this.string(scope, depth), ` ${compare()} `, this.string(scope, depth)],
          kind: "compareStrings",
        }),
      ],
      [0.8, () => ({ parts: [this.date(scope, 0), ` ${compare()} `, this.date(scope, 1)], kind: "compareDates" })],
      [
        1,
        () => ({
          parts: [this.bool(scope), this.one([" = TRUE", " <> FALSE", " IS TRUE", " IS NOT TRUE", " IS FALSE", ""])],
          kind: "boolean",
        }),
      ],
      [1.5, () => ({ parts: [this.everything(scope), this.one([" IS NULL", " IS NOT NULL"])], kind: "isNull" })],
      [
        1,
        () => ({
          parts: [
            this.string(scope, depth),
            this.one([" LIKE ", " NOT LIKE "]),
            this.one(["'B%'", "'%e%'", "'_1%'", "'%'", "'100\\%%' ESCAPE '\\'"]),
          ],
          kind: "like",
        }),
      ],
      [
        0.8,
        () => ({
          parts: [
            this.number(scope, depth),
            this.one([" BETWEEN ", " NOT BETWEEN "]),
            this.numberLiteral(),
            " AND ",
            this.number(scope, 0),
          ],
          kind: "between",
        }),
      ],
      [
        0.8,
        () => ({
          parts: [
            this.number(scope, 0),
            this.one([" IN (", " NOT IN ("]),
            { list: [this.numberLiteral(), this.numberLiteral(), this.number(scope, 0)], join: ", ", least: 1 },
            ")",
          ],
          kind: "in",
        }),
      ],
      [
        0.6,
        () => ({
          parts: [
            this.string(scope, 0),
            this.one([" IN (", " NOT IN ("]),
            { list: [this.stringLiteral(), this.stringLiteral()], join: ", ", least: 1 },
            ")",
          ],
          kind: "inStrings",
        }),
      ],
      [0.8, () => this.inQuery(scope, depth)],
      [0.6, () => this.exists(scope, depth)],
      [1, () => this.classPredicate(scope)],
      [0.5, () => this.composite(scope, equal())],
      [0.5, () => this.enumeration(scope, equal())],
      [0.3, () => this.call("regexp", this.one(["'B[0-9]'", "'^.a'", "'(?i)x|l'"]), this.string(scope, 0))],
      [
        0.3,
        () => ({
          parts: [this.call("ec_instanceof", this.leafOf(scope, ["classId"]) ?? "1", `'${this.plainClass()}'`), " = 1"],
          kind: "instanceof",
        }),
      ],
      [0.4, () => this.instanceCondition(scope)],
      [0.3, () => this.parameter(scope)],
      [0.15, () => this.virtualSet(scope)],
      [0.15, () => this.idSet(scope)],
    ])();
  }

  comparison(scope, types, operator, literal) {
    const leaf = this.leafOf(scope, types);
    if (!leaf) return { parts: ["1 = 1"], kind: "true" };
    return { parts: [leaf, ` ${operator} `, this.literalNear(leaf, literal)], kind: `compare:${leaf.type}` };
  }

  everything(scope) {
    return (
      this.leafOf(scope, [
        this.one([
          "nav",
          "point3d",
          "point2d",
          "struct",
          "array",
          "structArray",
          "binary",
          "guid",
          "date",
          "string",
          "int",
        ]),
      ]) ?? this.any(scope, 1)
    );
  }

  composite(scope, operator) {
    const type = this.one(["nav", "point3d", "point2d", "struct"]);
    const left = this.leafOf(scope, [type]);
    const right = this.chance(0.5) ? left : this.leafOf(scope, [type]);
    if (!left || !right) return this.predicate(scope, 0);
    return { parts: [left, ` ${operator} `, right], kind: `compare:${type}` };
  }

  enumeration(scope, operator) {
    const range = this.one(scope.ranges);
    const property = this.one(range.cls.properties.filter(({ enumeration }) => enumeration) ?? []);
    if (!property) return this.predicate(scope, 0);
    const value = this.one(property.enumeration?.values ?? []) ?? "NULL";
    return {
      parts: [this.path(range, { path: [property.name], type: "enum" }), ` ${operator} `, String(value)],
      kind: "enum",
    };
  }

  classPredicate(scope) {
    const leaf = this.leafOf(scope, ["classId"]) ?? "1";
    const list = [];
    for (let i = 0; i <= this.int(2); i++)
      list.push(`${this.chance(0.3) ? "ONLY " : ""}${this.className(this.entity())}`);
    return { parts: [leaf, this.one([" IS (", " IS NOT ("]), { list, join: ", ", least: 1 }, ")"], kind: "isOfType" };
  }

  inQuery(scope, depth) {
    if (scope.level >= 2) return this.predicate(scope, 0);
    const range = this.range(this.entity(), `i${scope.level}`);
    const inner = { ranges: [range], level: scope.level + 1 };
    const leaf = this.leafOf(inner, ["id", "navId"]);
    const where = this.chance(0.6) ? [" WHERE ", { optional: this.condition(inner, depth - 1) }] : [];
    return {
      parts: [
        this.id(scope),
        this.one([" IN (", " NOT IN ("]),
        "SELECT ",
        leaf,
        " FROM ",
        this.rangeText(range),
        ...this.guarded(where),
        ")",
      ],
      kind: "inQuery",
    };
  }
  guarded(where) {
    return where.length ? [where[0], where[1].optional] : [];
  }

  exists(scope) {
    if (scope.level >= 2) return this.predicate(scope, 0);
    const range = this.range(this.entity(), `x${scope.level}`);
    const inner = { ranges: [range], level: scope.level + 1 };
    return {
      parts: [
        this.chance(0.3) ? "NOT " : "",
        "EXISTS (SELECT 1 FROM ",
        this.rangeText(range),
        " WHERE ",
        this.correlated(inner, scope),
        ")",
      ],
      kind: "exists",
    };
  }

  quantified(scope) {
    if (scope.level >= 2) return this.predicate(scope, 0);
    const range = this.range(this.entity(), `y${scope.level}`);
    const inner = { ranges: [range], level: scope.level + 1 };
    // `> ALL` and its like mean something else natively (a known fault there); these mean the same.
    const operator = this.one(["= ALL", "= ANY", "> ANY", "<= SOME", "< ANY"]);
    return {
      parts: [
        this.number(scope, 0),
        ` ${operator} (SELECT `,
        this.number(inner, 0),
        " FROM ",
        this.rangeText(range),
        ")",
      ],
      kind: "quantified",
    };
  }

  instanceCondition(scope) {
    const range = this.one(scope.ranges);
    const property = this.one(range.cls.properties.filter(({ kind }) => /^primitive$/i.test(kind)));
    if (!property) return this.predicate(scope, 0);
    const prefix = range.alias ? `${range.alias}.` : "";
    if (!prefix && scope.ranges.length > 1) return this.predicate(scope, 0);
    return {
      parts: [
        `${prefix}$->${this.name(property.name)}${this.chance(0.5) ? "?" : ""}`,
        this.one([" IS NOT NULL", " = 1", " = 'L'", " > 2"]),
      ],
      kind: "instanceCondition",
    };
  }

  parameter(scope) {
    const leaf = this.leafOf(scope, ["int", "double", "string", "id", "long"]);
    if (!leaf) return this.predicate(scope, 0);
    const value =
      leaf.type === "string"
        ? ["string", this.one(["L", "B1", "a"])]
        : leaf.type === "id"
          ? ["id", "0x26"]
          : leaf.type === "double"
            ? ["double", 2.5]
            : ["int", 2];
    this.bindings.push({ param: `p${this.bindings.length}`, type: value[0], value: value[1] });
    return {
      parts: [leaf, ` ${this.one(["=", "<>", ">", "<="])} :p${this.bindings.length - 1}`],
      kind: `parameter:${leaf.type}`,
    };
  }

  virtualSet(scope) {
    const param = `p${this.bindings.length}`;
    this.bindings.push({ param, type: "idset", value: ["0x26", "0x27", "0x76", "0x1"] });
    return {
      parts: [this.chance(0.2) ? "NOT " : "", "InVirtualSet(:", param, ", ", this.id(scope), ")"],
      kind: "virtualSet",
    };
  }

  idSet(scope) {
    return {
      parts: [
        this.id(scope),
        ' IN (SELECT s.id FROM ECVLib.IdSet(\'[38, "0x27", "0x76"]\') s OPTIONS ENABLE_EXPERIMENTAL_FEATURES)',
      ],
      kind: "idSet",
    };
  }

  // ---------------------------------------------------------------- select lists

  projection(scope) {
    const composite = ["nav", "point3d", "point2d", "struct", "array", "structArray", "binary", "guid", "date", "bool"];
    const node = this.weighted([
      [3, () => this.leafOf(scope, [this.one(composite)]) ?? this.any(scope, 1)],
      [3, () => this.leafOf(scope, ["id", "classId", "navId", "string", "int", "long", "double"]) ?? "1"],
      [3, () => this.any(scope, 2)],
      [0.4, () => ({ parts: [this.instance(scope)], kind: "instance" })],
      [0.3, () => this.one(["1", "'text'", "2.5", "NULL", "TRUE", "-1"])],
      [0.2, () => this.placement(scope)],
      [0.2, () => this.navigationValue(scope)],
    ])();
    return this.chance(0.25)
      ? {
          parts: [
            node,
            this.chance(0.7) ? " AS " : " ",
            `${this.one(["A", "b", "Cc", "dD", "[value]"])}${this.int(90)}`.replace(/\](\d+)$/, "$1]"),
          ],
          kind: "alias",
        }
      : node;
  }

  instance(scope) {
    const range = this.one(scope.ranges);
    const prefix = range.alias ? `${range.alias}.` : "";
    if (this.chance(0.2)) return `${prefix}$`;
    const property = this.chance(0.8) && this.one(range.cls.properties);
    return `${prefix}$->${property ? this.name(property.name) : this.one(["ECInstanceId", "ECClassId", "Mark", "CodeValue"])}${this.chance(0.4) ? "?" : ""}`;
  }

  placement(scope) {
    const x = () => this.leafOf(scope, ["double"]) ?? "1";
    return this.call("iModel_bbox_volume", this.call("iModel_bbox", x(), "0", "0", x(), "1", "2"));
  }

  navigationValue(scope) {
    const cls = this.entity();
    const property = this.one(cls.properties.filter(({ kind }) => /navigation/i.test(kind)));
    if (!property) return this.any(scope, 0);
    const id = this.chance(0.5) ? this.id(scope) : "0x1f";
    return this.call("NAVIGATION_VALUE", `${cls.alias}.${cls.name}.${property.name}`, id);
  }

  aggregate(scope) {
    const argument = this.one([
      () => this.number(scope, 1),
      () => this.leafOf(scope, ["id", "date", "string"]) ?? "1",
      () => this.number(scope, 0),
    ]);
    return this.weighted([
      [2, () => ({ parts: ["COUNT(*)"], kind: "count" })],
      [
        1,
        () => this.call("COUNT", this.chance(0.4) ? { parts: ["DISTINCT ", this.any(scope, 0)] } : this.any(scope, 1)),
      ],
      [2, () => this.call(this.one(["MIN", "MAX"]), argument())],
      [1, () => this.call(this.one(["SUM", "AVG", "TOTAL"]), this.number(scope, 1))],
      [0.3, () => this.call(this.one(["EVERY", "ANY", "SOME"]), this.bool(scope))],
    ])();
  }

  window(scope) {
    const partition = this.leafOf(scope, ["int", "string", "navId", "classId"]);
    const over = [
      this.chance(0.6) && partition ? { parts: ["PARTITION BY ", partition, " "] } : "",
      "ORDER BY ",
      this.path(scope.ranges[0], { path: ["ECInstanceId"], type: "id" }),
      this.chance(0.3)
        ? ` ${this.one(["ROWS BETWEEN 1 PRECEDING AND CURRENT ROW", "ROWS UNBOUNDED PRECEDING", "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW"])}`
        : "",
    ];
    const call = this.weighted([
      [2, () => ({ parts: [`${this.one(["ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST"])}()`] })],
      [2, () => this.call(this.one(["SUM", "MIN", "MAX", "COUNT", "AVG"]), this.number(scope, 0))],
      [1, () => this.call(this.one(["FIRST_VALUE", "LAST_VALUE"]), this.any(scope, 0, true))],
      [1, () => this.call(this.one(["LAG", "LEAD"]), this.any(scope, 0, true))],
      [0.5, () => this.call("NTILE", "3")],
    ])();
    return { parts: [call, " OVER (", ...over, ")"], kind: "window" };
  }

  // ---------------------------------------------------------------- clauses

  rangeText(range) {
    const only =
      range.only ??
      this.weighted([
        [8, ""],
        [1.2, "ONLY "],
        [0.4, "ALL "],
        [0.2, "+ONLY "],
        [0.2, "+"],
      ]);
    return {
      parts: [only, this.className(range.cls), range.alias ? `${this.chance(0.3) ? " AS" : ""} ${range.alias}` : ""],
      kind: "range",
    };
  }

  from(scope) {
    const first =
      this.chance(0.12) && this.favouriteRelationships.length
        ? this.one(this.chance(0.6) ? this.favouriteRelationships : this.relationships)
        : this.entity();
    const range = this.range(first, this.chance(0.6) ? "a" : "");
    scope.ranges.push(range);
    const joins = [];
    if (this.chance(0.3)) joins.push(this.join(scope, "b"));
    if (joins.length && this.chance(0.25)) joins.push(this.join(scope, "c"));
    if (scope.ranges.length > 1) for (const each of scope.ranges) each.mustQualify = true;
    return { parts: [this.rangeText(range), { list: joins, join: "", least: 0 }], kind: "from" };
  }

  join(scope, alias) {
    const before = [...scope.ranges];
    before[0].alias ||= "a";
    if (this.chance(0.2)) {
      const using = this.joinUsing(scope, alias);
      if (using) return using;
    }
    const range = this.range(this.entity(), alias);
    range.mustQualify = true;
    for (const each of before) each.mustQualify = true;
    const left = this.leafOf({ ranges: before }, ["navId", "id"]);
    scope.ranges.push(range);
    const right = this.chance(0.6)
      ? this.path(range, { path: ["ECInstanceId"], type: "id" })
      : this.leafOf({ ranges: [range] }, ["navId", "id"]);
    const kind = this.weighted([
      [4, " JOIN "],
      [1, " INNER JOIN "],
      [2, " LEFT JOIN "],
      [0.5, " LEFT OUTER JOIN "],
      [0.3, " RIGHT JOIN "],
      [0.3, " FULL JOIN "],
    ]);
    const extra = this.chance(0.2) ? [" AND ", this.condition({ ranges: scope.ranges, level: 1 }, 1)] : [];
    return { parts: [kind, this.rangeText(range), " ON ", left, " = ", right, ...extra], kind: `join${kind}` };
  }

  joinUsing(scope, alias) {
    const relationship = this.one(
      this.favouriteRelationships.length && this.chance(0.8) ? this.favouriteRelationships : this.relationships,
    );
    if (!relationship) return undefined;
    const range = this.range(this.entity(), alias);
    scope.ranges.push(range);
    const related = this.chance(0.5) ? ` ${alias}r` : "";
    return {
      parts: [
        " JOIN ",
        this.rangeText({ ...range, only: "" }),
        ` USING ${this.className(relationship)}${related}`,
        this.one([" FORWARD", " BACKWARD", "", " FORWARD"]),
      ],
      kind: "using",
    };
  }

  select(level, itemCount) {
    const scope = { ranges: [], level };
    const from = this.from(scope);
    const grouped = !itemCount && this.chance(0.15);
    const items = [];
    const groups = [];
    if (grouped) {
      for (let i = 0; i <= this.int(2); i++) {
        const key = this.leafOf(scope, ["int", "string", "bool", "classId", "navId", "long"]);
        if (key) (groups.push(key), items.push(key));
      }
      for (let i = 0; i <= this.int(2); i++) items.push(this.aggregate(scope));
    } else if (!itemCount && this.chance(0.08)) {
      items.push(this.one(["*", scope.ranges[0].alias ? `${scope.ranges[0].alias}.*` : "*"]));
    } else {
      const count = itemCount ?? 1 + this.int(4);
      while (items.length < count)
        items.push(this.chance(0.06) && !itemCount ? this.window(scope) : this.projection(scope));
    }
    if (!itemCount && this.chance(0.02)) {
      // Natively faulty inside AND, OR and IIF, so it stands alone.
      const parts = [
        "SELECT ",
        { list: items, join: ", ", least: 1 },
        " FROM ",
        from,
        " WHERE ",
        this.quantified(scope, 0),
      ];
      return { node: { parts, kind: "select" }, scope, grouped: true };
    }
    const where = this.chance(0.6)
      ? {
          parts: [
            " WHERE ",
            {
              list: [this.condition(scope, 2), ...(this.chance(0.3) ? [this.condition(scope, 1)] : [])],
              join: " AND ",
              least: 1,
            },
          ],
          kind: "where",
        }
      : "";
    const parts = [
      this.chance(0.07) ? "SELECT DISTINCT " : "SELECT ",
      { list: items, join: ", ", least: itemCount ?? 1 },
      " FROM ",
      from,
      { optional: where || null },
    ];
    if (groups.length) parts.push({ optional: { parts: [" GROUP BY ", { list: groups, join: ", ", least: 1 }] } });
    if (groups.length && this.chance(0.4))
      parts.push({ optional: { parts: [" HAVING ", { parts: ["COUNT(*) > ", String(this.int(4))] }] } });
    return { node: { parts, kind: "select" }, scope, grouped };
  }

  orderBy(scope) {
    const keys = [];
    for (let i = 0; i < this.int(3); i++) {
      keys.push({
        parts: [
          this.any(scope, 1, true),
          this.one(["", " ASC", " DESC"]),
          this.chance(0.15) ? this.one([" NULLS FIRST", " NULLS LAST"]) : "",
        ],
        kind: "orderKey",
      });
    }
    // The last keys make the order total, so that LIMIT means the same rows to everyone.
    const unique = scope.ranges.map((range) => ({
      parts: [this.path(range, { path: ["ECInstanceId"], type: "id" }), this.one(["", " DESC"])],
    }));
    return { keys, unique };
  }

  query() {
    this.bindings = [];
    const form = this.weighted([
      [8, "plain"],
      [0.3, "tableFunction"],
      [0.3, "recursive"],
      [0.8, "compound"],
      [0.8, "derived"],
      [0.8, "cte"],
    ]);
    const { node } = this[form]();
    return {
      node,
      bindings: this.bindings,
      options: {
        ...(this.chance(0.1) && { convertClassIdsToClassNames: true }),
        ...(this.chance(0.1) && { abbreviateBlobs: true }),
      },
    };
  }

  /** The query with one token left out, doubled, swapped with its neighbour or put in another's place: mostly invalid. */
  mutated({ node, ...rest }) {
    const tokens = render(node).match(/'(?:[^']|'')*'|\[[^\]]*\]|[\w.]+|\s+|[^\w\s]/g);
    const places = tokens.map((_, at) => at).filter((at) => tokens[at].trim());
    const at = this.one(places);
    const other = this.one(places);
    const change = [
      () => tokens.splice(at, 1),
      () => tokens.splice(at, 0, tokens[at], " "),
      () => ([tokens[at], tokens[other]] = [tokens[other], tokens[at]]),
      () => (tokens[at] = tokens[other]),
    ];
    this.one(change)();
    return { node: { parts: [tokens.join("")], kind: "mutated" }, ...rest };
  }

  plain() {
    const { node, scope, grouped } = this.select(0);
    const distinct = render(node.parts[0]).includes("DISTINCT");
    if (grouped || distinct || scope.ranges.length > 2 || this.chance(0.5)) return { node };
    const { keys, unique } = this.orderBy(scope);
    const limit = this.chance(0.5)
      ? { optional: { parts: [` LIMIT ${1 + this.int(20)}`, this.chance(0.3) ? ` OFFSET ${this.int(5)}` : ""] } }
      : "";
    return {
      node: {
        parts: [
          node,
          " ORDER BY ",
          { list: keys, join: ", ", least: 0 },
          keys.length ? ", " : "",
          { list: unique, join: ", ", least: unique.length },
          limit,
        ],
        kind: "ordered",
      },
    };
  }

  compound() {
    const count = 1 + this.int(2);
    const left = this.select(0, count);
    const right = this.select(0, count);
    return {
      node: {
        parts: [left.node, ` ${this.one(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])} `, right.node],
        kind: "compound",
      },
    };
  }

  derived() {
    const cls = this.entity();
    const scope = { ranges: [this.range(cls, "a")], level: 1 };
    const items = [
      this.leafOf(scope, ["id"]),
      this.leafOf(scope, ["string", "int", "double"]) ?? "1",
      this.projection(scope),
    ];
    const inner = {
      parts: ["SELECT ", { list: items, join: ", ", least: 1 }, " FROM ", this.rangeText(scope.ranges[0])],
      kind: "select",
    };
    if (this.chance(0.5)) inner.parts.push(" WHERE ", this.condition(scope, 1));
    return { node: { parts: ["SELECT * FROM (", inner, ")", this.chance(0.5) ? " t" : ""], kind: "derived" } };
  }

  tableFunction() {
    const range = this.range(this.entity(), "a");
    const scope = { ranges: [range], level: 1 };
    const json = this.leafOf(scope, ["string", "array", "structArray"]) ?? "'[1,{\"a\":2}]'";
    const table = this.one(["json1.json_each", "json1.json_tree", "json_each"]);
    const items = this.one(["j.[key], j.[type]", "j.[value]", "j.fullkey, j.atom", "j.path, j.[value]"]);
    const text = ["SELECT a.ECInstanceId, ", items, " FROM ", this.rangeText(range), `, ${table}(`, json, ") j WHERE "];
    return { node: { parts: [...text, "a.ECInstanceId < 0x40"], kind: "tableFunction" } };
  }

  recursive() {
    const range = this.range(this.entity(), "a");
    const parts = [
      "WITH RECURSIVE r(Id, Lvl) AS (SELECT ECInstanceId, 0 FROM ",
      this.one(["bis.Subject", "bt.SupplierRecord", "bis.Element WHERE ECInstanceId < 0x20"]),
      " UNION ALL SELECT e.ECInstanceId, r.Lvl + 1 FROM bis.Element e JOIN r ON e.Parent.Id = r.Id WHERE r.Lvl < 3) ",
      this.one(["SELECT Id, Lvl FROM r", "SELECT COUNT(*) FROM r", "SELECT r.Id, MAX(r.Lvl) FROM r GROUP BY r.Id"]),
    ];
    if (this.chance(0.5))
      parts.splice(
        3,
        1,
        "SELECT r.Lvl, a.ECInstanceId FROM r JOIN ",
        this.rangeText(range),
        " ON a.ECInstanceId = r.Id",
      );
    return { node: { parts, kind: "recursive" } };
  }

  cte() {
    const cls = this.entity();
    const scope = { ranges: [this.range(cls, "a")], level: 1 };
    const items = [this.path(scope.ranges[0], { path: ["ECInstanceId"], type: "id" }), this.any(scope, 1, true)];
    const where = this.chance(0.5) ? [" WHERE ", this.condition(scope, 1)] : [];
    const inner = {
      parts: ["SELECT ", items[0], ", ", items[1], " FROM ", this.rangeText(scope.ranges[0]), ...where],
      kind: "select",
    };
    const main = this.one([
      "SELECT x, y FROM t",
      "SELECT t.x, t.y FROM t WHERE t.x > 0x20",
      "SELECT COUNT(*), MAX(y) FROM t",
      "SELECT e.CodeValue, t.y FROM t JOIN bis.Element e ON e.ECInstanceId = t.x",
      "SELECT * FROM t",
    ]);
    return { node: { parts: ["WITH t(x, y) AS (", inner, ") ", main], kind: "cte" } };
  }
}
