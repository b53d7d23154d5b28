// The column that is chosen: in the table, or in the tree where its table cannot be shown.
import { type ColumnOutline, groupOf, type Preview, useWorkbench, valueOf } from "../../engine";
import { columnKeys } from "../../lib/column_view";

/** As the table has it, also one that every table has; undefined: none is chosen. */
export function useColumnOfTable(): Preview["columns"][number] | undefined {
  const { questions, selection } = useWorkbench();
  const table = questions.preview.use(valueOf)?.table;
  const cell = selection.use((s) => s.cell);
  return cell && table ? table.columns[cell.column] : undefined;
}

/** As the mapping has it; undefined: none is chosen, or one that every table has. */
export function useChosenColumn(): ColumnOutline | undefined {
  const { documents, questions, selection } = useWorkbench();
  const group = documents.use(groupOf);
  const asked = selection.use((s) => s.column);
  const cell = selection.use((s) => s.cell);
  const columns = questions.preview.use(valueOf)?.table.columns ?? [];
  const column = cell ? columns[cell.column] : undefined;
  if (column?.isDefault) return undefined;
  // Where there is no table, as of a query with a fault, there is no cell to tell it.
  const name = column?.name ?? asked?.name;
  const named = group?.columns.filter((item) => item.name === name) ?? [];
  // Several may have that name.
  const key = (column && cell && columnKeys(columns)[cell.column]) ?? "";
  const ofTable = group?.columns[columnKeys(group.columns).indexOf(key)];
  return named.find(({ pointer }) => pointer === asked?.pointer) ?? ofTable ?? named[0];
}
