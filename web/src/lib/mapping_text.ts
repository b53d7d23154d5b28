// The mapping's text as the tree and the editors see it: where its groups, properties and entries stand, and edits that
// leave the rest of the text as the user wrote it. Rules are the engine's business; nothing is judged here.
import { applyEdits, findNodeAtLocation, getNodeValue, modify, type Node, parseTree } from "jsonc-parser";

export interface EntryItem {
  pointer: string;
  schema: string;
  class: string;
  property: string;
  type?: string | undefined;
}

export type PropertyKind = "mapped" | "calculated" | "formula" | "placeholder";

export interface PropertyItem {
  pointer: string;
  name: string;
  kind: PropertyKind;
  dataType?: string | undefined;
  quantityType?: string | undefined;
  formula?: string | undefined;
  calculatedType?: string | undefined;
  entries: EntryItem[];
}

export interface GroupItem {
  pointer: string;
  name: string;
  query: string;
  properties: PropertyItem[];
}

export interface MappingOutline {
  name: string;
  groups: GroupItem[];
}

/** Lists of properties a group may have: the file's own, and the three of the older API's answers. */
const propertyLists = ["properties", "groupProperties", "calculatedProperties", "customCalculations"];

/** What can be recognised of the text; undefined when it is no JSON at all. Half-typed text gives what is there so far. */
export function readOutline(text: string): MappingOutline | undefined {
  const root = parseTree(text);
  if (!root) return undefined;
  const holder = child(root, "mapping")?.type === "object" && !child(root, "groups") ? child(root, "mapping") : root;
  const list = (holder && child(holder, "groups")) ?? (root.type === "array" ? root : undefined);
  const single = child(root, "group") ?? (child(root, "query") ? root : undefined);
  const nodes = list ? (list.children ?? []) : single ? [single] : [];
  const name =
    string(root, "mappingName") ??
    (holder && string(holder, "mappingName")) ??
    text_(child(root, "mapping"), "mappingName");
  return { name: name ?? "", groups: nodes.filter((n) => n.type === "object").map(readGroup) };
}

function readGroup(node: Node): GroupItem {
  const properties: PropertyItem[] = [];
  for (const key of propertyLists) {
    for (const item of child(node, key)?.children ?? [])
      if (item.type === "object") properties.push(readProperty(item));
  }
  return {
    pointer: pointerOf(node),
    name: string(node, "groupName") ?? "",
    query: string(node, "query") ?? "",
    properties,
  };
}

function readProperty(node: Node): PropertyItem {
  const entries = (child(node, "ecProperties")?.children ?? []).filter((n) => n.type === "object").map(readEntry);
  const formula = string(node, "formula");
  const calculatedType =
    string(node, "calculatedPropertyType") ?? (entries.length === 0 && !formula ? string(node, "type") : undefined);
  return {
    pointer: pointerOf(node),
    name: string(node, "propertyName") ?? "",
    kind: entries.length > 0 ? "mapped" : calculatedType ? "calculated" : formula ? "formula" : "placeholder",
    dataType: string(node, "dataType"),
    quantityType: string(node, "quantityType"),
    formula,
    calculatedType,
    entries,
  };
}

function readEntry(node: Node): EntryItem {
  return {
    pointer: pointerOf(node),
    schema: string(node, "ecSchemaName") ?? "",
    class: string(node, "ecClassName") ?? "",
    property: string(node, "ecPropertyName") ?? "",
    type: string(node, "ecPropertyType"),
  };
}

/** `BuildingTest.Beam` with wildcards told in words. */
export function entryClass(entry: { schema: string; class: string }): string {
  if (entry.schema === "*" && entry.class === "*") return "any class";
  if (entry.schema === "*") return `${entry.class} in any schema`;
  if (entry.class === "*") return `any class of ${entry.schema}`;
  return `${entry.schema}.${entry.class}`;
}

/** The range of the value a JSON pointer names, or of the nearest parent that exists. */
export function rangeOf(text: string, pointer: string): { from: number; to: number } | undefined {
  const root = parseTree(text);
  if (!root) return undefined;
  const path = segmentsOf(pointer);
  for (let length = path.length; length >= 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return { from: node.offset, to: node.offset + node.length };
  }
  return undefined;
}

/** The text with the value at `pointer` set (undefined: removed); everything else stays as it is. */
export function withValue(text: string, pointer: string, value: unknown): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n" };
  return applyEdits(text, modify(text, segmentsOf(pointer), value, { formattingOptions }));
}

/** What stands at `pointer`, as a value; undefined when there is nothing. */
export function valueAt(text: string, pointer: string): unknown {
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, segmentsOf(pointer));
  return node && getNodeValue(node);
}

/** The group, property and entry a pointer leads to, as indices into the outline. */
export function locate(outline: MappingOutline, pointer: string): { group: number; property: number; entry: number } {
  const within = (items: { pointer: string }[]): number =>
    items.findIndex((item) => pointer === item.pointer || pointer.startsWith(`${item.pointer}/`));
  const group = within(outline.groups);
  const property = within(outline.groups[group]?.properties ?? []);
  const entry = within(outline.groups[group]?.properties[property]?.entries ?? []);
  return { group, property, entry };
}

/** The same in words: "Beams › Name › entry 2"; empty when the pointer names none of them. */
export function placeWords(outline: MappingOutline, pointer: string): string {
  const place = locate(outline, pointer);
  const group = outline.groups[place.group];
  const property = group?.properties[place.property];
  return [group?.name, property?.name, place.entry >= 0 && `entry ${place.entry + 1}`].filter(Boolean).join(" › ");
}

export function segmentsOf(pointer: string): (string | number)[] {
  if (pointer === "") return [];
  const parts = pointer.slice(1).split("/");
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~")));
}

function pointerOf(node: Node): string {
  const parts: string[] = [];
  for (let at: Node | undefined = node; at?.parent; at = at.parent) {
    if (at.parent.type === "array") parts.unshift(String(at.parent.children?.indexOf(at) ?? 0));
    else if (at.parent.type === "property" && at.parent.children?.[1] === at) {
      parts.unshift(String(at.parent.children[0]?.value).replaceAll("~", "~0").replaceAll("/", "~1"));
    }
  }
  return parts.map((part) => `/${part}`).join("");
}

const child = (node: Node, key: string): Node | undefined => findNodeAtLocation(node, [key]);

function string(node: Node, key: string): string | undefined {
  const value: unknown = child(node, key)?.value;
  return typeof value === "string" ? value : undefined;
}

const text_ = (node: Node | undefined, key: string): string | undefined => (node ? string(node, key) : undefined);
