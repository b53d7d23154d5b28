// What can stand in an entry: schemas, their classes, and the paths a class offers, navigation followed to its targets.
import type { ClassInfo, PropertyInfo, SchemaInfo } from "../../engine";

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export const schemaOptions = (schemas: readonly SchemaInfo[]): string[] => [
  "*",
  ...schemas.filter((s) => s.classes.some((c) => c.isQueryable)).map((s) => s.name),
];

export function classOptions(schemas: readonly SchemaInfo[], schema: string): string[] {
  const chosen = schema === "*" ? schemas : schemas.filter((s) => same(s.name, schema));
  const names = chosen.flatMap((s) => s.classes.filter((c) => c.type === "entity").map((c) => c.name));
  return ["*", ...[...new Set(names)].sort((a, b) => a.localeCompare(b))];
}

/** Full paths that go on from what is written: `Category.` offers `Category.CodeValue`, `Category.UserLabel` ... */
export function pathOptions(schemas: readonly SchemaInfo[], schema: string, className: string, path: string): string[] {
  const steps = path.split(".");
  let owners = startingClasses(schemas, schema, className);
  for (const step of steps.slice(0, -1)) {
    owners = owners.flatMap((owner) => {
      const property = owner.properties.find((p) => same(p.name, step));
      return property ? classesBehind(schemas, property) : [];
    });
  }
  const prefix = steps.slice(0, -1).join(".");
  const names = new Set(owners.flatMap((owner) => owner.properties.map((p) => p.name)));
  const last = steps.length > 1 && owners.length > 0 ? ["id"] : [];
  return [...names, ...last].slice(0, 400).map((name) => (prefix ? `${prefix}.${name}` : name));
}

function startingClasses(schemas: readonly SchemaInfo[], schema: string, className: string): ClassInfo[] {
  const inSchema = schema === "*" ? schemas : schemas.filter((s) => same(s.name, schema));
  if (className !== "*") return inSchema.flatMap((s) => s.classes.filter((c) => same(c.name, className)));
  if (schema !== "*") return inSchema.flatMap((s) => s.classes.filter((c) => c.type === "entity"));
  return find(schemas, "BisCore.PhysicalElement");
}

/** The classes a navigation property can lead to, or the struct a struct property holds. */
function classesBehind(schemas: readonly SchemaInfo[], property: PropertyInfo): ClassInfo[] {
  if (property.kind === "navigation") return (property.target ?? []).flatMap((name) => find(schemas, name));
  return property.kind === "struct" ? find(schemas, property.type) : [];
}

function find(schemas: readonly SchemaInfo[], fullName: string): ClassInfo[] {
  const [schema = "", name = ""] = fullName.split(/[.:]/);
  return schemas.find((s) => same(s.name, schema))?.classes.filter((c) => same(c.name, name)) ?? [];
}
