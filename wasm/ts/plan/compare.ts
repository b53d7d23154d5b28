// Which parts of two mappings belong together, and in which fields they differ.
import type { Body } from "./bodies.js";
import type { FieldChange } from "./types.js";

/** A part before and after; one of the two is missing when it was added or removed. */
export interface Pair<Item> {
  before?: Item;
  after?: Item;
}

/**
 * Pairs items of two lists: by id where both have one, else by name, the first with the first. In the order of `after`,
 * what is only in `before` at the end.
 */
export function pair<Item extends { id?: string }>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string,
): Pair<Item>[] {
  const rest = new Set(before);
  const found = new Map<Item, Item>();
  const take = (item: Item, fits: (other: Item) => boolean): void => {
    if (found.has(item)) return;
    const partner = [...rest].find(fits);
    if (!partner) return;
    rest.delete(partner);
    found.set(item, partner);
  };
  for (const item of after) if (item.id !== undefined) take(item, (other) => other.id === item.id);
  const taken = new Set(before.map((item) => item.id));
  for (const item of after) {
    // An id that is in both lists has found its partner already; a name must not give it another.
    const isFree = (other: Item): boolean => item.id === undefined || other.id === undefined || !taken.has(item.id);
    take(item, (other) => nameOf(other) === nameOf(item) && isFree(other));
  }
  const pairs = after.map((item): Pair<Item> => {
    const partner = found.get(item);
    return partner ? { before: partner, after: item } : { after: item };
  });
  return [...pairs, ...[...rest].map((item): Pair<Item> => ({ before: item }))];
}

/** The fields in which two bodies differ in meaning, in the order of the second. */
export function fieldChanges(before: Body, after: Body): FieldChange[] {
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return fields
    .filter((field) => spelled(meant(field, before[field])) !== spelled(meant(field, after[field])))
    .map((field) => ({
      field,
      ...(before[field] === undefined ? {} : { before: before[field] }),
      ...(after[field] === undefined ? {} : { after: after[field] }),
    }));
}

const spelled = (value: unknown): string => (isNothing(value) ? "" : JSON.stringify(value));

/** No list and no text are spelled in several ways. */
const isNothing = (value: unknown): boolean =>
  value === "" || value === undefined || (Array.isArray(value) && value.length === 0);

/** A field's value with one spelling for all that mean the same: the API reads the names of schemas and classes in any letter case. */
function meant(field: string, value: unknown): unknown {
  if (value === null) return undefined;
  if (field === "dataType") return value === "Number" ? "Double" : value;
  if (field === "quantityType") return value === "Undefined" ? undefined : value;
  if (!Array.isArray(value)) return value;
  const items = value as Body[];
  if (field === "metadata") return items.map((item) => [item["key"], item["value"] ?? ""]);
  if (field !== "ecProperties") return value;
  return items.map((entry) => [
    String(entry["ecSchemaName"]).toLowerCase(),
    String(entry["ecClassName"]).toLowerCase(),
    entry["ecPropertyName"],
    entry["ecPropertyType"] === "Number" ? "Double" : entry["ecPropertyType"],
  ]);
}
