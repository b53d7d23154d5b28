// The form of a column or a group. Each field is an edit of the text, so form and text cannot disagree.
import { type ReactNode, useEffect, useRef } from "react";
import { groupOf, type GroupOutline, useWorkbench } from "../../engine";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { useChosenColumn, useColumnOfTable } from "./chosen_column";
import { ColumnForm, type FormulaParts } from "./column_form";
import type { FieldWish } from "./field_slot";
import { GroupForm } from "./group_editor";
import MappingForm from "./mapping_facts_sheet";
import type { FocusWish } from "./name_field";
import "./mapping.css";

interface EditorProps {
  focus: FocusWish;
  wish: FieldWish | null;
  rowsOf: (group: GroupOutline) => ReactNode;
  formula: FormulaParts;
  onAddColumn: (column: string) => void;
  /** Lists the problems of a place, which is told in words. */
  onShowProblems: (place: string) => void;
  /** The mapping itself is to be edited; the way back to what is chosen. */
  onLeaveMapping: (() => void) | undefined;
}

/** The chosen column, or the chosen group, as a form; every change shows in the table at once and can be undone. */
export function Editor({ focus, wish, rowsOf, formula, onAddColumn, onShowProblems, onLeaveMapping }: EditorProps) {
  const { documents, questions } = useWorkbench();
  const { preview } = questions;
  const group = documents.use(groupOf);
  const column = useColumnOfTable();
  const named = useChosenColumn();
  const last = useRef<string>(undefined);
  // A renamed column keeps its form, and the focus in it, until the table comes with the new name.
  const isBehind = preview.use((s) => s.phase === "running");
  const properties = (isBehind && column && !column.isDefault && group?.columns) || [];
  const property = named ?? properties.find((p) => p.pointer === last.current);
  useEffect(() => {
    last.current = property?.pointer;
  }, [property?.pointer]);
  const outline = documents.use((s) => s.outline);
  if (onLeaveMapping && outline && outline.mappingCount > 0)
    return (
      <>
        <p className="editor__back">
          <Button size="small" icon="left" onClick={onLeaveMapping}>
            {group ? `Back to ${property?.name ?? group.name}` : "Back"}
          </Button>
        </p>
        <MappingForm outline={outline} wish={wish} />
      </>
    );
  if (group && property) {
    const own = focus.column === undefined || focus.column === property.name ? focus : undefined;
    return (
      <ColumnForm
        key={`${documents.shown} ${property.pointer}`}
        group={group}
        property={property}
        focus={own}
        wish={wish}
        formula={formula}
        onShowProblems={onShowProblems}
      />
    );
  }
  // A new column is to be named: its form comes with the table that has it.
  const ofGroup = focus.column === undefined ? focus : undefined;
  if (group && !column)
    return (
      <GroupForm
        key={`${documents.shown} ${group.pointer}`}
        group={group}
        focus={ofGroup}
        wish={wish}
        rows={rowsOf(group)}
        onAddColumn={onAddColumn}
        onShowProblems={onShowProblems}
      />
    );
  return (
    <Notice icon="columns" title="Choose a column to edit">
      {column?.isDefault
        ? `${column.name} is in every table and cannot be edited.`
        : "Its name, types and entries can be changed here."}
    </Notice>
  );
}
