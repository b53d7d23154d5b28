/** Where things are, for the table of operations and for links. */

export const gm = "/grouping-and-mapping/datasources/imodel-mappings";
export const gmAudit = "/grouping-and-mapping/audit";
export const reporting = "/insights/reporting";
export const reportingMappings = `${reporting}/datasources/imodels/{imodelId}/mappings`;
export const aggregations = `${reporting}/datasources/aggregations`;
/** premap's own; everything else is the vendor's. */
export const mappingFiles = "/premap/mapping-files";
export const namedGroups = "/named-groups";
export const carbon = "/insights/carbon-calculation/ec3";

/** An address with its parameters filled in. */
export function filled(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
}
