/**
 * `premap/reports`: what `premap validate` writes for programs, made of reports of `validate`: JSON, SARIF 2.1.0, JUnit, CSV. Each is
 * written piece by piece.
 */

export { csv } from "./csv.js";
export { json } from "./json.js";
export { junit } from "./junit.js";
export * from "./run.js";
export { type CatalogueEntry, relativeUri, sarif, type SarifOptions } from "./sarif.js";
export { jsonShown } from "./shown.js";
