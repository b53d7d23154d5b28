/**
 * Columns: one resource in Grouping and Mapping, three in Reporting v1, over the same columns of the file. A column that one
 * of them has made is seen by the other: by its first source as mapped property, measure or formula.
 */

import type { MappingApi } from "premap";
import type { ColumnKind, ColumnRecord, GroupRecord } from "../store/mapping_record.js";
import type { ShapeName, Shape } from "../wire/shapes.js";
import { setOf, somethingIn } from "./bodies.js";
import { ApiFault, type FaultCode } from "./faults.js";
import { columnIn, groupIn, groupOf, mappingOf, param } from "./found.js";
import { columnAddition, columnEdit, columnMove, columnRemoval, editMapping } from "./mapping_edits.js";
import { imodelLink } from "./mapping_resources.js";
import type { Body, Call } from "./operation.js";
import { link } from "./paging.js";
import { filled, gm, reportingMappings } from "./paths.js";
import type { Resource } from "./resource.js";
import type { Rules } from "./rules.js";

// --------------------------------------------------------------------------------------------------------------- shared

type Fields = Record<string, unknown>;

/** A resource's own way with a column's fields. */
interface Kind {
  readonly api: MappingApi;
  /** Undefined: of any kind. */
  readonly kind: ColumnKind | undefined;
  readonly missing: FaultCode;
  readonly exists: FaultCode;
  readonly id: string;
  /** The body's fields as the list of the file has them; undefined takes a field away. */
  fieldsOf(body: Body, list: ColumnKind): Fields;
  readonly isWhole: boolean;
}

async function create(call: Call, body: Body, kind: Kind): Promise<ColumnRecord> {
  const list = kind.kind ?? "properties";
  const fields = withoutUndefined(kind.fieldsOf(body, list));
  const before = new Set(groupOf(call).columns.map(({ id }) => id));
  const edited = await editMapping(call, mappingOf(call).id, kind.api, (mapping) => {
    const group = groupIn(mapping, param(call, "groupId"));
    return columnAddition(
      mapping,
      group,
      list,
      { propertyName: fields["propertyName"], ...fields },
      taken(group, undefined, fields, kind),
    );
  });
  const columns = groupIn(edited, param(call, "groupId")).columns;
  const made = columns.find(({ id, name }) => !before.has(id) && name === fields["propertyName"]);
  if (!made) throw new ApiFault(kind.missing, { target: kind.id });
  return made;
}

async function update(call: Call, column: ColumnRecord, body: Body, kind: Kind): Promise<ColumnRecord> {
  const edited = await editMapping(call, mappingOf(call).id, kind.api, (mapping) => {
    const group = groupIn(mapping, param(call, "groupId"));
    const now = columnIn(group, column.id, kind.kind, kind.missing, kind.id);
    const fields = kind.fieldsOf(body, now.list);
    if (!kind.isWhole) somethingIn(fields, "property");
    const conflict = taken(group, now, fields, kind);
    if (kind.kind === undefined && now.list !== "properties") return columnMove(mapping, group, now, fields, conflict);
    return columnEdit(mapping, group, now, fields, conflict);
  });
  return columnIn(groupIn(edited, param(call, "groupId")), column.id, kind.kind, kind.missing, kind.id);
}

async function remove(call: Call, column: ColumnRecord, kind: Kind): Promise<void> {
  await editMapping(call, mappingOf(call).id, kind.api, (mapping) => {
    const group = groupIn(mapping, param(call, "groupId"));
    return columnRemoval(mapping, columnIn(group, column.id, kind.kind, kind.missing, kind.id));
  });
}

/** The code for a name that another column of the same kind has, letter by letter; other clashes are content faults. */
function taken(group: GroupRecord, self: ColumnRecord | undefined, fields: Fields, kind: Kind): FaultCode | undefined {
  const name = fields["propertyName"];
  const other = group.columns.find((column) => column.id !== self?.id && column.name === name);
  return other && (kind.kind === undefined || other.kind === kind.kind) ? kind.exists : undefined;
}

function columnResource(
  kind: Kind,
  rest: {
    tag: string;
    name: string;
    plural: string;
    prefix?: string;
    word: string;
    path: string;
    keys: { one: string; many: string };
    shapes: { one: ShapeName; many: ShapeName; create: ShapeName; update: ShapeName };
    show(column: ColumnRecord, call: Call): object | Promise<object>;
  },
): Resource<ColumnRecord> {
  return {
    ...rest,
    id: kind.id,
    faults: ["MappingNotFound", "GroupNotFound", kind.missing],
    conflicts: [kind.exists, "MappingFileUnreadable"],
    list: (call) => groupOf(call).columns.filter((column) => kind.kind === undefined || column.kind === kind.kind),
    find: (call) => columnIn(groupOf(call), param(call, kind.id), kind.kind, kind.missing, kind.id),
    keyOf: ({ id }) => id,
    create: (call, body) => create(call, body, kind),
    updateBy: kind.isWhole ? "PUT" : "PATCH",
    update: (call, column, body) => update(call, column, body, kind),
    remove: (call, column) => remove(call, column, kind),
  };
}

