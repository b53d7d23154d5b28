// The table: rows and columns are both virtual, one cell at a time holds the focus, headers are cells of row -1. Rows may still be on
// their way: they are asked for when they come into view.
import { type Range, defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CellPlace, ShownHealth, Health, Preview, PreviewColumn, RowWish } from "../../engine";
import { percent } from "../../lib/format";
import { Icon } from "../../ui/icon";
import { cellText } from "./cell_text";
import type { CellFace } from "./cell_face";
import { HeadPicture } from "./head_picture";
import type { ShownRows } from "./shown_rows";
import "./grid.css";

interface GridProps {
  label: string;
  table: Preview;
  health: Health;
  /** Rows to show; cells go by their numbers in the table. */
  rows: ShownRows;
  sort: RowWish["sort"];
  faceOf: (row: number | undefined, column: number) => CellFace;
  cell: CellPlace | null;
  onCell: (cell: CellPlace) => void;
  onSort: (column: string) => void;
  onCopy: (cell: CellPlace) => void;
  /** Rows that were chosen, by their numbers in the table. */
  chosen: ReadonlySet<number>;
  /** These rows are chosen now. */
  onChosen: (rows: ReadonlySet<number>) => void;
}

const rowHeight = 28;
const headHeight = 68;
const numberWidth = 52;

