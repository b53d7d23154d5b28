// The columns a group could have: what its rows, their aspects and what they link to have to read. Whether there is a value is not
// known here: the engine is asked (see engine/asides.ts, `tryColumns`).
import type { PropertyInfo, ColumnInfo, SchemaInfo } from "premap";
import { dataTypeOf, quantityOf, quantityOfMeasure } from "./column_types";
import { decodedName } from "./new_groups";
import { defaultColumns, freeAmong } from "./outline";
import { type SchemaIndex, schemaIndex } from "./schema_index";

/** What was found out about a group's rows. */
export interface GroupRows {
  /** Classes of the rows themselves: `PlantTest.Pump`. */
  classes: readonly string[];
  /** Aspect classes of which the elements have instances. */
  aspects: readonly string[];
  /** What the query selects besides id and class. */
  selected: readonly { name: string; type: string }[];
  /** Members found in JSON: the property that holds them, then their names, and the kind of what was there. */
  members: readonly JsonMember[];
  /** Classes of which the snapshot has instances, by the class a link leads to. */
  linked: ReadonlyMap<string, readonly string[]>;
}

export interface JsonMember {
  /** The class whose property it is. */
  owner: string;
  path: string;
  kind: "number" | "boolean" | "string" | "json";
}

export type Source = "selected" | "own" | "aspect" | "json" | "related" | "core" | "measure";

export interface Place {
  schema: string;
  class: string;
  path: string;
}

/** A column that could be. */
export interface Candidate {
  key: string;
  source: Source;
  /** The name it would get. */
  name: string;
  /** In order of priority; none: a measure. */
  places: readonly Place[];
  measure?: string;
  /** What is said of its place: `PlantTest.Pump`. */
  owner: string;
  path: string;
  label: string;
  /** The type the property has in its schema. */
  type: string;
  dataType: string;
  quantityType?: string;
  unit?: string;
  /** JSON says no type but by its values: only what all of them are is taken. */
  isByValues?: boolean;
}

/** One by one entries could be read; more than this many are what `*` is for. */
const mostEntries = 3;
const standardSchema = /^(BisCore|Generic)\./;
/** The base classes that nearly everything derives from: their instances tell nothing of where a link leads. */
const roots = new Set(["BisCore.Element", "BisCore.Model", "BisCore.CodeSpec"]);
/** What BIS keeps codes by is no fact of the model. */
const bookkeeping = new Set(["CodeSpec", "CodeScope"]);
/** Two links away only what names a thing is of use. */
const naming = ["CodeValue", "UserLabel"];

export function candidatesOf(
  schemas: readonly SchemaInfo[],
  rows: GroupRows,
  measures: readonly string[],
): Candidate[] {
  const classes = schemaIndex(schemas);
  const found = [
    ...rows.selected.map(selectedColumn),
    ...elementProperties(classes, rows),
    ...rows.aspects.flatMap((name) => aspectProperties(classes, name)),
    ...rows.members.map((member) => jsonMember(member, rows)),
    ...measures.map(measureColumn),
  ];
  return named(unique(found));
}

/**
 * The columns of a query that are no property of the rows' own classes: aliases, sub-selects, what a join brings. What has no name
 * but its text cannot be asked for.
 */
export function selectedColumns(
  schemas: readonly SchemaInfo[],
  rowClasses: readonly string[],
  columns: readonly ColumnInfo[],
): GroupRows["selected"] {
  const classes = schemaIndex(schemas);
  const properties = rowClasses.flatMap((name) => classes.find(name)?.item.properties ?? []);
  const owned = new Set(
    properties.flatMap(({ name, owner }) => [name, `${owner}.${name}`].map((text) => text.toLowerCase())),
  );
  const isOwn = ({ accessString, className }: ColumnInfo) => {
    const [first = "", ...behind] = accessString.toLowerCase().split(".");
    return owned.has(behind.length > 0 ? first : `${className.replace(":", ".").toLowerCase()}.${first}`);
  };
  return columns
    .filter((column) => !/^(ECInstanceId|ECClassId)$|[[\]()]/i.test(column.accessString))
    .filter((column) => column.generated || !isOwn(column))
    .map(({ accessString, typeName, extendedType }) => {
      return { name: accessString, type: /Id$/.test(extendedType ?? "") ? "id" : typeName };
    });
}

function selectedColumn({ name, type }: { name: string; type: string }): Candidate {
  return candidate("selected", [{ schema: "*", class: "*", path: name }], "the query", { name, type });
}

