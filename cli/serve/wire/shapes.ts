/** The bodies of every answer and request, by the name under which the OpenAPI document has them. */

import {
  count,
  flag,
  given,
  id,
  listOf,
  maybeText,
  object,
  oneOf,
  type Schema,
  text,
  time,
  type TypeOf,
} from "./schema.js";

// ------------------------------------------------------------------------------------------------------- parts of bodies

const link = object({ href: text });
const pages = object({ self: link }, { next: link });
const dataType = oneOf("Boolean", "Integer", "Double", "String");
const oldDataType = oneOf("Boolean", "Number", "Integer", "Double", "String", "Undefined");
const quantities = ["Area", "Distance", "Force", "Mass", "Monetary", "Time", "Volume"] as const;
const quantityType = oneOf(...quantities);
const oldQuantityType = oneOf(...quantities, "Undefined");
const measure = oneOf(
  "Volume",
  "Length",
  "Area",
  "BoundingBoxLongestEdgeLength",
  "BoundingBoxIntermediateEdgeLength",
  "BoundingBoxShortestEdgeLength",
  "BoundingBoxDiagonalLength",
  "BoundingBoxLongestFaceDiagonalLength",
  "BoundingBoxIntermediateFaceDiagonalLength",
  "BoundingBoxShortestFaceDiagonalLength",
  "Undefined",
);
const state = oneOf("Queued", "Running", "Succeeded", "PartiallySucceeded", "Failed");
const oldState = oneOf("Queued", "Running", "Succeeded", "Failed");
const level = oneOf("Information", "Warning", "Error");
const metadata = listOf(object({ key: text }, { value: maybeText }));
const changes = { createdOn: time, createdBy: text, modifiedOn: time, modifiedBy: text } as const;
const list = <const K extends string, const I extends Schema>(key: K, items: I) =>
  object({ [key]: listOf(items), _links: pages } as { [key in K]: { type: "array"; items: I } } & {
    _links: typeof pages;
  });
const single = <const K extends string, const I extends Schema>(key: K, item: I) =>
  object({ [key]: item } as { [key in K]: I });

// ------------------------------------------------------------------------------------------------- Grouping and Mapping

const mappingFields = {
  id,
  mappingName: text,
  description: text,
  extractionEnabled: flag,
  ...changes,
} as const;
const mapping = object({ ...mappingFields, _links: object({ iModel: link }) });
const groupFields = { id, groupName: text, description: text, query: text } as const;
const groupLinks = object({ iModel: link, mapping: link });
const group = object({ ...groupFields, metadata, _links: groupLinks });
const groupInList = object({ ...groupFields, _links: groupLinks }, { metadata });
const columnLinks = object({ iModel: link, mapping: link, group: link });
const ecProperty = object({ ecSchemaName: text, ecClassName: text, ecPropertyName: text });
const property = object(
  { id, propertyName: text, dataType, _links: columnLinks },
  { quantityType, ecProperties: listOf(ecProperty), calculatedPropertyType: measure, formula: text },
);
const extraction = object({ id, state, startedOn: time, _links: object({ status: link, logs: link }) });
const mappingExtraction = object({
  extractionId: id,
  extractionTimestamp: time,
  changesetIndex: count,
  mappingTimestamp: time,
  _links: object({ cdm: link }),
});
const logEntry = object({
  state,
  dateTime: time,
  contextType: text,
  contextId: text,
  level,
  category: text,
  message: maybeText,
});
const auditEntry = object({
  timestamp: time,
  path: text,
  userEmail: maybeText,
  action: text,
  changes: listOf(object({ property: text, oldValue: maybeText, newValue: maybeText })),
});
const cdm = object({
  name: text,
  version: text,
  entities: listOf(
    object({
      $type: text,
      name: text,
      attributes: listOf(
        object({ name: text, dataType: text }, { annotations: listOf(object({ name: text, value: text })) }),
      ),
      partitions: listOf(object({ name: text, location: text })),
    }),
  ),
});

// -------------------------------------------------------------------------------------------------------- Reporting v1

