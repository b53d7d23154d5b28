// The table: rows and columns are both virtual, one cell at a time holds the focus, headers are cells of row -1. Rows may still be on
// their way: they are asked for when they come into view. Its pieces are in grid/.
import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from "react";
import type { CellPlace, Health, Preview, RowWish } from "../../engine";
import { step, withWidth } from "../../lib/column_view";
import { clampWidth } from "../../lib/column_widths";
import { useStable } from "../../lib/use_stable";
import { isCut, Tip } from "../../ui/tip";
import type { CellFace } from "./cell_face";
import { useDragging } from "./grid/dragging";
import { type HeadActions, headWords } from "./grid/head";
import { HeadRow, scopeOf } from "./grid/head_row";
import { useInView } from "./grid/in_view";
import { type GridCommand, commandOf, nextCell, type Spot } from "./grid/keys";
import { canFreeze, headHeight, type Pulled, rowHeight, typeWords, useLayout } from "./grid/layout";
import { fittedWidth, mostMeasured } from "./grid/measure";
import { GridRow } from "./grid/row";
import { activeOf, focusActive, useWalking } from "./grid/walking";
import type { OpenMenu } from "./column_menu";
import type { ShownRows } from "./shown_rows";
import type { ShownColumns } from "./use_columns";
import "./grid.css";

export interface GridProps {
  label: string;
  table: Preview;
  health: Health;
  /** Rows to show; cells go by their numbers in the table. */
  rows: ShownRows;
  /** Columns to show, and how. */
  columns: ShownColumns;
  sort: RowWish["sort"];
  faceOf: (row: number | undefined, column: number) => CellFace;
  cell: CellPlace | null;
  onCell: (cell: CellPlace) => void;
  /** By the key of a column. */
  onSort: (key: string) => void;
  onCopy: (cell: CellPlace) => void;
  /** The menu of a cell is asked for. */
  onMenu: (menu: OpenMenu) => void;
  /** Said to those who listen. */
  onSay: (words: string) => void;
  /** Rows that were chosen, by their numbers in the table. */
  chosen: ReadonlySet<number>;
  /** These rows are chosen now. */
  onChosen: (rows: ReadonlySet<number>) => void;
}

