// A number of rows as a button: the table shows these rows, or all again.
import type { ReactNode } from "react";
import { useWorkbench } from "../../engine";
import { isSameFilter, type RowsFilter } from "../../lib/filters";
import { Door } from "../../ui/door";

interface FilterDoorProps {
  filter: RowsFilter;
  /** There is nothing behind it. */
  isOff?: boolean;
  children: ReactNode;
}

export function FilterDoor({ filter, isOff = false, children }: FilterDoorProps) {
  const { arranging } = useWorkbench().questions;
  const isOn = arranging.use((s) => s.wish.where.some((each) => isSameFilter(each, filter)));
  if (isOff) return <>{children}</>;
  return (
    <Door
      aria-pressed={isOn}
      title={isOn ? "Show all rows again" : `Show these rows (${filter.words})`}
      onClick={() => void arranging.toggle(filter)}
    >
      {children}
    </Door>
  );
}
