import { groupOf, useWorkbench, useWorkbenchState } from "../../engine";
import { freeName } from "../../lib/mapping_edits";
import { saveFile } from "../../lib/save_file";
import { Button } from "../../ui/button";

/** What can be done with the mapping as a whole: add, take away, undo, save. */
export function MappingTools() {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const group = groupOf(state);

  function addColumn() {
    if (!group) return;
    const propertyName = freeName(
      "NewColumn",
      group.properties.map((p) => p.name),
    );
    const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue", ecPropertyType: "String" };
    workbench.addColumn({ propertyName, dataType: "String", ecProperties: [entry] });
  }

  function save() {
    const name = state.mappingName.replace(/ \(sample\)$/, "") || "mapping.json";
    saveFile(new Blob([state.mappingText], { type: "application/json" }), name);
    workbench.markSaved();
  }

  return (
    <>
      <div className="mapping-head">
        <h2 className="mapping-name">{state.outline?.name || "Unnamed mapping"}</h2>
        <div role="toolbar" aria-label="History and file" className="mapping-head__tools">
          <Button
            size="small"
            look="plain"
            icon="undo"
            aria-label="Undo"
            disabled={state.undo.length === 0}
            onClick={() => workbench.undo()}
          />
          <Button
            size="small"
            look="plain"
            icon="redo"
            aria-label="Redo"
            disabled={state.redo.length === 0}
            onClick={() => workbench.redo()}
          />
          <Button
            size="small"
            look="plain"
            icon="download"
            aria-label="Save the mapping file"
            disabled={state.mappingText === ""}
            onClick={save}
          />
        </div>
      </div>
      <div role="toolbar" aria-label="Groups and columns" className="mapping-tools">
        <Button size="small" icon="plus" disabled={!group} onClick={addColumn}>
          Column
        </Button>
        <Button size="small" icon="plus" onClick={() => workbench.addGroup("NewGroup", "bis.PhysicalElement")}>
          Group
        </Button>
        <Button
          size="small"
          look="plain"
          icon="trash"
          className="mapping-tools__end"
          aria-label={group ? `Delete group ${group.name}` : "Delete group"}
          disabled={!group}
          onClick={() => workbench.removeGroup(state.group)}
        />
      </div>
    </>
  );
}
