// What can stand in an entry: schemas, their classes, and the paths these offer: of `*` those of the group's own rows; links are followed
// to their far ends, structs and JSON to their members.
import type { ClassInfo, PropertyInfo, SchemaInfo } from "../../engine";
import { type GroupRows, targetProperties } from "../../lib/candidates";
import { dataTypeOf, quantityOf } from "../../lib/column_types";
import { schemaIndex } from "../../lib/schema_index";

export interface PathOption {
  path: string;
  /** What a column that reads it is best. */
  dataType: string;
  quantityType?: string;
}

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

/** More are narrowed down by typing on. */
const mostOptions = 400;

/** Full paths that go on from what is written: `Category.` offers `Category.CodeValue`, `Category.UserLabel` ... */
export function pathOptions(
  schemas: readonly SchemaInfo[],
  rows: GroupRows | undefined,
  schema: string,
  className: string,
  path: string,
): PathOption[] {
  const classes = schemaIndex(schemas);
  const steps = path.split(".").slice(0, -1);
  const prefix = steps.map((step) => `${step}.`).join("");
  let properties = startingClasses(schemas, rows, schema, className).flatMap((item) => item.properties);
  let isLink = false;
  for (const step of steps) {
    const reached = properties.filter(({ name }) => same(name, step));
    isLink = reached.some(({ kind }) => kind === "navigation");
    properties = reached.flatMap((property) => {
      if (property.kind === "struct") return classes.find(property.type)?.item.properties ?? [];
      return targetProperties(classes, property, rows ?? { linked: new Map() });
    });
  }
  const selected = steps.length === 0 && className === "*" ? (rows?.selected ?? []) : [];
  const options = [
    ...selected.map(({ name, type }) => ({ path: name, dataType: dataTypeOf(type) })),
    ...commonFirst(properties).map((property) => optionOf(prefix, property)),
    ...membersBehind(rows, prefix),
    ...(isLink ? [{ path: `${prefix}id`, dataType: "String" }] : []),
  ];
  return [...new Map(options.reverse().map((option) => [option.path, option])).values()]
    .reverse()
    .slice(0, mostOptions);
}

/** Those that most of the classes have before those of a few. */
function commonFirst(properties: readonly PropertyInfo[]): PropertyInfo[] {
  const owners = new Map<string, number>();
  for (const { name } of properties) owners.set(name, (owners.get(name) ?? 0) + 1);
  return [...properties].sort((a, b) => (owners.get(b.name) ?? 0) - (owners.get(a.name) ?? 0));
}

function optionOf(prefix: string, property: PropertyInfo): PathOption {
  const quantityType = quantityOf(property);
  const dataType = dataTypeOf(property.type);
  return { path: prefix + property.name, dataType, ...(quantityType ? { quantityType } : {}) };
}

/** The next members of JSON behind a path that ends in a dot. */
function membersBehind(rows: GroupRows | undefined, prefix: string): PathOption[] {
  if (prefix === "") return [];
  return (rows?.members ?? [])
    .filter(({ path }) => path.toLowerCase().startsWith(prefix.toLowerCase()))
    .map(({ path, kind }) => {
      const next = path.indexOf(".", prefix.length);
      const dataType = next >= 0 ? "String" : kind === "number" ? "Double" : kind === "boolean" ? "Boolean" : "String";
      return { path: prefix + path.slice(prefix.length, next >= 0 ? next : undefined), dataType };
    });
}

function startingClasses(
  schemas: readonly SchemaInfo[],
  rows: GroupRows | undefined,
  schema: string,
  className: string,
): readonly ClassInfo[] {
  const inSchema = schema === "*" ? schemas : schemas.filter((s) => same(s.name, schema));
  if (className !== "*") return inSchema.flatMap((s) => s.classes.filter((c) => same(c.name, className)));
  const classes = schemaIndex(schemas);
  const own = (rows?.classes ?? []).filter((name) => schema === "*" || same(name.split(".")[0] ?? "", schema));
  return own.flatMap((name) => classes.find(name)?.item ?? []);
}
