// A mapping of any shape as plain facts: premap's own file, answers of both APIs, wrapped or not. What the engine would
// refuse is passed over here; the engine says why.

export interface EntryFacts {
  ecSchemaName: string;
  ecClassName: string;
  ecPropertyName: string;
  ecPropertyType?: string;
}

/** Of which resource of the older API a column is, when the text says so. */
export type ColumnKind = "properties" | "calculatedProperties" | "customCalculations";

export interface ColumnFacts {
  pointer: string;
  kind: ColumnKind;
  id?: string;
  propertyName: string;
  dataType?: string;
  quantityType?: string;
  ecProperties: EntryFacts[];
  calculatedPropertyType?: string;
  formula?: string;
}

export interface GroupFacts {
  pointer: string;
  id?: string;
  groupName: string;
  description?: string;
  query: string;
  metadata?: unknown[];
  columns: ColumnFacts[];
}

export interface MappingFacts {
  pointer: string;
  id?: string;
  mappingName: string;
  description?: string;
  extractionEnabled?: boolean;
  groups: GroupFacts[];
  /** What in the text speaks for Reporting v1. */
  isReporting: boolean;
}

type Json = Record<string, unknown>;

const lists: [string, ColumnKind][] = [
  ["properties", "properties"],
  ["groupProperties", "properties"],
  ["calculatedProperties", "calculatedProperties"],
  ["customCalculations", "customCalculations"],
];
const singles: [string, ColumnKind][] = [
  ["property", "properties"],
  ["groupProperty", "properties"],
  ["calculatedProperty", "calculatedProperties"],
  ["customCalculation", "customCalculations"],
];

