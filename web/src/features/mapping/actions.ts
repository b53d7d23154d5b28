// What the tools above the tree do, and the palette too.
import { groupOf, type Workbench } from "../../engine";
import { freeName } from "../../lib/outline";
import { saveFile } from "../../lib/save_file";

/** Adds a column that reads what every element has; answers its name. */
export function addColumn({ documents, edits }: Workbench): string | undefined {
  const group = groupOf(documents.state);
  if (!group) return undefined;
  const propertyName = freeName("NewColumn", group.columns);
  const isV1 = documents.state.outline?.api === "reporting";
  const type = isV1 ? { ecPropertyType: "String" } : {};
  const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue", ...type };
  edits.addNewColumn({ propertyName, dataType: "String", ecProperties: [entry] });
  return propertyName;
}

export function saveMapping({ documents }: Workbench): void {
  const { name, text } = documents.now;
  saveFile(new Blob([text], { type: "application/json" }), name.replace(/ \(sample\)$/, "") || "mapping.json");
  documents.markSaved();
}
