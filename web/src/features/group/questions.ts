// What the builder asks of the snapshot, as ECSQL: values to choose from, and what JSON texts hold.
import type { ClassName, Subject } from "../../lib/group_query";
import { classText, nameText, pathText } from "../../lib/ecsql_text";
import { propertyText } from "../../lib/group_query";
import type { FoundClass } from "../../lib/schema_index";

/** So many values are offered. */
const mostValues = 60;
/** So many rows tell what a JSON property holds. */
const rowsLookedAt = 300;

/** The values that rows of the class have, the most frequent first, each with its count; undefined where there is nothing to list. */
export function valuesQuery(subject: Subject, from: ClassName): string | undefined {
  const rows = classText(from.schema, from.name);
  switch (subject.kind) {
    case "property":
      return frequent(propertyText(subject), rows);
    case "linked": {
      const to = classText(subject.to.schema, subject.to.name);
      const value = propertyText({ ...subject.property, path: ["t", ...subject.property.path] });
      const link = pathText(["e", ...subject.link, "Id"]);
      return frequent(value, `${rows} e JOIN ${to} t ON t.ECInstanceId = ${link}`);
    }
    case "aspect":
      return (
        subject.property && frequent(propertyText(subject.property), classText(subject.of.schema, subject.of.name))
      );
    case "class":
      return `SELECT ECClassId, COUNT(*) FROM ${rows} GROUP BY ECClassId ORDER BY COUNT(*) DESC LIMIT ${mostValues}`;
  }
}

const frequent = (value: string, from: string): string =>
  `SELECT ${value}, COUNT(*) FROM ${from} WHERE ${value} IS NOT NULL GROUP BY ${value} ORDER BY COUNT(*) DESC LIMIT ${mostValues}`;

/** The properties of a class that hold JSON. */
export const jsonProperties = ({ item }: FoundClass): string[] =>
  item.properties
    .filter(
      ({ type, extendedType, name }) => type === "string" && (extendedType === "Json" || name === "JsonProperties"),
    )
    .map(({ name }) => name);

export const jsonQuery = (property: string, { inQuery }: FoundClass): string =>
  `SELECT ${nameText(property)} FROM ${classText(inQuery.schema, inQuery.name)} WHERE ${nameText(property)} IS NOT NULL LIMIT ${rowsLookedAt}`;
