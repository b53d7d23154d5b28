/** The addresses that people copy, and how they are called; the terminal and the start page show the same. */

import { carbon, namedGroups, reporting } from "../api/paths.js";

export const bases = (origin: string): [what: string, address: string][] => [
  ["Reporting", `${origin}${reporting}`],
  ["Grouping and Mapping", `${origin}/grouping-and-mapping`],
  ["Named groups", `${origin}${namedGroups}`],
  ["Carbon calculation", `${origin}${carbon.replace(/\/ec3$/, "")}`],
  ["OpenAPI document", `${origin}/openapi.json`],
];

export const odataAddress = (origin: string, reportId: string): string => `${origin}${reporting}/odata/${reportId}`;
