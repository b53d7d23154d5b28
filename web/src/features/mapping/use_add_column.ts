// A new column to begin with: it reads something that every element has, and is called after what is chosen instead.
import { apiOf, firstProperty, groupOf, useWorkbench } from "../../engine";
import { freeName } from "../../lib/outline";

/** Adds a column to the group on screen and answers its name. */
export function useAddColumn(): () => string {
  const { documents, edits } = useWorkbench();
  return () => {
    const propertyName = freeName("NewColumn", groupOf(documents.state)?.columns ?? []);
    const isV1 = apiOf(documents.state) === "reporting";
    const type = isV1 ? { ecPropertyType: "String" } : {};
    const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: firstProperty, ...type };
    edits.addNewColumn({ propertyName, dataType: "String", ecProperties: [entry] });
    return propertyName;
  };
}
