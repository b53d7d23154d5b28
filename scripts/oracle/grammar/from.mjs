// FROM, its joins and their spellings.

export const withFrom = (Base) =>
  class extends Base {
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
  };
