// The column of the mapping whose cell or header is chosen in the table.
import { type ColumnOutline, groupOf, useWorkbench, valueOf } from "../../engine";

/** Undefined: none is chosen, or one that every table has. */
export function useChosenColumn(): ColumnOutline | undefined {
  const { documents, selection, questions } = useWorkbench();
  const group = documents.use(groupOf);
  const table = questions.preview.use(valueOf)?.table;
  const cell = selection.use((s) => s.cell);
  const column = cell && table ? table.columns[cell.column] : undefined;
  return column && !column.isDefault ? group?.columns.find(({ name }) => name === column.name) : undefined;
}
