// Classes of a snapshot by name, with what they derive from. Names are compared as ECSQL does, letter case aside.
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

  constructor(readonly schemas: readonly SchemaInfo[]) {
    const byAlias = new Map<string, FoundClass>();
    for (const schema of schemas)
      for (const item of schema.classes) {
        const fullName = `${schema.name}.${item.name}`;
        const found = { schema, item, fullName, inQuery: { schema: schema.alias || schema.name, name: item.name } };
        this.#classes.set(fullName.toLowerCase(), found);
        byAlias.set(`${schema.alias}.${item.name}`.toLowerCase(), found);
      }
    // What is the alias of one schema may be the name of another, which goes first.
    for (const [name, found] of byAlias) if (!this.#classes.has(name)) this.#classes.set(name, found);
  }

  /** By schema and class; the schema by its name or its alias. */
  find(name: string | ClassName): FoundClass | undefined {
    const full = typeof name === "string" ? name.replace(":", ".") : `${name.schema}.${name.name}`;
    return this.#classes.get(full.toLowerCase());
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
