// Tools for the mapping as a whole.
import type { ReactNode } from "react";
import { documentOf, draftedGroups, groupOf, isEdited, useWorkbench } from "../../engine";
import { remove } from "../../lib/patches";
import { Button, IconButton } from "../../ui/button";
import { roving } from "../../ui/roving";
import { addColumn } from "./actions";
import { ApiChoice } from "./api_choice";
import { useChosenColumn } from "./chosen_column";
import { MappingFacts } from "./mapping_facts";

interface MappingToolsProps {
  /** A column was added. */
  onNew: (column: string) => void;
  onAddGroup: () => void;
  /** Shows what tells the API. */
  onShowSign: (pointer: string) => void;
  more?: ReactNode;
}

/** What can be done with the mapping as a whole: add, take away, undo, save. */
export function MappingTools({ onNew, onAddGroup, onShowSign, more }: MappingToolsProps) {
  const workbench = useWorkbench();
  const { documents, edits, saving, service } = workbench;
  const isConnected = service.use((s) => s.phase === "on");
  const isSaving = service.use((s) => s.saving.phase === "saving");
  const shown = documents.use(documentOf);
  const outline = documents.use((s) => s.outline);
  const group = documents.use(groupOf);
  const chosen = useChosenColumn();

  function add() {
    const column = addColumn(workbench);
    if (column !== undefined) onNew(column);
  }

  return (
    <>
      <div className="mapping-head">
        <h2 className="mapping-name one-line">{outline?.name || "Unnamed mapping"}</h2>
        <MappingFacts />
        <div ref={roving} role="toolbar" aria-label="History and file" className="mapping-head__tools">
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
      <ApiChoice onShowSign={onShowSign} />
      <div ref={roving} role="toolbar" aria-label="Groups and columns" className="mapping-tools">
        <Button size="small" icon="plus" disabled={group?.columnsPointer === undefined} onClick={add}>
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
    <p className="mapping-api" role="status">
      {names !== "" && `Typed and not run, so not in the mapping: the query of ${names}.`}
    </p>
  );
}