/** The first mapping in the text, as a preview shows it; undefined when there is none to be seen. */
export function readMapping(input: string | object): MappingFacts | undefined {
  const root: unknown = typeof input === "string" ? parsed(input) : input;
  const facts = Array.isArray(root) ? readList(root) : isObject(root) ? readRoot(root, "") : undefined;
  if (facts) facts.isReporting = speaksForReporting(root, facts);
  return facts;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function readRoot(root: Json, pointer: string): MappingFacts | undefined {
  if (Array.isArray(root["mappings"])) {
    const first: unknown = root["mappings"][0];
    return isObject(first) ? readRoot(first, `${pointer}/mappings/0`) : undefined;
  }
  const wrapped = root["mapping"];
  const isWrapped = isObject(wrapped);
  const body = isWrapped ? wrapped : root;
  const at = isWrapped ? `${pointer}/mapping` : pointer;
  const facts: MappingFacts = {
    pointer: at,
    ...optional("id", text(body, "id")),
    mappingName: text(body, "mappingName") ?? "",
    ...optional("description", text(body, "description")),
    ...optional(
      "extractionEnabled",
      typeof body["extractionEnabled"] === "boolean" ? body["extractionEnabled"] : undefined,
    ),
    groups: [...groupsOf(body, at), ...(isWrapped ? groupsOf(root, pointer) : [])],
    isReporting: false,
  };
  const isLoose = facts.groups.length === 0 && (text(root, "query") !== undefined || holdsColumns(root));
  if (isLoose) facts.groups.push(readGroup(root, pointer));
  return facts;
}

/** A list of mappings, groups or columns. */
function readList(list: unknown[]): MappingFacts | undefined {
  const first = list[0];
  if (!isObject(first)) return undefined;
  if (["mapping", "mappingName", "groups"].some((key) => key in first)) return readRoot(first, "/0");
  const isGroups = ["group", "groupName", "query"].some((key) => key in first) && !isColumn(first);
  const groups = isGroups
    ? objects(list).map(([item, index]) => readGroup(item, `/${index}`))
    : [{ pointer: "", groupName: "", query: "", columns: readColumns(list, "", "properties") }];
  return { pointer: "", mappingName: "", groups, isReporting: false };
}

function groupsOf(owner: Json, pointer: string): GroupFacts[] {
  const list = Array.isArray(owner["groups"]) ? owner["groups"] : [];
  const groups = objects(list).map(([item, index]) => readGroup(item, `${pointer}/groups/${index}`));
  return isObject(owner["group"]) ? [...groups, readGroup(owner, pointer)] : groups;
}

function readGroup(outer: Json, pointer: string): GroupFacts {
  const wrapped = outer["group"];
  const isWrapped = isObject(wrapped);
  const body = isWrapped ? wrapped : outer;
  const at = isWrapped ? `${pointer}/group` : pointer;
  const columns = [...columnsOf(body, at), ...(isWrapped ? columnsOf(outer, pointer) : [])];
  if (columns.length === 0 && isColumn(body)) columns.push(readColumn(body, at, "properties"));
  const metadata = body["metadata"];
  return {
    pointer: at,
    ...optional("id", text(body, "id")),
    groupName: text(body, "groupName") ?? "",
    ...optional("description", text(body, "description")),
    query: text(body, "query") ?? "",
    ...optional("metadata", Array.isArray(metadata) ? metadata : undefined),
    columns,
  };
}

function columnsOf(owner: Json, pointer: string): ColumnFacts[] {
  const columns: ColumnFacts[] = [];
  for (const [key, kind] of lists) {
    const list = owner[key];
    if (Array.isArray(list)) columns.push(...readColumns(list, `${pointer}/${key}`, kind));
  }
  for (const [key, kind] of singles) {
    const item = owner[key];
    if (isObject(item)) columns.push(readColumn(item, `${pointer}/${key}`, kind));
  }
  return columns;
}

const readColumns = (list: unknown[], pointer: string, kind: ColumnKind): ColumnFacts[] =>
  objects(list).map(([item, index]) => {
    const wrapper = singles.find(([key]) => isObject(item[key]));
    if (!wrapper) return readColumn(item, `${pointer}/${index}`, kind);
    const [key, own] = wrapper;
    return readColumn(item[key] as Json, `${pointer}/${index}/${key}`, own === "properties" ? kind : own);
  });

function readColumn(item: Json, pointer: string, kind: ColumnKind): ColumnFacts {
  const entries = Array.isArray(item["ecProperties"]) ? item["ecProperties"] : [];
  // The older API's calculated properties name their type `type`; alone it tells what the column is.
  const type = kind === "calculatedProperties" || isCalculated(item) ? text(item, "type") : undefined;
  const calculated = text(item, "calculatedPropertyType") ?? type;
  return {
    pointer,
    kind: type !== undefined ? "calculatedProperties" : kind,
    ...optional("id", text(item, "id")),
    propertyName: text(item, "propertyName") ?? "",
    ...optional("dataType", text(item, "dataType")),
    ...optional("quantityType", text(item, "quantityType")),
    ecProperties: objects(entries).map(([entry]) => readEntry(entry)),
    ...optional("calculatedPropertyType", calculated),
    ...optional("formula", text(item, "formula")),
  };
}

function readEntry(entry: Json): EntryFacts {
  return {
    ecSchemaName: text(entry, "ecSchemaName") ?? "",
    ecClassName: text(entry, "ecClassName") ?? "",
    ecPropertyName: text(entry, "ecPropertyName") ?? "",
    ...optional("ecPropertyType", text(entry, "ecPropertyType")),
  };
}

const isCalculated = (item: Json): boolean =>
  "type" in item && !["dataType", "ecProperties", "formula"].some((key) => key in item);

const isColumn = (item: Json): boolean =>
  ["propertyName", "ecProperties", "dataType", "calculatedPropertyType", "formula"].some((key) => key in item);

const holdsColumns = (item: Json): boolean =>
  isColumn(item) || [...lists, ...singles].some(([key]) => key in item) || isObject(item["group"]);

function speaksForReporting(root: unknown, { groups }: MappingFacts): boolean {
  const columns = groups.flatMap((group) => group.columns);
  const isNewer = columns.some((c) => c.kind === "properties" && (c.formula ?? c.calculatedPropertyType) !== undefined);
  if (isNewer || groups.some((group) => group.metadata)) return false;
  return (
    columns.some((c) => c.kind !== "properties" || c.dataType === "Number" || c.dataType === "Undefined") ||
    columns.some((c) => c.ecProperties.some((entry) => entry.ecPropertyType !== undefined)) ||
    (isObject(root) &&
      isObject(root["mapping"]) &&
      isObject(root["mapping"]["_links"]) &&
      "imodel" in root["mapping"]["_links"])
  );
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objects = (list: readonly unknown[]): [Json, number][] =>
  list.flatMap((item, index): [Json, number][] => (isObject(item) ? [[item, index]] : []));

const text = (object: Json, key: string): string | undefined => {
  const value = object[key];
  return typeof value === "string" ? value : undefined;
};

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
