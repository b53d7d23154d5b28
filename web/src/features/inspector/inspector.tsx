// The right-hand panel: a cell's verdict, or a column's card when its header is chosen.
import { classNames, groupOf, healthOf, type Preview, type PreviewColumn, useWorkbench, valueOf } from "../../engine";
import { columnKeys } from "../../lib/column_view";
import { Notice } from "../../ui/notice";
import { CellVerdict } from "./cell_verdict";
import { later } from "../../ui/later";
import "./inspector.css";

const ColumnCard = later(() => import("./column_card"), <Notice live>Opening the column…</Notice>);

/** Why the chosen cell has its value, or how the chosen column is filled. */
export function Inspector({ onShowEntry }: { onShowEntry: (pointer: string, isByKey: boolean) => void }) {
  const { documents, files, selection, questions } = useWorkbench();
  const { counting, preview } = questions;
  const data = preview.use(valueOf);
  const cell = selection.use((s) => s.cell);
  const schemas = files.use((s) => s.schemas);
  const profile = counting.use(valueOf);
  const group = documents.use(groupOf);
  const column = cell && data ? data.table.columns[cell.column] : undefined;
  if (!cell || !data || !column) {
    return (
      <Notice icon="pointer" title="Choose a cell">
        Its value, where it came from, and why every other entry was passed over are told here. A column's header shows
        how the column is filled.
      </Notice>
    );
  }
  const key = columnKeys(data.table.columns)[cell.column] ?? "";
  const property = group?.columns[columnKeys(group.columns).indexOf(key)];
  if (cell.row < 0) {
    const health = healthOf(data.table, profile);
    const shown = health.columns[cell.column];
    return (
      <ColumnCard
        column={column}
        property={property}
        health={shown}
        scope={column.isDefault ? health.scopeOfDefaults : health.scope}
        facts={shown && health.profiled.get(shown.key)}
        aspects={profile?.aspects ?? []}
        onShowEntry={onShowEntry}
      />
    );
  }
  const at = questions.rowAt(cell.row);
  if (!at) return null;
  return (
    <CellVerdict
      key={`${cell.row}/${column.name}`}
      table={at.table}
      row={at.row}
      number={cell.row}
      columnIndex={cell.column}
      column={column}
      property={property}
      rowClass={rowClass(at.table, at.row, schemas && classNames(schemas))}
      onShowEntry={onShowEntry}
    />
  );
}

/** "BuildingTest.Beam" of a row, from its ECClassId column. */
function rowClass(table: Preview, row: number, names: Map<string, string> | null): string | undefined {
  const index = table.columns.findIndex((c: PreviewColumn) => c.isDefault && c.name === "ECClassId");
  const id = index >= 0 ? table.cell(row, index) : null;
  if (typeof id !== "string") return undefined;
  return names?.get(id) ?? (id.startsWith("0x") ? undefined : id.replace(":", "."));
}