const oldMapping = object({ ...mappingFields, _links: object({ imodel: link }) });
const oldGroup = object(groupFields);
const oldColumnLinks = object({ imodel: link, mapping: link, group: link });
const groupProperty = object({
  id,
  propertyName: text,
  dataType: oldDataType,
  quantityType: oldQuantityType,
  ecProperties: listOf(
    object({ ecSchemaName: text, ecClassName: text, ecPropertyName: text, ecPropertyType: oldDataType }),
  ),
  _links: oldColumnLinks,
});
const calculatedProperty = object({
  id,
  propertyName: text,
  type: measure,
  quantityType: oldQuantityType,
  _links: oldColumnLinks,
});
const customCalculation = object({
  id,
  propertyName: text,
  formula: text,
  dataType: oldDataType,
  quantityType: oldQuantityType,
  _links: oldColumnLinks,
});
const reportFields = {
  id,
  displayName: text,
  description: text,
  deleted: flag,
  createdOn: time,
  modifiedOn: time,
} as const;
const report = object({ ...reportFields, _links: object({ project: link, odata: link }) });
const report2 = object({ ...reportFields, _links: object({ iTwin: link, odata: link }) });
const reportMapping = object({
  reportId: id,
  mappingId: id,
  imodelId: id,
  _links: object({ report: link, mapping: link, imodel: link }),
});
const reportAggregation = object({
  reportId: id,
  aggregationTableSetId: id,
  datasourceId: id,
  datasourceType: text,
  _links: object({ report: link, aggregationTableSet: link, datasource: link }),
});
const tableSet = object({
  id,
  tableSetName: text,
  description: text,
  datasourceId: id,
  datasourceType: text,
  ...changes,
  _links: object({ datasource: link }),
});
const table = object({
  id,
  tableName: text,
  description: text,
  sourceTableName: text,
  _links: object({ datasource: link, aggregationTableSet: link }),
});
const aggregation = object({
  id,
  propertyName: text,
  sourcePropertyName: text,
  type: oneOf("GroupBy", "Count", "Sum"),
  _links: object({ datasource: link, aggregationTableSet: link, aggregationTable: link }),
});
const oldLogEntry = object({
  state: oldState,
  reason: text,
  dateTime: time,
  jobId: id,
  contextType: text,
  contextId: text,
  level,
  category: text,
  message: maybeText,
  containsIssues: flag,
});

// --------------------------------------------------------------------------------------------------------------- others

const key = object({
  id,
  displayName: text,
  userEmail: text,
  expiresAt: time,
  _links: object({ report: link }),
});
const namedFields = {
  id,
  displayName: text,
  description: text,
  query: text,
  createdDateTime: time,
  modifiedDateTime: time,
  _links: object({ iTwin: link }),
} as const;
const namedGroup = object({ ...namedFields, metadata });
const namedGroupInList = object(namedFields, { metadata });
const iModel = object({
  id,
  displayName: text,
  name: text,
  iTwinId: id,
  description: text,
  state: text,
  _links: object({ self: link }),
});
const iTwin = object({
  id,
  class: text,
  subClass: text,
  type: text,
  displayName: text,
  number: text,
  status: text,
});
const material = object({ nameColumn: text });
const carbonLabel = object(
  { name: text, elementNameColumn: text, elementQuantityColumn: text, materials: listOf(material) },
  { reportTable: text, mappingId: id, groupName: text },
);
const carbonFields = { id, displayName: text, description: text, ...changes } as const;
const carbonLinks = object({}, { report: link, iTwin: link, iModel: link });
const configuration = object({ ...carbonFields, labels: listOf(carbonLabel), _links: carbonLinks });
const mappingFile = object({ mappingId: id, iModelId: id, name: text, version: text, modifiedOn: time, text });
const fault = object({ code: text, message: text }, { target: text });

