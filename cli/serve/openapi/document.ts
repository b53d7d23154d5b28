/** The OpenAPI document, made from the table of operations and the shapes of the bodies. */

import { ApiFault, type FaultCode } from "../api/faults.js";
import type { Operation } from "../api/operation.js";
import { operations } from "../api/operations.js";
import type { Schema } from "../wire/schema.js";
import { type ShapeName, shapes } from "../wire/shapes.js";

const v1 = "application/json";
const v2 = "application/vnd.bentley.itwin-platform.v2+json";

export function openApi(origin = "http://127.0.0.1:8080"): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = described(operation);
  return {
    openapi: "3.1.0",
    info: {
      title: "premap serve",
      version: "1",
      description:
        "The Insights service on one's own machine: Reporting v1 and v2, Grouping and Mapping, named groups, keys. Every path is taken with and without a final slash.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: origin }],
    security: [{ bearer: [] }, { basic: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" }, basic: { type: "http", scheme: "basic" } },
      schemas: shapes as Record<ShapeName, Schema>,
    },
  };
}

function described(operation: Operation): object {
  const { name, tag, summary, query = [], takes, isBodyOptional, faults, path } = operation;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, param]) => ({
      name: param,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...query.map(({ name: param, description, isRequired = false }) => ({
      name: param,
      in: "query",
      required: isRequired,
      description,
      schema: { type: "string" },
    })),
  ];
  const body = takes && {
    requestBody: {
      required: !isBodyOptional,
      content: contentOf(takes, "takes2" in operation ? operation.takes2 : undefined),
    },
  };
  return {
    operationId: name,
    tags: [tag],
    summary,
    parameters,
    ...body,
    responses: { ...answersOf(operation), ...refusals(faults) },
  };
}

function answersOf(operation: Operation): Record<string, object> {
  if ("stream" in operation)
    return { 200: { description: "Rows, or what they are.", content: { [operation.media]: {} } } };
  const { gives, gives2 } = operation;
  if (gives === undefined) return { 204: { description: "Done." } };
  return { 200: { description: "As asked.", content: contentOf(gives, gives2) } };
}

const contentOf = (one: ShapeName, two: ShapeName | undefined): Record<string, object> => ({
  [v1]: { schema: refTo(one) },
  ...(two ? { [v2]: { schema: refTo(two) } } : {}),
});

const refTo = (name: ShapeName): Schema => ({ $ref: `#/components/schemas/${name}` });

/** By status; the codes are told in words. */
function refusals(codes: readonly FaultCode[]): Record<string, object> {
  const byStatus = new Map<number, FaultCode[]>();
  for (const code of ["HeaderNotFound", "Unauthorized", ...codes] as const) {
    const { status } = new ApiFault(code);
    byStatus.set(status, [...new Set([...(byStatus.get(status) ?? []), code])]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, found]) => [
        status,
        { description: found.join(", "), content: { [v1]: { schema: refTo("Error") } } },
      ]),
  );
}
