// The condition that a cell's value stands for: what filled it says where that is.
import type { ColumnOutline, Preview } from "../../engine";
import {
  type GroupQuery,
  propertyText,
  type PropertyPath,
  type QueryValue,
  rowsOf,
  type Subject,
  type Test,
} from "../../lib/group_query";
import { classText, nameText, pathText, type JsonStep } from "../../lib/ecsql_text";
import type { FoundClass, SchemaIndex } from "../../lib/schema_index";

/** What a cell is read from, for conditions on it. */
export interface CellSource {
  subject: Subject;
  /** The class whose rows have it. */
  owner: FoundClass;
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
    if (described.name === "ECClassId") return { subject: { kind: "class" }, owner };
    return described.name === "UserLabel" ? sourceOfPath(index, owner, ["UserLabel"]) : undefined;
  }
  const verdict = table.verdict(row, column);
  const entry = property?.entries[verdict?.entry ?? -1];
  if (!verdict || !entry || (verdict.source !== "element" && verdict.source !== "aspect")) return undefined;
  const path = entry.property.split(".");
  const found = index.find(verdict.class ?? "");
  if (verdict.source === "element") return sourceOfPath(index, owner, path);
  const leaf = found && leafOf(index, found, path);
  return leaf && { subject: { kind: "aspect", of: found.inQuery, property: leaf }, owner };
}

function sourceOfPath(index: SchemaIndex, owner: FoundClass, path: readonly string[]): CellSource | undefined {
  const leaf = leafOf(index, owner, path);
  if (leaf) return { subject: { kind: "property", ...leaf }, owner };
  // A link, and something of what it leads to; a model is called as what it models.
  const [link = "", ...rest] = path;
  const isModel = same(link, "Model") && same(rest[0] ?? "", "ModeledElement");
  const targets = isModel ? ["BisCore.InformationPartitionElement"] : (find(owner, link)?.target ?? []);
  for (const target of targets) {
    const to = index.find(target);
    const property = to && leafOf(index, to, isModel ? rest.slice(1) : rest);
    if (property) return { subject: { kind: "linked", link: [link], to: to.inQuery, property }, owner };
  }
  return undefined;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const find = ({ item }: FoundClass, name: string) => item.properties.find((property) => same(property.name, name));

/** A single value of a class's own: through structs and points, into JSON. */
function leafOf(index: SchemaIndex, owner: FoundClass, path: readonly string[]): PropertyPath | undefined {
  const [name = "", ...rest] = path;
  const property = find(owner, name);
  if (!property) return undefined;
  if (property.kind === "navigation")
    return rest.length === 1 && same(rest[0] ?? "", "id") ? { path: [property.name, "Id"] } : undefined;
  if (property.kind === "struct") {
    const struct = index.find(property.type);
    const inner = struct && leafOf(index, struct, rest);
    return inner && { ...inner, path: [property.name, ...inner.path] };
  }
  if (property.kind !== "primitive") return undefined;
  if (rest.length === 0) return /^point|binary|IGeometry/i.test(property.type) ? undefined : { path: [property.name] };
  if (/^point/.test(property.type))
    return rest.length === 1 ? { path: [property.name, (rest[0] ?? "").toUpperCase()] } : undefined;
  const json: JsonStep[] = rest.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  return property.type === "string" && rest.every((step) => !step.includes('"'))
    ? { path: [property.name], json }
    : undefined;
}

/** The query for the value as it is stored, of an element; the cell may show it in another type. */
export function storedValueQuery({ subject, owner }: CellSource, id: string): string | undefined {
  const rows = classText(owner.inQuery.schema, owner.inQuery.name);
  switch (subject.kind) {
    case "class":
      return undefined;
    case "property":
      return `SELECT ${propertyText(subject)} FROM ${rows} WHERE ECInstanceId = ${id}`;
    case "linked": {
      const to = classText(subject.to.schema, subject.to.name);
      const value = propertyText({ ...subject.property, path: ["t", ...subject.property.path] });
      return `SELECT ${value} FROM ${rows} e JOIN ${to} t ON t.ECInstanceId = ${pathText(["e", ...subject.link, "Id"])} WHERE e.ECInstanceId = ${id}`;
    }
    case "aspect": {
      const of = classText(subject.of.schema, subject.of.name);
      return (
        subject.property &&
        `SELECT ${propertyText(subject.property)} FROM ${of} WHERE ${nameText("Element")}.Id = ${id}`
      );
    }
  }
}

/** A stored value in a condition; undefined for what cannot be compared for being the same. */
export function storedValue(value: unknown): QueryValue | undefined {
  if (typeof value === "string")
    return /^0x[0-9a-f]+$/i.test(value) ? { type: "id", text: value } : { type: "text", text: value };
  if (typeof value === "number" || typeof value === "bigint") return { type: "number", text: String(value) };
  return typeof value === "boolean" ? { type: "boolean", text: value ? "TRUE" : "FALSE" } : undefined;
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
  return {
    ...query,
    where: { kind: "all", items: query.where.kind === "all" ? [...query.where.items, test] : [query.where, test] },
  };
}
