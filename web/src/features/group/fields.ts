// What a condition can be about, for the rows of a class: its properties, what these lead to, its aspects, and what their JSON holds.
import type { AspectCount, PropertyInfo } from "../../engine";
import { type JsonStep, jsonPathText } from "../../lib/ecsql_text";
import type { ClassName, Operator, PropertyPath, Subject } from "../../lib/group_query";
import { decodedName } from "../../lib/new_groups";
import type { FoundClass, SchemaIndex } from "../../lib/schema_index";

export type FieldType = "text" | "number" | "boolean" | "date" | "id" | "class" | "aspect" | "other";

export interface Field {
  key: string;
  label: string;
  section: string;
  subject: Subject;
  type: FieldType;
}

/** A member that was found in the JSON of some rows. */
export interface JsonMember extends PropertyPath {
  json: readonly JsonStep[];
  type: "text" | "number" | "boolean";
}

/** Two conditions with the same key are about the same. */
export function subjectKey(subject: Subject): string {
  const property = ({ path, json }: PropertyPath) => `${path.join(".").toLowerCase()}${json ? jsonPathText(json) : ""}`;
  const name = ({ schema, name: own }: ClassName) => `${schema}.${own}`.toLowerCase();
  switch (subject.kind) {
    case "property":
      return `property ${property(subject)}`;
    case "linked":
      return `linked ${subject.link.join(".").toLowerCase()} ${name(subject.to)} ${property(subject.property)}`;
    case "aspect":
      return `aspect ${subject.only ? "only " : ""}${name(subject.of)} ${subject.property ? property(subject.property) : ""}`;
    case "class":
      return "class";
  }
}

const propertyLabel = ({ path, json }: PropertyPath): string =>
  path.map(decodedName).join(".") + (json ? ` › ${json.join(" › ")}` : "");

/** What a condition is about, in words. */
export function subjectLabel(subject: Subject): string {
  switch (subject.kind) {
    case "property":
      return propertyLabel(subject);
    case "linked":
      return `${subject.link.join(".")} › ${propertyLabel(subject.property)}`;
    case "aspect":
      return subject.property
        ? `${decodedName(subject.of.name)} › ${propertyLabel(subject.property)}`
        : `Has ${decodedName(subject.of.name)}${subject.only ? ", not of a subclass" : ""}`;
    case "class":
      return "Class";
  }
}

const field = (section: string, subject: Subject, type: FieldType): Field => ({
  ...{ key: subjectKey(subject), label: subjectLabel(subject), section, subject, type },
});

const types: Record<string, FieldType> = {
  ...{ string: "text", int: "number", long: "number", double: "number", boolean: "boolean", dateTime: "date" },
};

/** All that can be asked of the rows of a class. */
export function fieldsOf(
  index: SchemaIndex,
  found: FoundClass,
  aspects: readonly AspectCount[],
  members: readonly JsonMember[],
): Field[] {
  const { item, fullName } = found;
  const isElement = index.isA(fullName, "BisCore.Element");
  return [
    ...item.properties.flatMap((property) => linkedFields(index, property)).sort(byUse),
    field("Rows", { kind: "class" }, "class"),
    field("Rows", { kind: "property", path: ["ECInstanceId"] }, "id"),
    ...item.properties.flatMap((property) => propertyFields(index, property)),
    ...members.map((member) =>
      field("In JSON", { kind: "property", path: member.path, json: member.json }, member.type),
    ),
    ...(isElement ? aspectFields(index, aspects) : []),
  ];
}

/** Category and model are what one asks for first. */
const byUse = (a: Field, b: Field): number => rank(a) - rank(b);
const rank = ({ label }: Field): number => (label.startsWith("Category") ? 0 : label.startsWith("Model") ? 1 : 2);

/** What a link leads to, by the names people know it by; a model is called as what it models. */
function linkedFields(index: SchemaIndex, { kind, name, target }: PropertyInfo): Field[] {
  if (kind !== "navigation") return [];
  const names = name === "Model" ? ["BisCore.InformationPartitionElement"] : (target ?? []);
  return names.flatMap((to) => {
    const found = index.find(to);
    const known = ["CodeValue", "UserLabel", "Name"].filter((p) => found?.item.properties.some((q) => q.name === p));
    const link = [name];
    return known.map((p) =>
      field("Linked", { kind: "linked", link, to: (found as FoundClass).inQuery, property: { path: [p] } }, "text"),
    );
  });
}

