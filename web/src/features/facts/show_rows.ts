// From a number of the facts to its rows.
import type { Workbench } from "../../engine";
import type { RowsFilter } from "../../lib/filters";

/** Shows them, also on a small screen, where the table may be out of sight. */
export function showRows(workbench: Workbench, group: string, where: readonly RowsFilter[]): void {
  workbench.showRows(group, where);
  document.querySelector(".centre__top")?.scrollIntoView({ block: "nearest" });
}
