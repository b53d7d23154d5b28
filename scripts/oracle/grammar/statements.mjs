// Whole statements of the ordinary forms.
import { render } from "./tree.mjs";

export const withStatements = (Base) =>
  class extends Base {
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
      const text = [
        "SELECT a.ECInstanceId, ",
        items,
        " FROM ",
        this.rangeText(range),
        `, ${table}(`,
        json,
        ") j WHERE ",
      ];
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
  };
