// What each API takes for a mapping, a group and a column: the same facts, spelled as that generation spells them.
import type { ColumnOutline, EntryOutline, GroupOutline, MappingApi, MappingOutline } from "../types.js";
import type { PlanObstacle } from "./types.js";

export type Body = Record<string, unknown>;

/** Where faults and decisions go while bodies are made. */
export interface Remarks {
  obstacles: PlanObstacle[];
  notes: Set<string>;
}

export interface ColumnBody {
  resource: ColumnOutline["resource"];
  body: Body;
}

/** Fields the text does not set are left out: an update then leaves them as they are. */
export function mappingBody(mapping: MappingOutline): Body {
  const { name, description, extractionEnabled } = mapping;
  return without({ mappingName: name, description, extractionEnabled });
}

export function groupBody(group: GroupOutline, api: MappingApi, remarks: Remarks): Body {
  const { name, description, query, metadata } = group;
  if (metadata && api === "reporting") remarks.notes.add("Reporting v1 has no metadata of groups: it is left out.");
  return without({ groupName: name, description, query, metadata: api === "reporting" ? undefined : metadata });
}

export const columnBody = (column: ColumnOutline, api: MappingApi, place: string, remarks: Remarks): ColumnBody =>
  api === "reporting" ? reportingColumn(column, place, remarks) : modernColumn(column, place, remarks);

function modernColumn(column: ColumnOutline, place: string, { obstacles, notes }: Remarks): ColumnBody {
  const { name, calculatedPropertyType, formula } = column;
  let dataType = column.dataType;
  if (dataType === "Number") {
    dataType = "Double";
    notes.add("Grouping and Mapping has no type Number: Double is sent, which is the same.");
  }
  if (dataType === undefined && calculatedPropertyType !== undefined) dataType = "Double";
  if (dataType === undefined || dataType === "Undefined")
    obstacles.push({
      message: `${place} needs a data type: Grouping and Mapping takes none without.`,
      pointer: column.pointer,
    });
  if (column.entries.some((entry) => entry.type !== undefined))
    notes.add("Grouping and Mapping has no ecPropertyType: it is left out, the column's data type decides.");
  const entries = column.entries.map(entryBody);
  return {
    resource: "properties",
    body: without({
      propertyName: name,
      dataType,
      quantityType: known(column.quantityType),
      ecProperties: entries.length > 0 ? entries : undefined,
      calculatedPropertyType,
      formula,
    }),
  };
}

function reportingColumn(column: ColumnOutline, place: string, { obstacles, notes }: Remarks): ColumnBody {
  const { name, entries, calculatedPropertyType, formula, pointer } = column;
  const sources = [entries.length > 0, calculatedPropertyType !== undefined, formula !== undefined];
  const count = sources.filter(Boolean).length;
  if (count !== 1) {
    const what = count === 0 ? "has no source" : "has several sources";
    obstacles.push({ message: `${place} ${what}: in Reporting v1 a column has exactly one.`, pointer });
  }
  if (entries.length === 0 && calculatedPropertyType !== undefined)
    return { resource: "calculatedProperties", body: { propertyName: name, type: calculatedPropertyType } };
  if (entries.length === 0 && formula !== undefined)
    return {
      resource: "customCalculations",
      body: without({ propertyName: name, formula, quantityType: known(column.quantityType) }),
    };
  const dataType = column.dataType;
  if (dataType === undefined || dataType === "Undefined")
    obstacles.push({ message: `${place} needs a data type other than Undefined.`, pointer });
  if (entries.some((entry) => entry.type === undefined))
    notes.add("Reporting v1 requires an ecPropertyType: where an entry has none, the column's data type is sent.");
  const ecProperties = entries.map((entry) => ({ ...entryBody(entry), ecPropertyType: entry.type ?? dataType }));
  return {
    resource: "properties",
    body: without({ propertyName: name, dataType, quantityType: known(column.quantityType), ecProperties }),
  };
}

const entryBody = (entry: EntryOutline): Body => ({
  ecSchemaName: entry.schema,
  ecClassName: entry.class,
  ecPropertyName: entry.property,
});

/** The older API writes "no quantity" as `Undefined`. */
const known = (quantityType: string | undefined): string | undefined =>
  quantityType === "Undefined" ? undefined : quantityType;

function without(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
