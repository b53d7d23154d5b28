// What each API takes for a mapping, a group and a column: the same facts, spelled as that generation spells them.
import type { ColumnFacts, ColumnKind, GroupFacts, MappingFacts } from "./read.js";
import type { MappingApi, PlanObstacle } from "./types.js";

export type Body = Record<string, unknown>;

/** Where faults and decisions go while bodies are made. */
export interface Remarks {
  obstacles: PlanObstacle[];
  notes: Set<string>;
}

export interface ColumnBody {
  resource: ColumnKind;
  body: Body;
}

/** Fields the text does not set are left out: an update then leaves them as they are. */
export function mappingBody(mapping: MappingFacts): Body {
  const { mappingName, description, extractionEnabled } = mapping;
  return without({ mappingName, description, extractionEnabled });
}

export function groupBody(group: GroupFacts, api: MappingApi, remarks: Remarks): Body {
  const { groupName, description, query, metadata } = group;
  if (metadata && api === "reporting") remarks.notes.add("Reporting v1 has no metadata of groups: it is left out.");
  return without({ groupName, description, query, metadata: api === "reporting" ? undefined : metadata });
}

export const columnBody = (column: ColumnFacts, api: MappingApi, place: string, remarks: Remarks): ColumnBody =>
  api === "reporting" ? reportingColumn(column, place, remarks) : modernColumn(column, place, remarks);

function modernColumn(column: ColumnFacts, place: string, { obstacles, notes }: Remarks): ColumnBody {
  const { propertyName, calculatedPropertyType, formula } = column;
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
  if (column.ecProperties.some((entry) => entry.ecPropertyType !== undefined))
    notes.add("Grouping and Mapping has no ecPropertyType: it is left out, the column's data type decides.");
  const entries = column.ecProperties.map(({ ecSchemaName, ecClassName, ecPropertyName }) => ({
    ecSchemaName,
    ecClassName,
    ecPropertyName,
  }));
  return {
    resource: "properties",
    body: without({
      propertyName,
      dataType,
      quantityType: known(column.quantityType),
      ecProperties: entries.length > 0 ? entries : undefined,
      calculatedPropertyType,
      formula,
    }),
  };
}

function reportingColumn(column: ColumnFacts, place: string, { obstacles, notes }: Remarks): ColumnBody {
  const { propertyName, ecProperties, calculatedPropertyType, formula, pointer } = column;
  const sources = [ecProperties.length > 0, calculatedPropertyType !== undefined, formula !== undefined];
  const count = sources.filter(Boolean).length;
  if (count !== 1) {
    const what = count === 0 ? "has no source" : "has several sources";
    obstacles.push({ message: `${place} ${what}: in Reporting v1 a column has exactly one.`, pointer });
  }
  if (ecProperties.length === 0 && calculatedPropertyType !== undefined)
    return { resource: "calculatedProperties", body: { propertyName, type: calculatedPropertyType } };
  if (ecProperties.length === 0 && formula !== undefined)
    return {
      resource: "customCalculations",
      body: without({ propertyName, formula, quantityType: known(column.quantityType) }),
    };
  const dataType = column.dataType;
  if (dataType === undefined || dataType === "Undefined")
    obstacles.push({ message: `${place} needs a data type other than Undefined.`, pointer });
  const entries = ecProperties.map((entry) => {
    if (entry.ecPropertyType === undefined)
      notes.add("Reporting v1 requires an ecPropertyType: where an entry has none, the column's data type is sent.");
    const { ecSchemaName, ecClassName, ecPropertyName, ecPropertyType = dataType } = entry;
    return { ecSchemaName, ecClassName, ecPropertyName, ecPropertyType };
  });
  return {
    resource: "properties",
    body: without({ propertyName, dataType, quantityType: known(column.quantityType), ecProperties: entries }),
  };
}

/** The older API writes "no quantity" as `Undefined`. */
const known = (quantityType: string | undefined): string | undefined =>
  quantityType === "Undefined" ? undefined : quantityType;

function without(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
