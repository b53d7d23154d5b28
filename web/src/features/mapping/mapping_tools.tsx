// Tools for the mapping as a whole, and by which API it is judged.
import type { ReactNode } from "react";
import { documentOf, draftedGroups, groupOf, isEdited, type MappingApi, mappingApis, useWorkbench } from "../../engine";
import { freeName } from "../../lib/outline";
import { remove } from "../../lib/patches";
import { Button, IconButton } from "../../ui/button";
import { useChosenColumn } from "./chosen_column";
import { MappingFacts } from "./mapping_facts";

interface MappingToolsProps {
  /** A column was added. */
  onNew: (column: string) => void;
  onAddGroup: () => void;
  more?: ReactNode;
}

/** What can be done with the mapping as a whole: add, take away, undo, save. */
export function MappingTools({ onNew, onAddGroup, more }: MappingToolsProps) {
  const { documents, edits, saving, service } = useWorkbench();
  const isConnected = service.use((s) => s.phase === "on");
  const isSaving = service.use((s) => s.saving.phase === "saving");
  const shown = documents.use(documentOf);
  const outline = documents.use((s) => s.outline);
  const group = documents.use(groupOf);
  const chosen = useChosenColumn();

  function addColumn() {
    if (!group) return;
    const propertyName = freeName("NewColumn", group.columns);
    const isV1 = outline?.api === "reporting";
    const type = isV1 ? { ecPropertyType: "String" } : {};
    const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue", ...type };
    edits.addNewColumn({ propertyName, dataType: "String", ecProperties: [entry] });
    onNew(propertyName);
  }

  return (
    <>
      <div className="mapping-head">
        <h2 className="mapping-name">{outline?.name || "Unnamed mapping"}</h2>
        <MappingFacts />
        <div role="toolbar" aria-label="History and file" className="mapping-head__tools">
          <IconButton icon="undo" label="Undo" disabled={shown.undo.length === 0} onClick={() => documents.undo()} />
          <IconButton icon="redo" label="Redo" disabled={shown.redo.length === 0} onClick={() => documents.redo()} />
          <IconButton
            icon="download"
            label="Save the mapping file"
            disabled={shown.text === ""}
            onClick={() => void saving.save()}
          />
          {isConnected && service.isServed(shown) && (
            <IconButton
              icon="send"
              label="Save to the service"
              disabled={isSaving || !isEdited(shown)}
              onClick={() => void service.save()}
            />
          )}
        </div>
      </div>
      <Drafts />
      <ApiChoice />
      <div role="toolbar" aria-label="Groups and columns" className="mapping-tools">
        <Button size="small" icon="plus" disabled={group?.columnsPointer === undefined} onClick={addColumn}>
          Column
        </Button>
        {more}
        <Button
          size="small"
          icon="plus"
          disabled={outline !== undefined && outline.groupsPointer === undefined}
          onClick={onAddGroup}
        >
          Group
        </Button>
        <IconButton
          icon="trash"
          className="mapping-tools__end"
          label={chosen ? `Delete column ${chosen.name}` : group ? `Delete group ${group.name}` : "Delete group"}
          disabled={!group}
          onClick={() => (chosen ? void edits.change(remove(chosen.pointer)) : edits.removeGroup(shown.group))}
        />
      </div>
    </>
  );
}

/** What saving would leave out. */
function Drafts() {
  const { documents } = useWorkbench();
  // A text, for it is the same as long as it says the same.
  const names = documents.use((s) =>
    draftedGroups(s)
      .map(({ name }) => name)
      .join(", "),
  );
  return (
    <p className="column-form__note" role="status">
      {names !== "" && `Typed and not run, so not in the mapping: the query of ${names}.`}
    </p>
  );
}

/** By whose rules the mapping is judged and pushed: as its text tells, or as chosen here. */
function ApiChoice() {
  const workbench = useWorkbench();
  const { documents } = workbench;
  const outline = documents.use((s) => s.outline);
  const chosen = documents.use((s) => documentOf(s).api);
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
        <option value="">{chosen ? "As the text tells" : `${new Map(mappingApis).get(api)}, as the text tells`}</option>
        {mappingApis.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
