/** What reports.json and its neighbours hold. Lists are in the order of creation. */

import type { MetadataEntry } from "../wire/shapes.js";

interface Changed {
  createdOn: string;
  createdBy: string;
  modifiedOn: string;
  modifiedBy: string;
}

export interface ReportRow {
  id: string;
  displayName: string;
  description: string;
  iTwinId: string;
  deleted: boolean;
  deletedOn?: string;
  createdOn: string;
  modifiedOn: string;
}

export interface ReportMappingRow {
  reportId: string;
  mappingId: string;
  iModelId: string;
}

export interface ReportAggregationRow {
  reportId: string;
  tableSetId: string;
}

export interface AggregationPropertyRow {
  id: string;
  propertyName: string;
  sourcePropertyName: string;
  type: "GroupBy" | "Count" | "Sum";
}

export interface AggregationTableRow {
  id: string;
  tableName: string;
  description: string;
  sourceTableName: string;
  properties: AggregationPropertyRow[];
}

export interface TableSetRow extends Changed {
  id: string;
  tableSetName: string;
  description: string;
  datasourceId: string;
  datasourceType: string;
  tables: AggregationTableRow[];
}

export interface ReportsState {
  reports: ReportRow[];
  mappings: ReportMappingRow[];
  aggregations: ReportAggregationRow[];
  tableSets: TableSetRow[];
}

export interface NamedGroupRow {
  id: string;
  iTwinId: string;
  displayName: string;
  description: string;
  query: string;
  metadata: readonly MetadataEntry[];
  createdDateTime: string;
  modifiedDateTime: string;
}

export interface KeyRow {
  id: string;
  displayName: string;
  reportId: string;
  userEmail: string;
  expiresAt: string;
  /** Of the secret, with the salt: the secret itself is told once and kept nowhere. */
  salt: string;
  hash: string;
}

export interface ConfigurationRow extends Changed {
  id: string;
  displayName: string;
  description: string;
  reportId?: string;
  iTwinId?: string;
  iModelId?: string;
  labels: unknown[];
}

export interface JobRow {
  id: string;
  configurationId: string;
}
