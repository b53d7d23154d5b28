// What a query can name: a snapshot's classes, their properties and the members of those.
import { Chance } from "./random.mjs";

const reserved = new Set(
  `all and any as asc avg between binary blob boolean by case cast collate count cross current date delete desc distinct double else end
   escape except exists false filter first float for from full group groups having iif in inner insert int integer intersect into is
   join key last left like limit long match max min natural no not null nulls offset on only options or order outer over partition
   range rank real recursive right row rows select set some string sum table then time timestamp total true type union unique unknown
   update using value values when where window with`.split(/\s+/),
);

export class Model extends Chance {
  /** `schemas` as the call of that name answers; `samples(cls, property)` gives literal texts of stored values. */
  constructor(schemas, samples, random, { favourites }) {
    super(random);
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
}
