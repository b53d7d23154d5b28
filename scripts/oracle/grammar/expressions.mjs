// Expressions of one column.

export const withExpressions = (Base) =>
  class extends Base {
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
            this.pair(
              this.leafOf(scope, ["int", "long"]) ?? "5",
              this.one(["&", "|", "<<", ">>"]),
              String(this.int(8)),
            ),
        ],
        [
          0.3,
          () => ({ parts: [this.one(["-", "~", "+"]), this.leafOf(scope, ["int", "long"]) ?? "3"], kind: "unary" }),
        ],
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
            this.call(
              "ec_classname",
              this.leafOf(scope, ["classId"]) ?? "0x10",
              ...(this.chance(0.5) ? ["'s.c'"] : []),
            ),
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
  };
