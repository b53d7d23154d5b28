// Class ids as names, for people: the table holds "0x1a7", the page shows "BuildingTest.Beam" beside it.
import type { SchemaInfo } from "./types";

const cache = new WeakMap<SchemaInfo[], Map<string, string>>();

/** Class id -> "Schema.Class". */
export function classNames(schemas: SchemaInfo[]): Map<string, string> {
  let names = cache.get(schemas);
  if (!names) {
    names = new Map(
      schemas.flatMap((schema) => schema.classes.map((c): [string, string] => [c.id, `${schema.name}.${c.name}`])),
    );
    cache.set(schemas, names);
  }
  return names;
}