export function Grid(props: GridProps) {
  const { label, table, health, rows: shown, sort, faceOf, cell, onCell, onSort, onCopy, chosen, onChosen } = props;
  /** Where choosing a range of rows goes on from. */
  const anchor = useRef(0);
  const scroller = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const rowCount = shown.count;
  const [awaited, setAwaited] = useState<CellPlace | null>(null);
  // From here on rows are counted as they stand on screen; only the caller's cell is a place in the table.
  const active = placeOnScreen(cell, shown);
  const isShown = cell !== null && active !== null;
  const { row: activeRow, column: activeColumn } = active ?? { row: 0, column: cell?.column ?? 0 };
  const widths = useMemo(() => table.columns.map((column, index) => columnWidth(table, column, index)), [table]);

  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    // Both axes hear of a scroll: one drawing for the two.
    useFlushSync: false,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: headHeight,
    paddingStart: headHeight,
    rangeExtractor: (range) => withActive(range, activeRow),
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: table.columns.length,
    getScrollElement: () => scroller.current,
    useFlushSync: false,
    estimateSize: (index) => widths[index] ?? 140,
    overscan: 3,
    scrollPaddingStart: numberWidth,
    paddingStart: numberWidth,
    rangeExtractor: (range) => withActive(range, activeColumn),
  });
  useEffect(() => columns.measure(), [widths]);

  useEffect(() => {
    if (!isShown) return;
    bringColumn(scroller.current, widths, activeColumn);
    if (activeRow >= 0) rows.scrollToIndex(activeRow);
    if (!moved.current) return;
    moved.current = false;
    // The cell may only be in the page once the virtual range has caught up. Who has gone elsewhere meanwhile is left there.
    const focus = () => {
      const { activeElement } = document;
      if (activeElement !== document.body && !scroller.current?.contains(activeElement)) return;
      scroller.current?.querySelector<HTMLElement>('[data-active="true"]')?.focus({ preventScroll: true });
    };
    focus();
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [activeRow, activeColumn, isShown]);

  const choose = useCallback(
    (row: number, column: number) => {
      moved.current = true;
      const number = row < 0 ? row : shown.numberAt(row);
      setAwaited(number === undefined ? { row, column } : null);
      if (number !== undefined) onCell({ row: number, column });
      else shown.need(row, row);
    },
    [onCell, shown],
  );

  // A cell that was gone to before its row was there.
  const arrived = awaited ? shown.numberAt(awaited.row) : undefined;
  useEffect(() => {
    if (awaited && arrived !== undefined) choose(awaited.row, awaited.column);
  }, [awaited, arrived, choose]);
  useEffect(() => {
    if (awaited) rows.scrollToIndex(awaited.row);
  }, [awaited]);
  useEffect(() => setAwaited(null), [shown.source]);

  /** Chooses the row at a place, or no longer; or all rows from the last one to it, as they stand on screen. */
  function chooseRow(place: number, isRange: boolean) {
    const number = shown.numberAt(place);
    if (number === undefined) return;
    const next = new Set(chosen);
    if (isRange) for (const row of placesBetween(anchor.current, place)) next.add(shown.numberAt(row) ?? number);
    else if (!next.delete(number)) next.add(number);
    anchor.current = place;
    onChosen(next);
  }

  function onKey(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const from = { row: activeRow, column: activeColumn };
    const name = table.columns[activeColumn]?.name;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key.toLowerCase() === "s" && !isCommand && !event.altKey && name !== undefined) onSort(name);
    else if (event.key.toLowerCase() === "c" && isCommand && cell && isShown) onCopy(cell);
    else if (event.key === " " && event.shiftKey && activeRow >= 0) chooseRow(activeRow, isCommand);
    else {
      const to = nextCell(event, from, { rows: rowCount, columns: table.columns.length, page });
      if (!to) return;
      if (to.row !== activeRow || to.column !== activeColumn || !isShown) choose(to.row, to.column);
    }
    event.preventDefault();
  }

  const isChosen = (place: number): boolean => {
    const number = chosen.size > 0 ? shown.numberAt(place) : undefined;
    return number !== undefined && chosen.has(number);
  };
  const inView = rows.getVirtualItems();
  const [firstPlace, lastPlace] = placesInView(inView, activeRow);
  useEffect(() => {
    if (!awaited) shown.need(firstPlace, lastPlace);
  }, [shown, firstPlace, lastPlace, awaited]);

  const visible = columns.getVirtualItems();
  const width = columns.getTotalSize();
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={table.columns.length + 1}
      aria-readonly="true"
      aria-busy={inView.some(({ index }) => shown.numberAt(index) === undefined)}
      onKeyDown={onKey}
    >
      <div role="presentation" className="grid__canvas" style={{ width, height: rows.getTotalSize() }}>
        <div role="row" aria-rowindex={1} className="grid__head" style={{ width, height: headHeight }}>
          <div role="columnheader" aria-colindex={1} className="grid__corner" style={{ width: numberWidth }}>
            <span className="visually-hidden">Row</span>#
          </div>
          {visible.map(({ index, start, size }) => {
            const column = table.columns[index];
            if (!column) return null;
            return (
              <Head
                key={index}
                index={index}
                column={column}
                health={health.columns[index]}
                scope={column.isDefault ? health.scopeOfDefaults : health.scope}
                start={start}
                size={size}
                active={activeRow === -1 && activeColumn === index}
                tabbable={activeRow === -1 && activeColumn === index}
                selected={cell?.column === index}
                sort={sort?.column === column.name ? (sort.isDescending ? "descending" : "ascending") : undefined}
                onChoose={choose}
                onSort={onSort}
              />
            );
          })}
        </div>
        {inView.map(({ index: place, start: top }) => (
          <div
            key={place}
            role="row"
            aria-rowindex={place + 2}
            aria-selected={isChosen(place)}
            className={`grid__row${isShown && place === activeRow ? " grid__row--active" : ""}${isChosen(place) ? " grid__row--chosen" : ""}`}
            style={{ width, height: rowHeight, transform: `translateY(${top}px)` }}
          >
            <div
              role="rowheader"
              aria-colindex={1}
              className="grid__number"
              style={{ width: numberWidth }}
              title="Choose this row; with Shift all from the last one chosen"
              onClick={(event) => chooseRow(place, event.shiftKey)}
            >
              {rowName(shown.numberAt(place))}
            </div>
            {visible.map(({ index, start, size }) => {
              const column = table.columns[index];
              if (!column) return null;
              const isActive = place === activeRow && index === activeColumn;
              return (
                <BodyCell
                  key={index}
                  row={shown.numberAt(place)}
                  place={place}
                  index={index}
                  column={column.name}
                  faceOf={faceOf}
                  start={start}
                  size={size}
                  tabbable={isActive}
                  selected={isActive && isShown}
                  onChoose={choose}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

interface HeadProps {
  index: number;
  column: PreviewColumn;
  health: ShownHealth | undefined;
  scope: Health["scope"];
  start: number;
  size: number;
  active: boolean;
  tabbable: boolean;
  selected: boolean;
  sort: "ascending" | "descending" | undefined;
  onChoose: (row: number, column: number) => void;
  onSort: (column: string) => void;
}

const Head = memo(function Head({
  index,
  column,
  health,
  scope,
  start,
  size,
  active,
  tabbable,
  selected,
  sort,
  onChoose,
  onSort,
}: HeadProps) {
  const total = health ? health.filled + health.nulls : 0;
  const filled = health && total > 0 ? percent(health.filled, total) : "";
  const names = ["grid__title", column.isDefault && "grid__title--default", selected && "grid__title--selected"];
  const type =
    column.quantityType && column.quantityType !== "Undefined"
      ? `${column.dataType} · ${column.quantityType}`
      : column.dataType;
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={sort}
      aria-label={`${column.name}, ${type}${filled && `, ${filled} filled (${scope})`}`}
      tabIndex={tabbable ? 0 : -1}
      data-active={active}
      className={names.filter(Boolean).join(" ")}
      style={{ width: size, transform: `translateX(${start}px)` }}
      title={health && `${column.name}: ${health.filled} of ${total} filled (${scope})`}
      onClick={() => onChoose(-1, index)}
    >
      <span className="grid__name">{column.name}</span>
      <button
        type="button"
        tabIndex={-1}
        className={`grid__sort${sort ? " grid__sort--on" : ""}`}
        aria-label={`Sort by ${column.name}`}
        title={sort === "descending" ? "As the query gives them" : sort ? "Largest first" : "Smallest first"}
        onClick={(event) => {
          event.stopPropagation();
          onSort(column.name);
        }}
      >
        <Icon name={sort === "descending" ? "down" : "up"} />
      </button>
      <span className="grid__type">
        <span>{type}</span>
        {filled && <span className={filled === "0%" && !column.isDefault ? "grid__none" : ""}>{filled}</span>}
      </span>
      <HeadPicture health={column.isDefault ? undefined : health} />
      <span className="grid__bar">
        <span style={{ width: total > 0 && health ? `${(100 * health.filled) / total}%` : 0 }} />
      </span>
    </div>
  );
});

interface BodyCellProps {
  /** Its number in the table; undefined: it is on its way. */
  row: number | undefined;
  /** Where the row stands on screen. */
  place: number;
  index: number;
  column: string;
  faceOf: (row: number | undefined, column: number) => CellFace;
  start: number;
  size: number;
  tabbable: boolean;
  selected: boolean;
  onChoose: (row: number, column: number) => void;
}

const BodyCell = memo(function BodyCell({
  row,
  place,
  index,
  column,
  faceOf,
  start,
  size,
  tabbable,
  selected,
  onChoose,
}: BodyCellProps) {
  const { text, words, look } = faceOf(row, index);
  const names = ["grid__cell", selected && "grid__cell--selected", look];
  return (
    <div
      role="gridcell"
      aria-colindex={index + 2}
      aria-label={`${column}: ${words}`}
      aria-selected={selected}
      tabIndex={tabbable ? 0 : -1}
      data-active={tabbable}
      className={names.filter(Boolean).join(" ")}
      style={{ width: size, transform: `translateX(${start}px)` }}
      onClick={() => onChoose(place, index)}
    >
      <span className="grid__value">{text}</span>
    </div>
  );
});

/** From one place to another, whichever stands first. */
function placesBetween(a: number, b: number): number[] {
  const first = Math.min(a, b);
  return Array.from({ length: Math.abs(a - b) + 1 }, (_, at) => first + at);
}

/** Scrolls a column into view, so that the columns on the left are whole: half a text reads as another one. */
function bringColumn(scroller: HTMLElement | null, widths: readonly number[], column: number): void {
  if (!scroller) return;
  const room = scroller.clientWidth - numberWidth;
  const startOf = (index: number) => widths.slice(0, index).reduce((sum, width) => sum + width, 0);
  const [start, end] = [startOf(column), startOf(column + 1)];
  if (start >= scroller.scrollLeft && end <= scroller.scrollLeft + room) return;
  let first = column;
  if (start > scroller.scrollLeft) while (first > 0 && end - startOf(first - 1) <= room) first -= 1;
  scroller.scrollLeft = startOf(first);
}

/** Where a cell of the table stands on screen; null when its row is not shown. */
function placeOnScreen(cell: CellPlace | null, shown: ShownRows): CellPlace | null {
  if (!cell || cell.row < 0) return cell;
  const row = shown.placeOf(cell.row);
  return row === undefined ? null : { row, column: cell.column };
}

const rowName = (number: number | undefined): number | string => (number === undefined ? "…" : number + 1);

/** The first place and the last, without the active row, which is drawn wherever it stands. */
function placesInView(items: readonly { index: number }[], active: number): [number, number] {
  const places = items.map(({ index }) => index).filter((index) => items.length < 3 || index !== active);
  return [places[0] ?? 0, places.at(-1) ?? 0];
}

function withActive(range: Range, active: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (active < 0 || active >= range.count || indexes.includes(active)) return indexes;
  return [...indexes, active].sort((a, b) => a - b);
}

/** Wide enough for the header and the first rows, within limits. */
function columnWidth(table: Preview, column: PreviewColumn, index: number): number {
  const type =
    column.quantityType && column.quantityType !== "Undefined"
      ? `${column.dataType} · ${column.quantityType}`
      : column.dataType;
  let longest = Math.max(column.name.length + 1, type.length * 0.9 + 6, 9);
  for (let row = 0; row < Math.min(table.rowCount, 60); row += 1) {
    const value = table.cell(row, index);
    if (value === null) {
      longest = Math.max(longest, 13);
      continue;
    }
    longest = Math.max(longest, cellText(value, column).text.length);
  }
  // The five default columns are there for orientation; the group's own columns are what one came for.
  const most = column.isDefault ? 124 : 260;
  return Math.round(Math.min(most, Math.max(84, longest * 7.1 + 24)));
}

interface GridSize {
  rows: number;
  columns: number;
  page: number;
}

function nextCell(event: KeyboardEvent, from: CellPlace, size: GridSize): CellPlace | undefined {
  if (event.altKey) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const row = (value: number) => ({ row: Math.max(-1, Math.min(size.rows - 1, value)), column: from.column });
  const column = (value: number) => ({ row: from.row, column: Math.max(0, Math.min(size.columns - 1, value)) });
  switch (event.key) {
    case "ArrowDown":
      return row(far ? size.rows - 1 : from.row + 1);
    case "ArrowUp":
      return row(far ? 0 : from.row - 1);
    case "ArrowRight":
      return column(far ? size.columns - 1 : from.column + 1);
    case "ArrowLeft":
      return column(far ? 0 : from.column - 1);
    case "PageDown":
      return row(from.row + size.page);
    case "PageUp":
      return row(Math.max(0, from.row - size.page));
    case "Home":
      return { row: far ? 0 : from.row, column: 0 };
    case "End":
      return { row: far ? size.rows - 1 : from.row, column: size.columns - 1 };
    case "Enter":
    case " ":
      return from;
    default:
      return undefined;
  }
}
