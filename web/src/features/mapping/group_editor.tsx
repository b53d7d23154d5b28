// The form of a group: its name and what else belongs to it but columns. Which rows it has is a form of its own (features/group).
import type { ReactNode } from "react";
import { documentOf, type GroupOutline, useProblemsByField, useWorkbench } from "../../engine";
import { groupNameFault } from "../../lib/outline";
import { Button } from "../../ui/button";
import { FieldForm, FieldSlot, type FieldWish } from "./field_slot";
import { GroupFactsForm } from "./group_facts_form";
import { ItemButtons } from "./item_buttons";
import { type FocusWish, NameField } from "./name_field";
import { addColumn } from "./actions";
import "./mapping.css";

interface GroupFormProps {
  group: GroupOutline;
  focus: FocusWish | undefined;
  /** The form of its rows. */
  rows: ReactNode;
  wish: FieldWish | null;
  onAddColumn: (column: string) => void;
  onShowProblems: (place: string) => void;
}

/** The chosen group as a form. */
export function GroupForm({ group, focus, rows, wish, onAddColumn, onShowProblems }: GroupFormProps) {
  const workbench = useWorkbench();
  const { documents, edits, questions } = workbench;
  const { preview } = questions;
  const position = documents.use((s) => documentOf(s).group);
  const groups = documents.use((s) => s.outline?.groups.length ?? 0);
  const tableName = preview.use((s) => (s.phase === "ready" ? s.value.table.tableName : undefined));
  return (
    <FieldForm
      label={`Edit group ${group.name}`}
      group={position}
      column={-1}
      problems={useProblemsByField()}
      wish={wish}
      onShowProblems={() => onShowProblems(group.name)}
    >
      <FieldSlot field="name">
        {({ describedBy }) => (
          <NameField
            label="Group name"
            value={group.name}
            faultOf={groupNameFault}
            onRename={(name) => {
              edits.renameGroup(name);
              return "The extracted table is called after it: reports that read the old name must follow.";
            }}
            describedBy={describedBy}
            {...(focus ? { focus } : {})}
          />
        )}
      </FieldSlot>
      <dl className="group-facts">
        <dt>Extracted table</dt>
        <dd>
          <code>{tableName ?? "–"}</code>
        </dd>
        <dt>Columns of its own</dt>
        <dd>{group.columns.length}</dd>
      </dl>
      {rows}
      <GroupFactsForm group={group} />
      <FieldSlot field="columns">
        {({ describedBy }) =>
          group.columns.length > 0 ? (
            <p className="column-form__note">Choose a column in the tree to edit it.</p>
          ) : (
            <Button
              icon="plus"
              aria-describedby={describedBy}
              disabled={group.columnsPointer === undefined}
              onClick={() => onAddColumn(addColumn(workbench) ?? "")}
            >
              Add a column
            </Button>
          )
        }
      </FieldSlot>
      <ItemButtons
        what="group"
        position={position}
        count={groups}
        onMove={(to) => edits.moveGroup(position, to)}
        onDuplicate={() => edits.duplicateGroup(position)}
        onDelete={() => edits.removeGroup(position)}
      />
    </FieldForm>
  );
}
