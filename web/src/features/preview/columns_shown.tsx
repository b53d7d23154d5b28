// Which columns the table shows: said above it, with a list to tick them in.
import type { Health, Preview } from "../../engine";
import { show } from "../../lib/column_view";
import { plural } from "../../lib/format";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { later } from "../../ui/later";
import { Menu } from "../../ui/menu";
import type { ShownColumns } from "./use_columns";

const ColumnTicks = later(() => import("./column_ticks"));

export interface ColumnsShownProps {
  table: Preview;
  health: Health;
  columns: ShownColumns;
}

/** "3 columns hidden", and the list of all columns with ticks. */
export function ColumnsShown({ table, health, columns }: ColumnsShownProps) {
  const hidden = table.columns.length - columns.order.length;
  const words = hidden > 0 ? `${plural(hidden, "column")} hidden` : "Columns";
  return (
    <div className={`menu columns-shown${hidden > 0 ? " columns-shown--some" : ""}`}>
      <Menu
        className="button button--small"
        summary={
          <>
            <Icon name="columns" />
            <span className="columns-shown__words">{words}</span>
          </>
        }
      >
        <ColumnTicks table={table} health={health} columns={columns} />
      </Menu>
    </div>
  );
}

const showing = (key: string) => (keys: readonly string[], view: ShownColumns["view"]) => show(keys, view, key);

/** What was chosen elsewhere, in the tree or as a problem's place, and is not to be seen. */
export function HiddenNote({
  table,
  columns,
  chosen,
}: Omit<ColumnsShownProps, "health"> & { chosen: number | undefined }) {
  const column = chosen === undefined ? undefined : table.columns[chosen];
  if (chosen === undefined || !column || columns.order.includes(chosen)) return null;
  return (
    <div className="banner" role="status">
      <p>The column {column.name} is hidden.</p>
      <Button size="small" onClick={() => columns.change(showing(columns.keys[chosen] ?? ""))}>
        Show it
      </Button>
    </div>
  );
}