/** What the rows' own classes have: properties of one name and type are one column. */
function elementProperties(classes: SchemaIndex, rows: GroupRows): Candidate[] {
  const selected = new Set(rows.selected.map(({ name }) => name.toLowerCase()));
  const byName = new Map<string, PropertyInfo[]>();
  for (const name of rows.classes)
    for (const property of classes.find(name)?.item.properties ?? []) {
      // What the query selects under the name is what an entry reads; boxes are in every table.
      if (selected.has(property.name.toLowerCase()) || /^BBox(Low|High)$/.test(property.name)) continue;
      const key = `${property.name.toLowerCase()}|${property.kind}|${property.type}|${property.target?.join() ?? ""}`;
      const same = byName.get(key) ?? [];
      if (!same.some(({ owner }) => owner === property.owner)) byName.set(key, [...same, property]);
    }
  const kinds = new Map<string, number>();
  for (const [{ name } = { name: "" }] of byName.values())
    kinds.set(name.toLowerCase(), (kinds.get(name.toLowerCase()) ?? 0) + 1);
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    // A property declared again below is read through the base class.
    const owners = same
      .map(({ owner }) => owner)
      .filter((name, _, all) => !all.some((base) => base !== name && classes.isA(name, base)));
    // `*` would read properties of the name whatever their type.
    const isAny = owners.length > mostEntries && kinds.get(first.name.toLowerCase()) === 1;
    const starts = isAny ? ["*.*"] : owners;
    return pathsFrom(classes, first, rows).map(({ path, property }) =>
      candidate(
        path.includes(".") && first.kind === "navigation" ? "related" : sourceOf(owners),
        starts.map((owner) => placeOf(owner, path)),
        isAny ? `${owners.length} classes` : owners.join(", "),
        property,
      ),
    );
  });
}

const sourceOf = (owners: readonly string[]): Source =>
  owners.every((owner) => standardSchema.test(owner)) ? "core" : "own";

function placeOf(owner: string, path: string): Place {
  const [schema = "", className = ""] = owner.split(".");
  return { schema, class: className, path };
}

interface Path {
  path: string;
  property: Pick<PropertyInfo, "name" | "type"> & Partial<PropertyInfo>;
}

/** The paths to values that begin with a property: itself, or the members and the far ends behind it. */
function pathsFrom(classes: SchemaIndex, property: PropertyInfo, rows: GroupRows): Path[] {
  if (property.kind === "navigation") return bookkeeping.has(property.name) ? [] : linkedPaths(classes, property, rows);
  if (property.kind === "struct") return structPaths(classes, property, property.name);
  return isReadable(property) ? [{ path: property.name, property }] : [];
}

/** Binary is never a value, but for GUIDs. */
const isReadable = ({ type, extendedType }: PropertyInfo): boolean =>
  !/^(binary|.*geometry)/i.test(type) || extendedType === "BeGuid";

function structPaths(classes: SchemaIndex, property: PropertyInfo, path: string): Path[] {
  return (classes.find(property.type)?.item.properties ?? []).flatMap((member) => {
    const at = `${path}.${member.name}`;
    if (member.kind === "struct") return structPaths(classes, member, at);
    return member.kind !== "navigation" && isReadable(member) ? [{ path: at, property: member }] : [];
  });
}

function linkedPaths(classes: SchemaIndex, link: PropertyInfo, rows: GroupRows): Path[] {
  const near = targetProperties(classes, link, rows).flatMap((property): Path[] => {
    const path = `${link.name}.${property.name}`;
    if (property.kind === "navigation") {
      if (bookkeeping.has(property.name)) return [];
      const far = targetProperties(classes, property, rows).filter(({ name }) => naming.includes(name));
      return far.map((end) => ({ path: `${path}.${end.name}`, property: end }));
    }
    if (property.kind === "struct") return structPaths(classes, property, path);
    return isReadable(property) ? [{ path, property }] : [];
  });
  return [{ path: `${link.name}.id`, property: { name: "id", type: "id", label: "" } }, ...near];
}

/** What is to be read where a link leads: of the class itself, of classes that occur there; of a mixin what all of its classes have. */
export function targetProperties(
  classes: SchemaIndex,
  link: PropertyInfo,
  { linked }: Pick<GroupRows, "linked">,
): PropertyInfo[] {
  const found = new Map<string, PropertyInfo>();
  for (const target of link.target ?? []) {
    const own = classes.find(target)?.item;
    const more = (linked.get(target) ?? []).flatMap((name) => classes.find(name)?.item.properties ?? []);
    for (const property of [...(own?.isMixin ? commonProperties(classes, target) : (own?.properties ?? [])), ...more])
      if (!found.has(property.name.toLowerCase())) found.set(property.name.toLowerCase(), property);
  }
  return [...found.values()];
}

