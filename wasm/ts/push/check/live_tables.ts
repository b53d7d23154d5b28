// What an extraction has left of a mapping: through CDM its latest one, or the tables of a report through OData.
import type { Client, Item } from "../client.js";
import { PushError } from "../errors.js";
import { csvRecords } from "./csv.js";

export type LiveValue = string | number | boolean | null;

export interface LiveTable {
  /** Of the group, as the extraction calls it. */
  name: string;
  columns: readonly string[];
  rows: readonly (readonly LiveValue[])[];
}

/** Tables that are read when they are asked for. */
export interface LiveTables {
  /** "extraction ID of DATE", for people. */
  source: string;
  /** Empty texts and no value cannot be told apart. */
  hasNoEmptyTexts: boolean;
  read(group: string): Promise<LiveTable | undefined>;
}

const modern = "/grouping-and-mapping/datasources/imodel-mappings";

export async function cdmTables(client: Client, mappingId: string): Promise<LiveTables> {
  const at = `${modern}/${encodeURIComponent(mappingId)}/extractions`;
  const extractions = await client.list(at);
  const timeOf = (item: Item): string => String(item["extractionTimestamp"] ?? "");
  const [latest] = [...extractions].sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  if (!latest) throw new PushError("part-gone", "The mapping has no extraction yet: run one first.");
  const id = String(latest["extractionId"]);
  const model = (await client.read(`${at}/${encodeURIComponent(id)}/cdm`)) as { entities?: CdmEntity[] };
  return {
    source: `extraction ${id} of ${timeOf(latest)}, changeset ${String(latest["changesetIndex"] ?? "unknown")}`,
    hasNoEmptyTexts: true,
    read: async (group) => {
      const entity = model.entities?.find(({ name }) => name === group);
      if (!entity) return undefined;
      const columns = entity.attributes.map(({ name }) => name);
      const rows: (readonly LiveValue[])[] = [];
      for (const { location } of entity.partitions) {
        const address = `${at}/${encodeURIComponent(id)}/cdm/partitions?location=${encodeURIComponent(location)}`;
        for (const record of csvRecords(await client.readText(address))) rows.push(record);
      }
      // The contract does not say whether there is a header.
      if (rows[0]?.every((name, index) => name === columns[index])) rows.shift();
      return { name: group, columns, rows };
    },
  };
}

interface CdmEntity {
  name: string;
  attributes: { name: string }[];
  partitions: { location: string }[];
}

export async function odataTables(client: Client, reportId: string, mappingName: string): Promise<LiveTables> {
  const root = `/insights/reporting/odata/${encodeURIComponent(reportId)}`;
  const { value = [] } = (await client.read(root)) as { value?: { name: string; url: string }[] };
  return {
    source: `report ${reportId}`,
    hasNoEmptyTexts: false,
    read: async (group) => {
      const set = entitySet(value, `${mappingName}_${group}`);
      if (!set) return undefined;
      const columns = new Map<string, number>();
      const rows: LiveValue[][] = [];
      for (let next: string | undefined = `${root}/${set.url}`; next !== undefined;) {
        const page = (await client.read(next)) as { value?: Record<string, LiveValue>[]; "@odata.nextLink"?: string };
        for (const row of page.value ?? []) rows.push(rowOf(row, columns));
        next = client.pathOf(page["@odata.nextLink"]);
      }
      return { name: set.name, columns: [...columns.keys()], rows };
    },
  };
}

/** Live the name begins with those of mapping and group; what comes behind is not told. */
function entitySet(
  sets: readonly { name: string; url: string }[],
  stem: string,
): { name: string; url: string } | undefined {
  const exact = sets.find(({ name }) => name === stem);
  const beginning = sets.filter(({ name }) => name.startsWith(stem));
  if (exact || beginning.length < 2) return exact ?? beginning[0];
  const names = beginning.map(({ name }) => name).join(", ");
  throw new PushError("name-ambiguous", `Several tables of the report may be ${stem}: ${names}.`);
}

function rowOf(row: Record<string, LiveValue>, columns: Map<string, number>): LiveValue[] {
  const values: LiveValue[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith("@")) continue;
    if (!columns.has(name)) columns.set(name, columns.size);
    values[columns.get(name) ?? 0] = value;
  }
  return values;
}
