// What a WHERE, an ON or an IIF can ask.

export const withConditions = (Base) =>
  class extends Base {
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
            parts: [
              this.call("ec_instanceof", this.leafOf(scope, ["classId"]) ?? "1", `'${this.plainClass()}'`),
              " = 1",
            ],
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
  };