function commonProperties(classes: SchemaIndex, mixin: string): PropertyInfo[] {
  const mixing = [...classes.all()].flatMap(({ item, fullName }) =>
    !item.isMixin && classes.isA(fullName, mixin) ? [item] : [],
  );
  const [first, ...others] = mixing;
  return (first?.properties ?? []).filter(({ name }) =>
    others.every((other) => other.properties.some((property) => property.name === name)),
  );
}

/** Classes of links worth asking for their instances. */
export function linksOf(schemas: readonly SchemaInfo[], rowClasses: readonly string[]): string[] {
  const classes = schemaIndex(schemas);
  const links = rowClasses.flatMap(
    (name) => classes.find(name)?.item.properties.filter((p) => p.kind === "navigation") ?? [],
  );
  return [...new Set(links.flatMap(({ target }) => target ?? []))].filter((name) => !roots.has(name));
}

/** Properties that hold JSON, by the class to ask: elements are asked by their base class, aspects by their own. */
export function jsonHolders(schemas: readonly SchemaInfo[], rows: Pick<GroupRows, "classes" | "aspects">) {
  const classes = schemaIndex(schemas);
  const holders = new Map<string, { owner: string; name: string; isAspect: boolean }>();
  for (const [isAspect, names] of [
    [false, rows.classes],
    [true, rows.aspects],
  ] as const)
    for (const className of names)
      for (const { name, extendedType, owner } of classes.find(className)?.item.properties ?? []) {
        const asked = isAspect ? className : owner;
        if (/^json$/i.test(extendedType ?? "")) holders.set(`${asked}.${name}`, { owner: asked, name, isAspect });
      }
  return [...holders.values()];
}

/** Members deeper than this are data, not properties. */
const deepest = 4;
const mostMembers = 120;

/** The members that JSON texts have, each once; what is of several kinds is told as text. */
export function membersOf(owner: string, property: string, texts: readonly string[]): JsonMember[] {
  const found = new Map<string, JsonMember>();
  const visit = (value: unknown, path: string, depth: number): void => {
    if (value === null || value === undefined) return;
    if (typeof value === "object" && !Array.isArray(value) && depth < deepest) {
      for (const [name, member] of Object.entries(value))
        if (isWritable(name)) visit(member, `${path}.${name}`, depth + 1);
      return;
    }
    if (path === property) return;
    const kind = typeof value === "object" ? "json" : (typeof value as JsonMember["kind"]);
    const before = found.get(path);
    if (!before && found.size >= mostMembers) return;
    found.set(path, { owner, path, kind: before && before.kind !== kind ? "string" : kind });
  };
  for (const text of texts) visit(parsed(text), property, 0);
  return [...found.values()];
}

/** In a path: no dot, no edge of blanks; in a mapping, which is UTF-8: no half of a surrogate pair. */
const isWritable = (name: string): boolean =>
  name !== "" && !name.includes(".") && name === name.trim() && !/\p{Surrogate}/u.test(name);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function jsonMember({ owner, path, kind }: JsonMember, rows: GroupRows): Candidate {
  const type = kind === "number" ? "double" : kind;
  const name = path.slice(path.lastIndexOf(".") + 1);
  const told = rows.aspects.includes(owner) ? owner : `${owner}, JSON`;
  const made = candidate("json", [placeOf(owner, path)], told, { name, type });
  return kind === "number" || kind === "boolean" ? { ...made, isByValues: true } : made;
}

/** The elements' one aspect of the class: its own and inherited properties, but for the link to the element. */
function aspectProperties(classes: SchemaIndex, name: string): Candidate[] {
  return (classes.find(name)?.item.properties ?? []).flatMap((property) => {
    if (property.kind === "navigation") return [];
    const paths =
      property.kind === "struct"
        ? structPaths(classes, property, property.name)
        : isReadable(property)
          ? [{ path: property.name, property }]
          : [];
    return paths.map(({ path, property: end }) => candidate("aspect", [placeOf(name, path)], name, end));
  });
}

function measureColumn(measure: string): Candidate {
  const made = candidate("measure", [], "the geometry", { name: measure, type: "double" });
  return { ...made, key: `measure ${measure}`, path: measure, measure, quantityType: quantityOfMeasure(measure) };
}

