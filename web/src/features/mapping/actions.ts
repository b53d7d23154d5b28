// What the tools above the tree do, and the palette too.
import { apiOf, firstProperty, groupOf, type Workbench } from "../../engine";
import { freeName } from "../../lib/outline";

/** Adds a column to the group on screen, which reads what every element has until something else is chosen; answers its name. */
export function addColumn({ documents, edits }: Workbench): string | undefined {
  const group = groupOf(documents.state);
  if (!group) return undefined;
  const propertyName = freeName("NewColumn", group.columns);
  const type = apiOf(documents.state) === "reporting" ? { ecPropertyType: "String" } : {};
  const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: firstProperty, ...type };
  edits.addNewColumn({ propertyName, dataType: "String", ecProperties: [entry] });
  return propertyName;
}
