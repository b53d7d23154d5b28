// The elements of a SELECT list.

export const withSelectLists = (Base) =>
  class extends Base {
    projection(scope) {
      const composite = [
        "nav",
        "point3d",
        "point2d",
        "struct",
        "array",
        "structArray",
        "binary",
        "guid",
        "date",
        "bool",
      ];
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
          () =>
            this.call("COUNT", this.chance(0.4) ? { parts: ["DISTINCT ", this.any(scope, 0)] } : this.any(scope, 1)),
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
  };
