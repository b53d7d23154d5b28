// What the builder asks of the snapshot, as ECSQL: values to choose from, and what JSON texts hold.
import type { ClassName, Subject } from "../../lib/group_query";
import { classText, nameText, pathText } from "../../lib/ecsql_text";
import { propertyText } from "../../lib/group_query";
import type { FoundClass } from "../../lib/schema_index";

/** So many values are offered. */
const mostValues = 60;
/** So many rows tell what a JSON property holds. */
const rowsLookedAt = 300;

interface ValueSource {
  value: string;
  from: string;
  /** The id of the element whose value it is. */
  element: string;
}

/** Where a value stands that rows of the class lead to, as ECSQL has it; undefined for a class, and for an aspect as such. */
export function sourceOf(subject: Subject, { schema, name }: ClassName): ValueSource | undefined {
  const rows = classText(schema, name);
  switch (subject.kind) {
    case "property":
      return { value: propertyText(subject), from: rows, element: "ECInstanceId" };
    case "linked": {
      const to = classText(subject.to.schema, subject.to.name);
      const value = propertyText({ ...subject.property, path: ["t", ...subject.property.path] });
      const link = pathText(["e", ...subject.link, "Id"]);
      return { value, from: `${rows} e JOIN ${to} t ON t.ECInstanceId = ${link}`, element: "e.ECInstanceId" };
    }
    case "aspect": {
      const { of, property } = subject;
      const from = classText(of.schema, of.name);
      return property && { value: propertyText(property), from, element: `${nameText("Element")}.Id` };
    }
    case "class":
      return undefined;
  }
}

/** The values that rows of the class have, the most frequent first, each with its count; undefined where there is nothing to list. */
export function valuesQuery(subject: Subject, of: ClassName): string | undefined {
  if (subject.kind === "class") return frequent("ECClassId", classText(of.schema, of.name), "");
  const source = sourceOf(subject, of);
  return source && frequent(source.value, source.from, ` WHERE ${source.value} IS NOT NULL`);
}

const frequent = (value: string, from: string, where: string): string =>
  `SELECT ${value}, COUNT(*) FROM ${from}${where} GROUP BY ${value} ORDER BY COUNT(*) DESC LIMIT ${mostValues}`;

/** The properties of a class that hold JSON. */
export const jsonProperties = ({ item }: FoundClass): string[] =>
  item.properties
    .filter(
      ({ type, extendedType, name }) => type === "string" && (extendedType === "Json" || name === "JsonProperties"),
    )
    .map(({ name }) => name);

export const jsonQuery = (property: string, { inQuery }: FoundClass): string =>
  `SELECT ${nameText(property)} FROM ${classText(inQuery.schema, inQuery.name)} WHERE ${nameText(property)} IS NOT NULL LIMIT ${rowsLookedAt}`;