function propertyFields(index: SchemaIndex, property: PropertyInfo): Field[] {
  return leaves(index, property).map(([path, type]) => field("Properties", { kind: "property", path }, type));
}

/** The single values of a property: coordinates of a point, members of a struct, the id of a link. */
function leaves(index: SchemaIndex, { name, kind, type, extendedType }: PropertyInfo): [string[], FieldType][] {
  if (kind === "navigation") return [[[name, "Id"], "id"]];
  if (kind === "struct")
    return (index.find(type)?.item.properties ?? []).flatMap((member) =>
      leaves(index, member).map(([path, leaf]): [string[], FieldType] => [[name, ...path], leaf]),
    );
  if (kind !== "primitive") return [];
  if (type === "point2d" || type === "point3d")
    return ["X", "Y", ...(type === "point3d" ? ["Z"] : [])].map((axis) => [[name, axis], "number"]);
  return [[[name], extendedType === "Id" ? "id" : (types[type] ?? "other")]];
}

function aspectFields(index: SchemaIndex, aspects: readonly AspectCount[]): Field[] {
  const names = [...new Set(aspects.map(({ aspect }) => aspect))];
  return names.flatMap((name) => {
    const found = index.find(name);
    if (!found) return [];
    const of = found.inQuery;
    const own = found.item.properties.filter((property) => property.name !== "Element");
    return [
      field("Aspects", { kind: "aspect", of }, "aspect"),
      ...own.flatMap((property) =>
        leaves(index, property).map(([path, type]) =>
          field("Aspects", { kind: "aspect", of, property: { path } }, type),
        ),
      ),
    ];
  });
}

const common: [Operator, string][] = [
  ["filled", "is filled"],
  ["empty", "is empty"],
];
const choice: [Operator, string][] = [
  ["in", "is one of"],
  ["not in", "is none of"],
];

const offered: Record<FieldType, [Operator, string][]> = {
  text: [
    ["=", "is"],
    ["<>", "is not"],
    ["contains", "contains"],
    ["not contains", "does not contain"],
    ["starts", "begins with"],
    ["ends", "ends with"],
    ...choice,
    ...common,
  ],
  number: [
    ["=", "="],
    ["<>", "≠"],
    ["<", "<"],
    ["<=", "≤"],
    [">", ">"],
    [">=", "≥"],
    ["between", "between"],
    ...choice,
    ...common,
  ],
  boolean: [["=", "is"], ...common],
  date: [["<", "before"], [">=", "from"], ["between", "between"], ...common],
  id: [["=", "is"], ["<>", "is not"], ...choice, ...common],
  class: choice,
  aspect: [
    ["has", "is there"],
    ["has not", "is not there"],
  ],
  other: common,
};

const rare: Partial<Record<Operator, string>> = {
  like: "is like",
  "not like": "is not like",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  "<": "<",
};

/** The comparisons that a kind of value has, and the one that is there already. */
export function operatorsOf(type: FieldType, now: Operator): [Operator, string][] {
  const all = offered[type];
  return all.some(([operator]) => operator === now) ? all : [...all, [now, rare[now] ?? now]];
}

export const firstOperator = (type: FieldType): Operator => offered[type][0]?.[0] ?? "filled";

/**
 * The members of JSON objects in some rows; of lists their first items. None where one row has another kind of text: a condition
 * would end the whole query there.
 */
export function jsonMembers(path: readonly string[], texts: readonly string[]): JsonMember[] {
  const found = new Map<string, JsonMember>();
  const note = (json: readonly JsonStep[], value: unknown, depth: number) => {
    if (depth > 6 || found.size > 200) return;
    if (Array.isArray(value)) return note([...json, 0], value[0], depth + 1);
    if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value))
        if (!name.includes('"')) note([...json, name], inner, depth + 1);
      return;
    }
    const type =
      typeof value === "string"
        ? "text"
        : typeof value === "number"
          ? "number"
          : typeof value === "boolean"
            ? "boolean"
            : undefined;
    if (type && json.length > 0 && !found.has(jsonPathText(json))) found.set(jsonPathText(json), { path, json, type });
  };
  try {
    for (const text of texts) note([], JSON.parse(text), 0);
  } catch {
    return [];
  }
  return [...found.values()];
}
