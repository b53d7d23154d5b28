// The columns of the table on screen as one looks at them: order, hidden ones, widths, kept for the group in this browser.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { documentOf, type Preview, useWorkbench } from "../../engine";
import { columnKeys, type ColumnView, inOrder, renamedKeys, shownKeys, withRenamed } from "../../lib/column_view";
import { keepView, keptView, tableKey } from "../../lib/kept_columns";

export interface ShownColumns {
  /** By the columns' numbers in the table. */
  keys: readonly string[];
  view: ColumnView;
  /** Those that are shown, by their numbers in the table, as they stand on screen. */
  order: readonly number[];
  /** All of them, as they would stand. */
  all: readonly number[];
  /** Changes how they are looked at, by their keys. */
  change: (next: (keys: readonly string[], view: ColumnView) => ColumnView) => void;
}

export function useColumns(table: Preview, groupName: string): ShownColumns {
  const mapping = useWorkbench().documents.use((s) => documentOf(s).name);
  const key = tableKey(mapping, groupName);
  const [{ of, view }, set] = useState(() => ({ of: key, view: keptView(key) }));
  // The mapping was saved under another name, or another one is on screen.
  useEffect(() => set((now) => (now.of === key ? now : { of: key, view: keptView(key) })), [key]);
  useEffect(() => keepView(of, view), [of, view]);

  const keys = useMemo(() => columnKeys(table.columns), [table]);
  const last = useRef(keys);
  useEffect(() => {
    const renamed = renamedKeys(last.current, keys);
    last.current = keys;
    if (renamed.size > 0) set((now) => ({ ...now, view: withRenamed(now.view, renamed) }));
  }, [keys]);
  const change = useCallback<ShownColumns["change"]>(
    (next) => set((now) => ({ ...now, view: next(keys, now.view) })),
    [keys],
  );
  return useMemo(() => {
    const numbers = new Map(keys.map((each, index) => [each, index]));
    const numbered = (some: readonly string[]) => some.map((each) => numbers.get(each) ?? 0);
    const order = numbered(shownKeys(keys, view));
    return { keys, view, order, all: numbered(inOrder(keys, view.order)), change };
  }, [keys, view, change]);
}
