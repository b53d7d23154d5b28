// Classes of a snapshot by name, with what they derive from. Names are compared as ECSQL does: letter case aside, and the name of a
// schema before the alias of another.
import type { ClassInfo, SchemaInfo } from "premap";
import type { ClassName } from "./group_query";

export interface FoundClass {
  schema: SchemaInfo;
  item: ClassInfo;
  /** `BuildingTest.Beam` */
  fullName: string;
  /** As a query names it: `bt.Beam`. */
  inQuery: ClassName;
}

export class SchemaIndex {
  readonly #classes = new Map<string, FoundClass>();
  readonly #bases = new Map<string, ReadonlySet<string>>();

  readonly #schemas = new Map<string, SchemaInfo>();

  constructor(readonly schemas: readonly SchemaInfo[]) {
    for (const schema of schemas) this.#schemas.set(schema.name.toLowerCase(), schema);
    for (const schema of schemas) {
      const alias = schema.alias.toLowerCase();
      if (alias !== "" && !this.#schemas.has(alias)) this.#schemas.set(alias, schema);
    }
    for (const schema of schemas)
      for (const item of schema.classes) {
        const fullName = `${schema.name}.${item.name}`;
        const inQuery = { schema: this.schemaInQuery(schema.name), name: item.name };
        this.#classes.set(fullName.toLowerCase(), { schema, item, fullName, inQuery });
      }
  }

  /** What a query calls a schema: its alias, unless that is the name of another. */
  schemaInQuery(name: string): string {
    const schema = this.#schemas.get(name.toLowerCase());
    if (!schema) return name;
    return this.#schemas.get(schema.alias.toLowerCase()) === schema ? schema.alias : schema.name;
  }

  /** By schema and class; the schema by its name or its alias. */
  find(name: string | ClassName): FoundClass | undefined {
    const [schema = "", own = ""] = typeof name === "string" ? name.split(/[.:]/) : [name.schema, name.name];
    const fullName = `${this.#schemas.get(schema.toLowerCase())?.name}.${own}`;
    return this.#classes.get(fullName.toLowerCase());
  }

  /** Full names of all classes it derives from, and its own. */
  basesOf(fullName: string): ReadonlySet<string> {
    const known = this.#bases.get(fullName);
    if (known) return known;
    const bases = new Set([fullName]);
    this.#bases.set(fullName, bases);
    for (const base of this.find(fullName)?.item.bases ?? [])
      for (const name of this.basesOf(this.find(base)?.fullName ?? base)) bases.add(name);
    return bases;
  }

  isA(fullName: string, base: string): boolean {
    return this.basesOf(fullName).has(base);
  }

  /** Every class once, in the order of the schemas. */
  *all(): Generator<FoundClass> {
    for (const schema of this.schemas)
      for (const item of schema.classes) {
        const found = this.find(`${schema.name}.${item.name}`);
        if (found) yield found;
      }
  }
}

const indexes = new WeakMap<readonly SchemaInfo[], SchemaIndex>();

/** The index of a snapshot's schemas; made once. */
export function schemaIndex(schemas: readonly SchemaInfo[]): SchemaIndex {
  const index = indexes.get(schemas) ?? new SchemaIndex(schemas);
  indexes.set(schemas, index);
  return index;
}
