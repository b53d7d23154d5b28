// What is live, as premap's own mapping file, with ids or without.
import type { Client, Item } from "./client.js";
import { PushError } from "./errors.js";

export interface Live {
  id: string;
  /** With the ids of all parts, and nothing of when and by whom. */
  mapping: Item;
}

/** A mapping that is listed. */
export interface ListedMapping {
  id: string;
  name: string;
}

export async function listMappings(client: Client): Promise<ListedMapping[]> {
  const path = client.api === "reporting" ? client.mappings : `${client.mappings}?iModelId=${client.iModelId}`;
  const items = await client.list(path);
  return items.map((item) => ({ id: String(item["id"]), name: String(item["mappingName"]) }));
}

const isGone = (error: unknown): boolean => error instanceof PushError && error.code === "part-gone";

/** Errors: PushError `mapping-gone`, `wrong-imodel` and those of every request. */
export async function pullMapping(client: Client, id: string): Promise<Live> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await pullOnce(client, id);
    } catch (error) {
      // A group may be deleted while it is read.
      if (!isGone(error) || attempt === 3) throw error;
    }
}

async function pullOnce(client: Client, id: string): Promise<Live> {
  const path = `${client.mappings}/${encodeURIComponent(id)}`;
  const answer = (await client.read(path)) as { mapping?: Item };
  const mapping = answer.mapping ?? {};
  checkModel(client, mapping);
  const groups: Item[] = [];
  for (const group of await client.list(`${path}/groups`, { Prefer: "return=representation" }))
    groups.push({ ...kept(group, groupFields), ...(await columnsOf(client, `${path}/groups/${String(group["id"])}`)) });
  return { id, mapping: { ...kept(mapping, mappingFields), groups } };
}

function checkModel(client: Client, mapping: Item): void {
  const links = (mapping["_links"] ?? {}) as Record<string, { href?: string } | undefined>;
  const href = (links["iModel"] ?? links["imodel"])?.href;
  const id = href === undefined ? undefined : /\/imodels\/([\w-]+)/i.exec(href)?.[1];
  if (id !== undefined && id.toLowerCase() !== client.iModelId.toLowerCase())
    throw new PushError("wrong-imodel", `The mapping is one of the iModel ${id}, not of ${client.iModelId}.`);
}

async function columnsOf(client: Client, group: string): Promise<Item> {
  const list = async (resource: keyof typeof columnFields): Promise<Item[]> =>
    (await client.list(`${group}/${resource}`)).map((column) => kept(column, columnFields[resource]));
  const properties = await list("properties");
  if (client.api !== "reporting") return { properties };
  const calculatedProperties = await list("calculatedProperties");
  const customCalculations = await list("customCalculations");
  return {
    properties,
    ...(calculatedProperties.length > 0 ? { calculatedProperties } : {}),
    ...(customCalculations.length > 0 ? { customCalculations } : {}),
  };
}

const mappingFields = ["id", "mappingName", "description", "extractionEnabled"];
const groupFields = ["id", "groupName", "description", "query", "metadata"];
const columnFields = {
  properties: ["id", "propertyName", "dataType", "quantityType", "ecProperties", "calculatedPropertyType", "formula"],
  calculatedProperties: ["id", "propertyName", "type"],
  customCalculations: ["id", "propertyName", "formula", "quantityType"],
};

/** Only what a mapping file has, in its order; what says nothing is left out. */
function kept(item: Item, fields: readonly string[]): Item {
  const found = fields.map((field) => [field, item[field]] as const).filter(([field, value]) => says(field, value));
  return Object.fromEntries(found);
}

function says(field: string, value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !(field === "quantityType" && value === "Undefined");
}

/** The text of a mapping file: two blanks a level, a line feed at the end. */
export const fileText = (mapping: Item): string => `${JSON.stringify(mapping, undefined, 2)}\n`;

/** Without ids: for people and their version control. */
export function withoutIds(mapping: Item): Item {
  const strip = (item: Item): Item =>
    Object.fromEntries(
      Object.entries(item)
        .filter(([field]) => field !== "id")
        .map(([field, value]) => [field, isParts(field, value) ? value.map(strip) : value]),
    );
  return strip(mapping);
}

const lists = ["groups", "properties", "calculatedProperties", "customCalculations"];
const isParts = (field: string, value: unknown): value is Item[] => lists.includes(field) && Array.isArray(value);