function candidate(source: Source, places: readonly Place[], owner: string, property: Path["property"]): Candidate {
  const path = places[0]?.path ?? property.name;
  const quantityType = quantityOf(property as PropertyInfo);
  return {
    key: `${source} ${places.map((p) => `${p.schema}.${p.class}`).join()} ${path}`,
    source,
    name: path,
    places,
    owner,
    path,
    label: property.label ?? "",
    type: property.enumeration ? `${property.type}, ${property.enumeration}` : property.type,
    dataType: dataTypeOf(property.type),
    ...(quantityType ? { quantityType } : {}),
    ...(property.unit ? { unit: property.unit } : {}),
  };
}

function unique(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((item) => [item.key, item])).values()];
}

/** Leaves room, of the 128 that the APIs take, for a number behind. */
const longestName = 120;

/**
 * `Category.CodeValue` -> `CategoryCodeValue`: what a column may be called, in the APIs and in formulas. Every table has a
 * `UserLabel` already.
 */
export function columnName(path: string): string {
  const parts = path
    .replace(/UserLabel$/, "Label")
    .split(".")
    .map((part) => plainName(decodedName(part)))
    .filter((part) => part !== "");
  const name = parts.map((part, at) => (at === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join("");
  return (/^[\p{L}_]/u.test(name) ? name : `_${name}`).slice(0, longestName).replace(/[\uD800-\uDBFF]$/, "");
}

/** Letters, plain digits and single underscores: `ft² [foot]` -> `ft_foot`. */
const plainName = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[^\p{L}0-9]+/gu, "_")
    .replace(/_$/, "");

/** Formulas read these as constants, whatever columns there are. */
const constants = "E LN2 LN10 LOG2E LOG10E PI SQRT1_2 SQRT2 true false null".split(" ").map((name) => ({ name }));

/** What is called alike gets the name of its class before it; JSON members lose the name of the property that holds them. */
function named(candidates: readonly Candidate[]): Candidate[] {
  const short = ({ source, path }: Candidate) =>
    columnName(source === "json" && path.includes(".") ? path.slice(path.indexOf(".") + 1) : path);
  const times = new Map<string, number>();
  for (const item of candidates) {
    const name = short(item).toLowerCase();
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const taken = new Set([...defaultColumns, ...constants].map(({ name }) => name.toLowerCase()));
  return candidates.map((item) => {
    const isShared = (times.get(short(item).toLowerCase()) ?? 0) > 1;
    const prefix = isShared && item.source === "aspect" ? (item.places[0]?.class ?? "") : "";
    const name = freeAmong(columnName(prefix + short(item)), taken);
    taken.add(name.toLowerCase());
    return { ...item, name };
  });
}

/** The column as the mapping has it; without `ecPropertyType` where its API has none. */
export function columnOf(item: Candidate, dataType: string, name: string, isV1: boolean): Record<string, unknown> {
  const quantity = item.quantityType && dataType !== "String" ? { quantityType: item.quantityType } : {};
  if (item.measure !== undefined)
    return isV1
      ? { propertyName: name, type: item.measure }
      : { propertyName: name, dataType: "Double", ...quantity, calculatedPropertyType: item.measure };
  return {
    propertyName: name,
    dataType,
    ...quantity,
    ecProperties: item.places.map((place) => ({
      ecSchemaName: place.schema,
      ecClassName: place.class,
      ecPropertyName: place.path,
      ...(isV1 ? { ecPropertyType: dataType } : {}),
    })),
  };
}

/** Those that have every word, best first: by where the words stand, then the nearest, which has the shortest path. */
export function search(candidates: readonly Candidate[], text: string): Candidate[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...candidates];
  const rank = (item: Candidate): number => {
    const name = `${item.name} ${item.path} ${item.label}`.toLowerCase();
    const last = (item.path.split(".").at(-1) ?? "").toLowerCase();
    const all = `${name} ${item.owner} ${item.dataType} ${item.quantityType ?? ""}`.toLowerCase();
    const first = words[0] ?? "";
    if (!words.every((word) => all.includes(word))) return 9;
    if (last === first) return 0;
    if (item.name.toLowerCase().startsWith(first) || last.startsWith(first)) return 1;
    return words.every((word) => name.includes(word)) ? 2 : 3;
  };
  return candidates
    .map((item) => ({ item, at: rank(item) }))
    .filter(({ at }) => at < 9)
    .sort((a, b) => a.at - b.at || a.item.path.length - b.item.path.length)
    .map(({ item }) => item);
}