export function Grid(props: GridProps) {
  const { label, table, health, rows: shown, columns, sort, faceOf, cell, onCell, onSort, onCopy, onMenu } = props;
  const { chosen, onChosen, onSay } = props;
  /** Where choosing a range of rows goes on from. */
  const anchor = useRef(0);
  const scroller = useRef<HTMLDivElement>(null);
  const rowCount = shown.count;
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const layout = useLayout(scroller, table, columns, pulled);
  const { numberAt, widths } = layout;
  const active = activeOf(cell, shown, layout);
  const inView = useInView(scroller, layout, rowCount, active.row);
  const { choose, carry } = useWalking({ scroller, layout, shown, active, inView, onCell });
  const dragging = useDragging(columns, layout, onSay);

  /** Chooses the row at a place, or no longer; or all rows from the last one to it, as they stand on screen. */
  const chooseRow = useStable((place: number, isRange: boolean) => {
    const number = shown.numberAt(place);
    if (number === undefined) return;
    const next = new Set(chosen);
    if (isRange) for (const row of placesBetween(anchor.current, place)) next.add(shown.numberAt(row) ?? number);
    else if (!next.delete(number)) next.add(number);
    anchor.current = place;
    onChosen(next);
  });

  const setWidth = useStable((index: number, width: number) => {
    columns.change((_, view) => withWidth(view, columns.keys[index] ?? "", width));
  });

  /** Makes a column as wide as what is in it, as far as that was read. */
  const fit = useStable((index: number) => {
    const column = table.columns[index];
    if (!scroller.current || !column) return;
    const texts = function* () {
      for (let place = 0; place < Math.min(rowCount, mostMeasured); place += 1)
        yield textOf(faceOf(shown.numberAt(place), index));
      for (const { index: place } of inView.rows) yield textOf(faceOf(shown.numberAt(place), index));
    };
    setWidth(index, fittedWidth(scroller.current, column.name, typeWords(column), texts()));
  });

  /** The menu of a cell, which is chosen by that, beside it or where one points. */
  const openMenu = useStable((row: number, spot: number, by: Element | { x: number; y: number }) => {
    choose(row, spot);
    const number = row < 0 ? row : (shown.numberAt(row) ?? -1);
    const column = numberAt[spot] ?? 0;
    const { left, bottom } = by instanceof Element ? by.getBoundingClientRect() : { left: by.x, bottom: by.y };
    const at = { x: left, y: bottom };
    onMenu({ cell: { row: number, column }, at, fit: () => fit(column), canFreeze: canFreeze(layout, spot) });
  });

  const { onDrag, onOver, onDrop } = dragging;
  const sortBy = useStable((index: number) => onSort(columns.keys[index] ?? ""));
  const chooseCell = useStable(choose);
  const headActions = useMemo<HeadActions>(
    () => ({
      ...{ onChoose: chooseCell, onSort: sortBy, onMenu: openMenu, onWidth: setWidth, onFit: fit },
      ...{ onDrag, onOver, onDrop },
      onPull: (index, width) => setPulled(width === null ? null : { column: index, width }),
    }),
    [chooseCell, sortBy, openMenu, setWidth, fit, onDrag, onOver, onDrop],
  );

  function command(name: GridCommand) {
    const index = numberAt[active.spot] ?? 0;
    const key = columns.keys[index] ?? "";
    const isRight = name === "right" || name === "wider";
    if (name === "sort") onSort(key);
    else if (name === "copy") cell && active.isShown && onCopy(cell);
    else if (name === "choose" || name === "choose-range") chooseRow(active.row, name === "choose-range");
    else if (name === "menu") openMenu(active.row, active.spot, activeElement() ?? { x: 0, y: 0 });
    else if (name === "left" || name === "right") {
      carry();
      columns.change((keys, view) => step(keys, view, key, isRight ? 1 : -1));
      const to = Math.max(0, Math.min(widths.length - 1, active.spot + (isRight ? 1 : -1)));
      onSay(`${table.columns[index]?.name} is column ${to + 1} of ${widths.length}`);
    } else setWidth(index, clampWidth((widths[active.spot] ?? 0) + (isRight ? 16 : -16)));
  }

  const activeElement = () => scroller.current?.querySelector('[data-active="true"]');

  function onKey(event: KeyboardEvent<HTMLElement>) {
    // Keys of what is in a header are its own.
    if (event.target instanceof Element && event.target.closest("button, [role='separator']")) {
      if (event.key === "Escape") focusActive(scroller.current);
      return;
    }
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const asked = commandOf(event, active.row);
    if (asked) command(asked);
    else {
      const to = nextCell(
        event,
        { row: active.row, spot: active.spot },
        { rows: rowCount, columns: widths.length, page },
      );
      if (!to) return;
      if (to.row !== active.row || to.spot !== active.spot || !active.isShown) choose(to.row, to.spot);
    }
    event.preventDefault();
  }

  function onContextMenu(event: MouseEvent<HTMLElement>) {
    const place = event.target instanceof Element ? placeOfElement(event.target) : undefined;
    if (!place) return;
    event.preventDefault();
    openMenu(place.row, place.spot, { x: event.clientX, y: event.clientY });
  }

  const tipOf = (thing: HTMLElement, isPointed: boolean): string | undefined => {
    const place = placeOfElement(thing);
    const index = numberAt[place?.spot ?? -1];
    const column = index === undefined ? undefined : table.columns[index];
    if (!place || index === undefined || !column) return undefined;
    const cut = isCut(thing.querySelectorAll(".grid__value, .grid__name, .grid__type > span"));
    if (place.row < 0)
      return cut || isPointed ? headWords(column, health.columns[index], scopeOf(column, health)) : undefined;
    const face = faceOf(shown.numberAt(place.row), index);
    return cut || face.isRounded ? (face.whole ?? face.words) : undefined;
  };

  const isChosen = (place: number): boolean => {
    const number = chosen.size > 0 ? shown.numberAt(place) : undefined;
    return number !== undefined && chosen.has(number);
  };
  return (
    <>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        aria-colcount={widths.length + 1}
        aria-readonly="true"
        aria-busy={inView.rows.some(({ index }) => shown.numberAt(index) === undefined)}
        onKeyDown={onKey}
        onContextMenu={onContextMenu}
      >
        <div role="presentation" className="grid__canvas" style={{ width: layout.width, height: inView.height }}>
          <HeadRow
            table={table}
            keys={columns.keys}
            health={health}
            layout={layout}
            visible={inView.spots}
            active={active}
            selected={cell?.column}
            sort={sort}
            dragging={dragging}
            actions={headActions}
          />
          {inView.rows.map(({ index: place, start: top }) => (
            <GridRow
              key={place}
              layout={layout}
              visible={inView.spots}
              place={place}
              number={shown.numberAt(place)}
              top={top}
              active={place === active.row ? active.spot : undefined}
              isShown={active.isShown}
              isChosen={isChosen(place)}
              faceOf={faceOf}
              onChoose={chooseCell}
              onChooseRow={chooseRow}
            />
          ))}
        </div>
      </div>
      <Tip area={scroller} selector="[data-spot]" textOf={tipOf} />
    </>
  );
}

const textOf = ({ text, beside }: CellFace): string => (beside === undefined ? text : `${text} ${beside}`);

/** From one place to another, whichever stands first. */
function placesBetween(a: number, b: number): number[] {
  const first = Math.min(a, b);
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, at) => first + at);
}

function placeOfElement(element: Element): Spot | undefined {
  const thing = element.closest<HTMLElement>("[data-spot]");
  return thing ? { row: Number(thing.dataset.place), spot: Number(thing.dataset.spot) } : undefined;
}