const withoutUndefined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Entries with the fields of their generation and no others; what is no entry is left for the rules. */
function entriesOf(value: unknown, names: readonly string[]): unknown {
  if (!Array.isArray(value)) return value ?? undefined;
  if (value.length === 0) return undefined;
  return value.map((entry: unknown) =>
    typeof entry === "object" && entry !== null && !Array.isArray(entry) ? setOf(entry as Body, ...names) : entry,
  );
}

const entryNames = ["ecSchemaName", "ecClassName", "ecPropertyName"] as const;
/** The older API writes "no quantity" as a word of its own. */
const quantityIn = (body: Body): unknown =>
  body["quantityType"] === "Undefined" ? undefined : (body["quantityType"] ?? undefined);

// ------------------------------------------------------------------------------------------------- Grouping and Mapping

const property: Kind = {
  api: "groupingAndMapping",
  kind: undefined,
  missing: "PropertyNotFound",
  exists: "PropertyExists",
  id: "propertyId",
  isWhole: true,
  fieldsOf: (body) => ({
    propertyName: body["propertyName"] ?? undefined,
    dataType: body["dataType"] ?? undefined,
    quantityType: body["quantityType"] ?? undefined,
    ecProperties: entriesOf(body["ecProperties"], entryNames),
    calculatedPropertyType: body["calculatedPropertyType"] ?? undefined,
    formula: body["formula"] ?? undefined,
  }),
};

type Newer = Shape<"Property">["property"];
type Older = Shape<"GroupProperty">["property"];

const newerTypes: Record<string, Newer["dataType"]> = {
  Boolean: "Boolean",
  Integer: "Integer",
  Double: "Double",
  Number: "Double",
  String: "String",
};
const quantities = new Set(["Area", "Distance", "Force", "Mass", "Monetary", "Time", "Volume"]);

/** Of a formula that declares none: what the formula gives, asked once for a column as it is. */
const inferred = new WeakMap<ColumnRecord, Promise<string>>();

async function typeOf(rules: Rules, group: GroupRecord, column: ColumnRecord): Promise<Newer["dataType"]> {
  const declared = newerTypes[column.dataType ?? ""];
  if (declared) return declared;
  if (column.kind === "calculatedProperties") return "Double";
  if (column.formula === undefined) return "String";
  const others = group.columns
    .filter((each) => each.id !== column.id)
    .map((each) => ({
      propertyName: each.name,
      dataType: newerTypes[each.dataType ?? ""] ?? (each.kind === "properties" ? "String" : "Double"),
    }));
  const found = inferred.get(column) ?? rules.formulaType(others, column.formula);
  inferred.set(column, found);
  return newerTypes[await found] ?? "String";
}

export const gmProperties = columnResource(property, {
  tag: "Grouping and Mapping",
  name: "Property",
  plural: "Properties",
  word: "property",
  path: `${gm}/{mappingId}/groups/{groupId}/properties`,
  keys: { one: "property", many: "properties" },
  shapes: { one: "Property", many: "Properties", create: "PropertyModify", update: "PropertyModify" },
  show: async (column, call): Promise<Newer> => {
    const { entries, calculatedPropertyType, formula, quantityType = "" } = column;
    const ecProperties = entries.map(({ ecPropertyType: _, ...entry }) => entry);
    return {
      id: column.id,
      propertyName: column.name,
      dataType: await typeOf(call.service.rules, groupOf(call), column),
      ...(quantities.has(quantityType) ? { quantityType: quantityType as NonNullable<Newer["quantityType"]> } : {}),
      ...(ecProperties.length > 0 ? { ecProperties } : {}),
      ...(calculatedPropertyType === undefined ? {} : { calculatedPropertyType: calculatedPropertyType as Measure }),
      ...(formula === undefined ? {} : { formula }),
      _links: {
        iModel: imodelLink(call, mappingOf(call).iModelId),
        mapping: link(call, filled(`${gm}/{mappingId}`, call.params)),
        group: link(call, filled(`${gm}/{mappingId}/groups/{groupId}`, call.params)),
      },
    };
  },
});

type Measure = NonNullable<Newer["calculatedPropertyType"]>;

// -------------------------------------------------------------------------------------------------------- Reporting v1

const oldPath = `${reportingMappings}/{mappingId}/groups/{groupId}`;

