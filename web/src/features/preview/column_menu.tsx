// What can be done with a column of the table, as a menu.
import type { CellPlace, Preview, RowWish } from "../../engine";
import { freezeAlone, hide, step, widthOf, withWidth } from "../../lib/column_view";
import { type MenuEntry, PopupMenu } from "../../ui/popup_menu";
import type { ShownColumns } from "./use_columns";

/** A menu that is open: of which cell, where. */
export interface OpenMenu {
  cell: CellPlace;
  at: { x: number; y: number };
  /** Makes the column as wide as what is in it. */
  fit: () => void;
  /** There is room for it and all on its left to stay in view. */
  canFreeze: boolean;
}

export interface ColumnActions {
  sortBy: (sort: RowWish["sort"]) => void;
  copy: (cell: CellPlace) => void;
  choose: (cell: CellPlace) => void;
  /** Leads to the form of the column. */
  edit: (column: string) => void;
  say: (words: string) => void;
}

interface ColumnMenuProps extends ColumnActions {
  table: Preview;
  columns: ShownColumns;
  sort: RowWish["sort"];
  open: OpenMenu;
  onClose: () => void;
}

/** The menu of a column, also of a cell in it. */
export default function ColumnMenu(props: ColumnMenuProps) {
  const { table, open, onClose } = props;
  const name = table.columns[open.cell.column]?.name ?? "";
  function close(returns: boolean) {
    onClose();
    if (!returns) return;
    // The chosen cell may be another element by then: columns move, and go.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.grid [data-active="true"]')?.focus());
  }
  return <PopupMenu label={`Column ${name}`} at={open.at} parts={partsOf(props)} onClose={close} />;
}

function partsOf(props: ColumnMenuProps): MenuEntry[][] {
  return [copying(props), sorting(props), placing(props), sizing(props), editing(props)];
}

function copying({ open: { cell }, copy }: ColumnMenuProps): MenuEntry[] {
  const column = { row: -1, column: cell.column };
  const value: MenuEntry = { label: "Copy the value", note: "Ctrl C", run: () => copy(cell) };
  const all: MenuEntry = { label: "Copy the column", run: () => copy(column) };
  return cell.row < 0 ? [{ ...all, note: "Ctrl C" }] : [value, all];
}

function sorting({ columns, open, sort, sortBy }: ColumnMenuProps): MenuEntry[] {
  const column = columns.keys[open.cell.column] ?? "";
  const now = sort?.column === column ? sort : null;
  const choices: [string, RowWish["sort"], boolean][] = [
    ["Smallest first", { column, isDescending: false }, now?.isDescending === false],
    ["Largest first", { column, isDescending: true }, now?.isDescending === true],
    ["As the query gives them", null, sort === null],
  ];
  return choices.map(([label, wish, checked]) => ({
    ...{ label, checked, kind: "choice" },
    run: () => sortBy(wish),
  }));
}

function placing({ table, columns, open, choose, say }: ColumnMenuProps): MenuEntry[] {
  const { order, view, change } = columns;
  const index = open.cell.column;
  const key = columns.keys[index] ?? "";
  const name = table.columns[index]?.name ?? "";
  const spot = order.indexOf(index);
  const move = (by: -1 | 1) => () => {
    change((keys, now) => step(keys, now, key, by));
    say(`${name} is column ${spot + 1 + by} of ${order.length}`);
  };
  const freeze = (frozen: number, words: string) => () => {
    change((_, now) => ({ ...now, frozen }));
    say(words);
  };
  return [
    view.frozen === spot + 1
      ? { label: "Let all columns scroll", run: freeze(0, "All columns scroll") }
      : {
          label: "Freeze up to here",
          disabled: !open.canFreeze,
          note: open.canFreeze ? "" : "too wide",
          run: freeze(spot + 1, `The columns up to ${name} stay in view`),
        },
    {
      label: "Freeze this column alone",
      disabled: spot === 0 && view.frozen === 1,
      run: () => {
        change((keys, now) => freezeAlone(keys, now, key));
        say(`${name} stands first and stays in view`);
      },
    },
    { label: "Move left", note: "Ctrl Shift ←", disabled: spot <= 0, run: move(-1) },
    { label: "Move right", note: "Ctrl Shift →", disabled: spot === order.length - 1, run: move(1) },
    {
      label: "Hide",
      disabled: order.length === 1,
      run: () => {
        change((keys, now) => hide(keys, now, key));
        choose({ ...open.cell, column: order[spot + 1] ?? order[spot - 1] ?? index });
        say(`${name} is hidden`);
      },
    },
  ];
}

function sizing({ columns, open }: ColumnMenuProps): MenuEntry[] {
  const key = columns.keys[open.cell.column] ?? "";
  return [
    { label: "Fit to what is in it", run: open.fit },
    {
      label: "Width as at first",
      disabled: widthOf(columns.view, key) === undefined,
      run: () => columns.change((_, view) => withWidth(view, key, undefined)),
    },
  ];
}

function editing({ table, open, edit }: ColumnMenuProps): MenuEntry[] {
  const column = table.columns[open.cell.column];
  if (!column || column.isDefault) return [];
  return [{ label: "Edit column", leaves: true, run: () => edit(column.name) }];
}
