// The column that is chosen: in the table, or in the tree where its table cannot be shown.
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
  const { documents, selection } = useWorkbench();
  const group = documents.use(groupOf);
  const asked = selection.use((s) => s.column);
  const column = useColumnOfTable();
  if (column?.isDefault) return undefined;
  // Where there is no table, as of a query with a fault, there is no cell to tell it.
  const name = column?.name ?? asked?.name;
  const named = group?.columns.filter((item) => item.name === name) ?? [];
  return named.find(({ pointer }) => pointer === asked?.pointer) ?? named[0];
}