function oldLinks(call: Call) {
  return {
    imodel: imodelLink(call, mappingOf(call).iModelId),
    mapping: link(call, filled(`${reportingMappings}/{mappingId}`, call.params)),
    group: link(call, filled(oldPath, call.params)),
  };
}

const quantityOf = ({ quantityType = "" }: ColumnRecord): Older["quantityType"] =>
  quantities.has(quantityType) ? (quantityType as Older["quantityType"]) : "Undefined";

const olderTypes = new Set(["Boolean", "Number", "Integer", "Double", "String"]);
const olderType = (word = ""): Older["dataType"] => (olderTypes.has(word) ? (word as Older["dataType"]) : "Undefined");

export const groupProperties = columnResource(
  {
    api: "reporting",
    kind: "properties",
    missing: "GroupPropertyNotFound",
    exists: "GroupPropertyExists",
    id: "propertyId",
    isWhole: true,
    fieldsOf: (body) => ({
      propertyName: body["propertyName"] ?? undefined,
      dataType: body["dataType"] ?? undefined,
      quantityType: quantityIn(body),
      ecProperties: entriesOf(body["ecProperties"], [...entryNames, "ecPropertyType"]),
    }),
  },
  {
    tag: "Reporting: mappings",
    name: "GroupProperty",
    plural: "GroupProperties",
    prefix: "reporting",
    word: "group property",
    path: `${oldPath}/properties`,
    keys: { one: "property", many: "properties" },
    shapes: {
      one: "GroupProperty",
      many: "GroupProperties",
      create: "GroupPropertyModify",
      update: "GroupPropertyModify",
    },
    show: (column, call): Older => ({
      id: column.id,
      propertyName: column.name,
      dataType: olderType(column.dataType),
      quantityType: quantityOf(column),
      ecProperties: column.entries.map(({ ecPropertyType = column.dataType, ...entry }) => ({
        ...entry,
        ecPropertyType: olderType(ecPropertyType),
      })),
      _links: oldLinks(call),
    }),
  },
);

/** In a list of its own the measure is called `type`, in the list that both generations know it has another name. */
const measureName = (list: ColumnKind): string => (list === "calculatedProperties" ? "type" : "calculatedPropertyType");

const quantityOfMeasure = (measure: string): Older["quantityType"] => {
  if (measure === "Area" || measure === "Volume") return measure;
  return measure === "Undefined" ? "Undefined" : "Distance";
};

export const calculatedProperties = columnResource(
  {
    api: "reporting",
    kind: "calculatedProperties",
    missing: "CalculatedPropertyNotFound",
    exists: "CalculatedPropertyExists",
    id: "propertyId",
    isWhole: false,
    fieldsOf: (body, list) => {
      const { type, ...rest } = setOf(body, "propertyName", "type");
      return type === undefined ? rest : { ...rest, [measureName(list)]: type };
    },
  },
  {
    tag: "Reporting: mappings",
    name: "CalculatedProperty",
    plural: "CalculatedProperties",
    prefix: "reporting",
    word: "calculated property",
    path: `${oldPath}/calculatedProperties`,
    keys: { one: "property", many: "properties" },
    shapes: {
      one: "CalculatedProperty",
      many: "CalculatedProperties",
      create: "CalculatedPropertyCreate",
      update: "CalculatedPropertyUpdate",
    },
    show: (column, call): Shape<"CalculatedProperty">["property"] => {
      const measure = (column.calculatedPropertyType ?? "Undefined") as Measure;
      const quantityType = quantityOfMeasure(measure);
      return { id: column.id, propertyName: column.name, type: measure, quantityType, _links: oldLinks(call) };
    },
  },
);

export const customCalculations = columnResource(
  {
    api: "reporting",
    kind: "customCalculations",
    missing: "CustomCalculationNotFound",
    exists: "CustomCalculationExists",
    id: "customCalculationId",
    isWhole: false,
    fieldsOf: (body) => {
      const set = setOf(body, "propertyName", "formula", "quantityType");
      return "quantityType" in set ? { ...set, quantityType: quantityIn(body) } : set;
    },
  },
  {
    tag: "Reporting: mappings",
    name: "CustomCalculation",
    plural: "CustomCalculations",
    prefix: "reporting",
    word: "custom calculation",
    path: `${oldPath}/customCalculations`,
    keys: { one: "customCalculation", many: "customCalculations" },
    shapes: {
      one: "CustomCalculation",
      many: "CustomCalculations",
      create: "CustomCalculationCreate",
      update: "CustomCalculationUpdate",
    },
    show: async (column, call): Promise<Shape<"CustomCalculation">["customCalculation"]> => ({
      id: column.id,
      propertyName: column.name,
      formula: column.formula ?? "",
      dataType: await typeOf(call.service.rules, groupOf(call), column),
      quantityType: quantityOf(column),
      _links: oldLinks(call),
    }),
  },
);
