// The condition that a cell's value stands for: what filled it says where that is.
import type { ColumnOutline, Preview } from "../../engine";
import {
  type Condition,
  type GroupQuery,
  hasId,
  isValue,
  type PropertyPath,
  type QueryValue,
  rowsOf,
  type Subject,
  type Test,
} from "../../lib/group_query";
import type { JsonStep } from "../../lib/ecsql_text";
import type { FoundClass, SchemaIndex } from "../../lib/schema_index";
import { sourceOf } from "./questions";

/** What a cell is read from, for conditions on it. */
export interface CellSource {
  subject: Subject;
  /** The class whose rows have it. */
  owner: FoundClass;
  /** What is stored is text, also where it looks like an id. */
  isText: boolean;
}

interface Leaf {
  property: PropertyPath;
  isText: boolean;
}

/** Where the value of a cell comes from; undefined for what was computed, or lies further away than a condition reaches. */
export function sourceOfCell(
  index: SchemaIndex,
  table: Preview,
  row: number,
  column: number,
  property: ColumnOutline | undefined,
  rowClass: string,
): CellSource | undefined {
  const described = table.columns[column];
  const owner = index.find(rowClass);
  if (!described || !owner || !index.isA(owner.fullName, "BisCore.Element")) return undefined;
  if (described.isDefault) {
    if (described.name === "ECClassId") return { subject: { kind: "class" }, owner, isText: false };
    return described.name === "UserLabel" ? sourceOfPath(index, owner, ["UserLabel"]) : undefined;
  }
  const verdict = table.verdict(row, column);
  const entry = property?.entries[verdict?.entry ?? -1];
  if (!verdict || !entry || (verdict.source !== "element" && verdict.source !== "aspect")) return undefined;
  const path = entry.property.split(".");
  const found = index.find(verdict.class ?? "");
  if (verdict.source === "element") return sourceOfPath(index, owner, path);
  const leaf = found && leafOf(index, found, path);
  return (
    leaf && { subject: { kind: "aspect", of: found.inQuery, property: leaf.property }, owner, isText: leaf.isText }
  );
}

function sourceOfPath(index: SchemaIndex, owner: FoundClass, path: readonly string[]): CellSource | undefined {
  const leaf = leafOf(index, owner, path);
  if (leaf) return { subject: { kind: "property", ...leaf.property }, owner, isText: leaf.isText };
  // A link, and something of what it leads to; a model is called as what it models.
  const [link = "", ...rest] = path;
  const isModel = same(link, "Model") && same(rest[0] ?? "", "ModeledElement");
  const targets = isModel ? ["BisCore.InformationPartitionElement"] : (find(owner, link)?.target ?? []);
  for (const target of targets) {
    const to = index.find(target);
    const end = to && leafOf(index, to, isModel ? rest.slice(1) : rest);
    if (end)
      return {
        ...{ subject: { kind: "linked", link: [link], to: to.inQuery, property: end.property } },
        ...{ owner, isText: end.isText },
      };
  }
  return undefined;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const find = ({ item }: FoundClass, name: string) => item.properties.find((property) => same(property.name, name));

/** A single value of a class's own: through structs and points, into JSON. */
function leafOf(index: SchemaIndex, owner: FoundClass, path: readonly string[]): Leaf | undefined {
  const [name = "", ...rest] = path;
  const [next = ""] = rest;
  const property = find(owner, name);
  if (!property) return undefined;
  const isLast = rest.length === 0;
  const notText = (...steps: string[]): Leaf => ({ property: { path: [property.name, ...steps] }, isText: false });
  if (property.kind === "navigation") return rest.length === 1 && same(next, "id") ? notText("Id") : undefined;
  if (property.kind === "struct") {
    const struct = index.find(property.type);
    const inner = struct && leafOf(index, struct, rest);
    return inner && { ...inner, property: { ...inner.property, path: [property.name, ...inner.property.path] } };
  }
  if (property.kind !== "primitive") return undefined;
  if (/^point/.test(property.type)) return rest.length === 1 ? notText(next.toUpperCase()) : undefined;
  if (property.type !== "string") return isLast && !/binary|IGeometry/i.test(property.type) ? notText() : undefined;
  if (isLast) return { property: { path: [property.name] }, isText: true };
  const json: JsonStep[] = rest.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return rest.every((step) => !step.includes('"'))
    ? { property: { path: [property.name], json }, isText: true }
    : undefined;
}

/** The query for the value as it is stored, of an element; the cell may show it in another type. */
export function storedValueQuery({ subject, owner }: CellSource, id: string): string | undefined {
  const source = sourceOf(subject, owner.inQuery);
  return source && `SELECT ${source.value} FROM ${source.from} WHERE ${source.element} = ${id}`;
}

/** A stored value in a condition; undefined for what cannot be compared for being the same, such as a number without end. */
export function storedValue(value: unknown, isText: boolean): QueryValue | undefined {
  if (typeof value === "string")
    return { type: !isText && isValue({ type: "id", text: value }) ? "id" : "text", text: value };
  if (typeof value === "number" || typeof value === "bigint") {
    const number: QueryValue = { type: "number", text: String(value) };
    return isValue(number) ? number : undefined;
  }
  return typeof value === "boolean" ? { type: "boolean", text: value ? "TRUE" : "FALSE" } : undefined;
}

/** A query with other conditions. What limits or gathers its rows does not go with them: it would leave out some that pass. */
function withConditions(query: GroupQuery, items: readonly Condition[]): GroupQuery {
  const { from, only, rest } = query;
  const isOrderOnly = rest === "" || (/^order\b/i.test(rest) && !/\b(limit|options|ecsqloptions)\b/i.test(rest));
  return isOrderOnly ? { ...query, where: { kind: "all", items } } : rowsOf(from, only, items);
}

/** Rows by id, of the class that the group is of. */
export function chosenRows(query: GroupQuery | undefined, ids: readonly string[]): GroupQuery {
  const byId = hasId(ids);
  return query ? withConditions(query, [byId]) : rowsOf({ schema: "bis", name: "Element" }, false, [byId]);
}

/** The rows of a group that pass one condition more; where its class has no such property, those of the class that does. */
export function narrowed(
  index: SchemaIndex,
  query: GroupQuery | undefined,
  { subject, owner }: CellSource,
  test: Test,
): GroupQuery {
  const from = query && index.find(query.from);
  const [first = ""] = subject.kind === "property" ? subject.path : subject.kind === "linked" ? subject.link : [];
  const fits = from && index.isA(from.fullName, "BisCore.Element") && (first === "" || find(from, first) !== undefined);
  if (!query || !fits) return rowsOf(owner.inQuery, false, [test]);
  return withConditions(query, query.where.kind === "all" ? [...query.where.items, test] : [query.where, test]);
}
