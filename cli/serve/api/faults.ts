/** What a request is refused with, in the contract's codes. */

import type { Fault, Shape } from "../wire/shapes.js";

/** Code -> status and what its message says of the thing it is about. */
const known = {
  HeaderNotFound: [401, "Header Authorization was not found in the request. Access denied."],
  Unauthorized: [401, "Access denied: the key is not this service's, or it has expired."],
  HostNotAllowed: [403, "The Host header names an address that is not this service's."],
  OriginNotAllowed: [403, "Pages of this origin may not use the service; name it with --origin."],
  MappingNotFound: [404, "Requested Mapping is not available."],
  GroupNotFound: [404, "Requested Group is not available."],
  PropertyNotFound: [404, "Requested Property is not available."],
  GroupPropertyNotFound: [404, "Requested GroupProperty is not available."],
  CalculatedPropertyNotFound: [404, "Requested CalculatedProperty is not available."],
  CustomCalculationNotFound: [404, "Requested CustomCalculation is not available."],
  ReportNotFound: [404, "Requested Report is not available."],
  ReportMappingNotFound: [404, "Requested ReportMapping is not available."],
  ReportAggregationNotFound: [404, "Requested ReportAggregation is not available."],
  AggregationTableSetNotFound: [404, "Requested AggregationTableSet is not available."],
  AggregationTableNotFound: [404, "Requested AggregationTable is not available."],
  AggregationPropertyNotFound: [404, "Requested AggregationProperty is not available."],
  ExtractionRunNotFound: [404, "Requested ExtractionRun is not available."],
  ExtractionStatusNotFound: [404, "Requested ExtractionStatus is not available."],
  ExtractionLogNotFound: [404, "Requested ExtractionLog is not available."],
  SchemaNotFound: [404, "Nothing has been extracted yet."],
  EntityNotFound: [404, "Requested Entity is not available."],
  ApiKeyNotFound: [404, "Requested ApiKey is not available."],
  NamedGroupNotFound: [404, "Requested NamedGroup is not available."],
  ConfigurationNotFound: [404, "Requested Configuration is not available."],
  JobNotFound: [404, "Requested Job is not available."],
  iModelNotFound: [404, "Requested iModel is not available: no snapshot with this id is served."],
  iTwinNotFound: [404, "Requested iTwin is not available."],
  ResourceNotFound: [404, "There is nothing at this address."],
  MethodNotAllowed: [405, "This address does not take this method."],
  GroupPropertyExists: [409, "GroupProperty with specified 'displayName' already exists within the group."],
  PropertyExists: [409, "Property with specified 'propertyName' already exists within the group."],
  CalculatedPropertyExists: [409, "CalculatedProperty with specified 'propertyName' already exists within the group."],
  CustomCalculationExists: [409, "CustomCalculation with specified 'propertyName' already exists within the group."],
  ReportMappingExists: [409, "The mapping is already linked to the report."],
  ReportAggregationExists: [409, "The aggregation table set is already linked to the report."],
  MappingFileUnreadable: [409, "The mapping's file is being edited and is no mapping as it is now."],
  MappingFileChanged: [409, "The mapping's file has been changed since it was read."],
  RequestTooLarge: [413, "The body is larger than 1 MB."],
  UnsupportedMediaType: [415, "The body must be sent as application/json."],
  InvalidInsightsRequest: [422, "Cannot process the request."],
  InternalServerError: [500, "The service could not process the request; its log says why."],
  NotImplemented: [501, "The service does not do this."],
  InsufficientStorage: [507, "The state folder cannot be written."],
} as const satisfies Record<string, readonly [number, string]>;

export type FaultCode = keyof typeof known;

export const statusOf = (code: FaultCode): number => known[code][0];

interface Told {
  message?: string;
  target?: string;
  details?: readonly Fault[];
}

export class ApiFault extends Error {
  readonly status: number;

  constructor(
    readonly code: FaultCode,
    readonly told: Told = {},
  ) {
    super(told.message ?? known[code][1]);
    this.status = statusOf(code);
  }

  get body(): Shape<"Error"> {
    const { target, details } = this.told;
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(target === undefined ? {} : { target }),
        ...(details && details.length > 0 ? { details } : {}),
      },
    };
  }
}

/** A content fault that no rule of the engine is about. */
export const invalid = (target: string, message: string): ApiFault =>
  new ApiFault("InvalidInsightsRequest", {
    message,
    target,
    details: [{ code: "InvalidInsightsRequest", message, target }],
  });
