import { groupOf, type MappingApi, useWorkbench, useWorkbenchState } from "../../engine";
import { freeName } from "../../lib/outline";
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
      group.columns.map((p) => p.name),
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
      <ApiChoice />
      <div role="toolbar" aria-label="Groups and columns" className="mapping-tools">
        <Button size="small" icon="plus" disabled={group?.columnsPointer === undefined} onClick={addColumn}>
          Column
        </Button>
        <Button
          size="small"
          icon="plus"
          disabled={state.outline !== undefined && state.outline.groupsPointer === undefined}
          onClick={() => workbench.addGroup("NewGroup", "bis.PhysicalElement")}
        >
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

const apis: Record<MappingApi, string> = {
  groupingAndMapping: "Grouping and Mapping",
  reporting: "Reporting v1",
};

/** By whose rules the mapping is judged and pushed: as its text tells, or as chosen here. */
function ApiChoice() {
  const workbench = useWorkbench();
  const outline = useWorkbenchState((s) => s.outline);
  const chosen = useWorkbenchState((s) => s.api);
  if (!outline || outline.mappingCount === 0) return null;
  const { api, apiSign } = outline;
  return (
    <label className="mapping-api">
      <span>API</span>
      <select
        value={chosen ?? ""}
        title={apiSign && !chosen ? `Told by ${apiSign.what.replaceAll("`", "")} at ${apiSign.pointer}` : undefined}
        onChange={(event) => workbench.chooseApi((event.target.value || null) as MappingApi | null)}
      >
        <option value="">{chosen ? "As the text tells" : `${apis[api]}, as the text tells`}</option>
        {Object.entries(apis).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