export const shapes = {
  Error: object({ error: object({ code: text, message: text }, { target: text, details: listOf(fault) }) }),

  Mapping: single("mapping", mapping),
  Mappings: list("mappings", mapping),
  MappingCreate: given(
    { iModelId: id, mappingName: text },
    { description: text, extractionEnabled: flag, sourceMappingId: id },
  ),
  MappingUpdate: given({}, { mappingName: text, description: text, extractionEnabled: flag }),
  Group: single("group", group),
  Groups: list("groups", groupInList),
  GroupCreate: given(
    { groupName: text, query: text },
    { description: text, metadata, source: object({ mappingId: id, groupId: id }) },
  ),
  GroupUpdate: given({}, { groupName: text, query: text, description: text, metadata }),
  Property: single("property", property),
  Properties: list("properties", property),
  PropertyModify: given(
    { propertyName: text, dataType },
    { quantityType, ecProperties: listOf(ecProperty), calculatedPropertyType: measure, formula: text },
  ),
  Extraction: single("extraction", extraction),
  Extractions: list("extractions", extraction),
  ExtractionRequest: given(
    { iModelId: id, mappings: listOf(object({ id })) },
    { changesetId: text, ecInstanceIds: listOf(text) },
  ),
  ExtractionLogs: list("logs", logEntry),
  MappingExtractions: list("extractions", mappingExtraction),
  AuditTrail: list("auditTrailEntries", auditEntry),
  CDM: cdm,

  ReportingMapping: single("mapping", oldMapping),
  ReportingMappings: list("mappings", oldMapping),
  ReportingMappingCreate: given({ mappingName: text }, { description: text, extractionEnabled: flag }),
  ReportingMappingCopy: given({ targetIModelId: id }, { mappingName: text }),
  ReportingGroup: single("group", oldGroup),
  ReportingGroups: list("groups", oldGroup),
  ReportingGroupCreate: given(
    { groupName: text, query: text },
    { description: text, source: object({ mappingId: id, groupId: id }) },
  ),
  ReportingGroupUpdate: given({}, { groupName: text, query: text, description: text }),
  GroupProperty: single("property", groupProperty),
  GroupProperties: list("properties", groupProperty),
  GroupPropertyModify: given(
    { propertyName: text, dataType: oldDataType, ecProperties: listOf(ecProperty) },
    { quantityType: oldQuantityType },
  ),
  CalculatedProperty: single("property", calculatedProperty),
  CalculatedProperties: list("properties", calculatedProperty),
  CalculatedPropertyCreate: given({ propertyName: text, type: measure }),
  CalculatedPropertyUpdate: given({}, { propertyName: text, type: measure }),
  CustomCalculation: single("customCalculation", customCalculation),
  CustomCalculations: list("customCalculations", customCalculation),
  CustomCalculationCreate: given({ propertyName: text, formula: text }, { quantityType: oldQuantityType }),
  CustomCalculationUpdate: given({}, { propertyName: text, formula: text, quantityType: oldQuantityType }),
  Run: object({ run: object({ id, _links: object({ status: link }) }) }),
  RunRequest: given({}, { changesetId: text, mappings: listOf(object({ id })), ecInstanceIds: listOf(text) }),
  RunStatus: object({
    status: object({ state: oldState, reason: text, containsIssues: flag, _links: object({ logs: link }) }),
  }),
  Runs: list("extractions", object({ jobId: id, startedOn: time, _links: object({ status: link, logs: link }) })),
  RunLogs: list("logs", oldLogEntry),

  Report: single("report", report),
  Reports: list("reports", report),
  ReportCreate: given({ displayName: text, projectId: id }, { description: text }),
  ReportUpdate: given({}, { displayName: text, description: text, deleted: flag }),
  Report2: single("report", report2),
  Reports2: list("reports", report2),
  ReportCreate2: given({ displayName: text, iTwinId: id }, { description: text }),
  ReportMapping: single("mapping", reportMapping),
  ReportMappings: list("mappings", reportMapping),
  ReportMappingCreate: given({ mappingId: id }, { imodelId: id }),
  ReportAggregation: single("aggregation", reportAggregation),
  ReportAggregations: list("aggregations", reportAggregation),
  ReportAggregationCreate: given({ aggregationTableSetId: id }),

  AggregationTableSet: single("aggregationTableSet", tableSet),
  AggregationTableSets: list("aggregationTableSets", tableSet),
  AggregationTableSetCreate: given(
    { tableSetName: text, datasourceId: id, datasourceType: oneOf("IModelMapping") },
    { description: text },
  ),
  AggregationTableSetUpdate: given({}, { tableSetName: text, description: text }),
  AggregationTable: single("aggregationTable", table),
  AggregationTables: list("aggregationTables", table),
  AggregationTableCreate: given({ tableName: text, sourceTableName: text }, { description: text }),
  AggregationTableUpdate: given({}, { tableName: text, sourceTableName: text, description: text }),
  AggregationProperty: single("aggregationProperty", aggregation),
  AggregationProperties: list("aggregationProperties", aggregation),
  AggregationPropertyCreate: given({ propertyName: text, sourcePropertyName: text, type: text }),
  AggregationPropertyUpdate: given({}, { propertyName: text, sourcePropertyName: text, type: text }),

  Key: single("key", key),
  KeyCreated: object({ key, apiKey: text }),
  Keys: list("keys", key),
  KeyCreate: given({ displayName: text, reportId: id }, { expiresAt: time }),
  KeyUpdate: given({}, { displayName: text }),
  NamedGroup: single("group", namedGroup),
  NamedGroups: list("groups", namedGroupInList),
  NamedGroupCreate: given({ iTwinId: id, displayName: text, query: text }, { description: text, metadata }),
  NamedGroupUpdate: given({}, { displayName: text, query: text, description: text, metadata }),
  IModel: single("iModel", iModel),
  IModels: list("iModels", iModel),
  ITwins: list("iTwins", iTwin),
  Configuration: single("configuration", configuration),
  Configurations: list("configurations", object({ ...carbonFields, _links: carbonLinks })),
  ConfigurationCreate: given(
    { displayName: text, labels: listOf(carbonLabel) },
    { description: text, reportId: id, iTwinId: id, iModelId: id },
  ),
  ConfigurationUpdate: given({ displayName: text, labels: listOf(carbonLabel) }, { description: text }),
  Job: object({ job: object({ id, _links: object({ status: link }) }) }),
  JobCreate: given({ configurationId: id }, { ec3BearerToken: text, projectName: text, extractionId: id }),
  JobStatus: object({
    job: object({ status: oldState, _links: object({ ec3Project: link }) }, { message: text }),
  }),

  MappingFile: single("file", mappingFile),
  MappingFileCreate: given({ iModelId: id, text }),
  MappingFileReplace: given({ text, version: text }),
} as const;

export type ShapeName = keyof typeof shapes;
export type Shape<N extends ShapeName> = TypeOf<(typeof shapes)[N]>;

/** Parts that several files make. */
export type Link = TypeOf<typeof link>;
export type Pages = TypeOf<typeof pages>;
export type Fault = TypeOf<typeof fault>;
export type MetadataEntry = TypeOf<typeof metadata>[number];
export type State = TypeOf<typeof state>;
export type LogLevel = TypeOf<typeof level>;
