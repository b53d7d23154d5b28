// Which types a column gets from the property it reads: one place for the form, the schemas and the table of properties.
import type { PropertyInfo } from "premap";

export type DataType = "Boolean" | "Integer" | "Double" | "String";

/** The data type that holds all a property of this type can. */
export function dataTypeOf(type: string): DataType {
  if (type === "boolean") return "Boolean";
  if (type === "int" || type === "long") return "Integer";
  return type === "double" ? "Double" : "String";
}

/** What is stored in a unit is a quantity; the engine says which. Texts and truths are none, whatever their kind. */
export const quantityOf = ({ type, quantityType }: PropertyInfo): string | undefined =>
  type === "double" || type === "int" || type === "long" ? quantityType : undefined;

/** The quantity of a calculated measure, by its name: all but two are lengths. */
export const quantityOfMeasure = (measure: string): string =>
  measure === "Area" || measure === "Volume" ? measure : "Distance";
