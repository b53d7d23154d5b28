// The column whose cell or header is chosen in the table.
import { type ColumnOutline, groupOf, type Preview, useWorkbench, valueOf } from "../../engine";

/** As the table has it, also one that every table has; undefined: none is chosen. */
export function useColumnOfTable(): Preview["columns"][number] | undefined {
  const { questions, selection } = useWorkbench();
  const table = questions.preview.use(valueOf)?.table;
  const cell = selection.use((s) => s.cell);
  return cell && table ? table.columns[cell.column] : undefined;
}

/** As the mapping has it; undefined: none is chosen, or one that every table has. */
export function useChosenColumn(): ColumnOutline | undefined {
  const group = useWorkbench().documents.use(groupOf);
  const column = useColumnOfTable();
  return column && !column.isDefault ? group?.columns.find(({ name }) => name === column.name) : undefined;
}
