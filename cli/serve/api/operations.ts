/** Every operation of the service, in one table: the router, the OpenAPI document and the tests read it. */

import { aggregationProperties, tables, tableSets } from "./aggregation_resources.js";
import { auditOperation } from "./audit_operation.js";
import { carbonOperations } from "./carbon_operations.js";
import { calculatedProperties, customCalculations, gmProperties, groupProperties } from "./column_resources.js";
import { dataOperations } from "./data_operations.js";
import { extractionOperations } from "./extraction_operations.js";
import { keyOperations } from "./key_operations.js";
import { mappingFileOperations } from "./mapping_file_operations.js";
import {
  copyReportingMapping,
  gmGroups,
  gmMappings,
  reportingGroups,
  reportingMappingResource,
} from "./mapping_resources.js";
import { namedGroupResource } from "./named_group_resource.js";
import { neighbourOperations } from "./neighbour_operations.js";
import type { Operation } from "./operation.js";
import { reportAggregations, reportMappings, reportResource } from "./report_resources.js";
import { operationsOf } from "./resource.js";

export const operations: readonly Operation[] = [
  ...operationsOf(gmMappings),
  ...operationsOf(gmGroups),
  ...operationsOf(gmProperties),
  auditOperation,
  ...operationsOf(reportingMappingResource),
  copyReportingMapping,
  ...operationsOf(reportingGroups),
  ...operationsOf(groupProperties),
  ...operationsOf(calculatedProperties),
  ...operationsOf(customCalculations),
  ...extractionOperations,
  ...operationsOf(reportResource),
  ...operationsOf(reportMappings),
  ...operationsOf(reportAggregations),
  ...operationsOf(tableSets),
  ...operationsOf(tables),
  ...operationsOf(aggregationProperties),
  ...dataOperations,
  ...keyOperations,
  ...operationsOf(namedGroupResource),
  ...neighbourOperations,
  ...carbonOperations,
  ...mappingFileOperations,
];
