// The table: rows and columns are both virtual, one cell at a time holds the focus, headers are cells of row -1.
import { type Range, defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef } from "react";
import type { CellPlace, ColumnHealth, Health, Preview, PreviewColumn } from "../../engine";
import type { PropertyItem } from "../../lib/mapping_text";
import { percent } from "../../lib/format";
import { cellText } from "./cell_text";
import { nullText } from "./null_text";
import "./grid.css";

interface GridProps {
  label: string;
  table: Preview;
  health: Health;
  properties: readonly PropertyItem[];
  classNames: ReadonlyMap<string, string>;
  cell: CellPlace | null;
  onCell: (cell: CellPlace) => void;
}

const rowHeight = 28;
const headHeight = 52;
const numberWidth = 52;

export function Grid({ label, table, health, properties, classNames, cell, onCell }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const active = cell ?? { row: 0, column: 0 };
  const widths = useMemo(() => table.columns.map((column, index) => columnWidth(table, column, index)), [table]);
  const byName = useMemo(() => new Map(properties.map((p) => [p.name, p])), [properties]);

  const rows = useVirtualizer({
    count: table.rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: headHeight,
    paddingStart: headHeight,
    rangeExtractor: (range) => withActive(range, active.row),
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: table.columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 140,
    overscan: 3,
    scrollPaddingStart: numberWidth,
    paddingStart: numberWidth,
    rangeExtractor: (range) => withActive(range, active.column),
  });
  useEffect(() => columns.measure(), [widths]);

  const { row: activeRow, column: activeColumn } = active;
  useEffect(() => {
    if (!cell) return;
    columns.scrollToIndex(activeColumn);
    if (activeRow >= 0) rows.scrollToIndex(activeRow);
    if (!moved.current) return;
    moved.current = false;
    // The cell may only be in the page once the virtual range has caught up.
    const focus = () =>
      scroller.current?.querySelector<HTMLElement>('[data-active="true"]')?.focus({ preventScroll: true });
    focus();
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [activeRow, activeColumn, cell !== null]);

  const choose = useCallback(
    (row: number, column: number) => {
      moved.current = true;
      onCell({ row, column });
    },
    [onCell],
  );

  function onKey(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const to = nextCell(event, active, { rows: table.rowCount, columns: table.columns.length, page });
    if (!to) return;
    event.preventDefault();
    if (to.row !== active.row || to.column !== active.column || !cell) choose(to.row, to.column);
  }

  const visible = columns.getVirtualItems();
  const width = columns.getTotalSize();
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={table.rowCount + 1}
      aria-colcount={table.columns.length + 1}
      aria-readonly="true"
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
                scope={health.scope}
                start={start}
                size={size}
                active={activeRow === -1 && activeColumn === index}
                tabbable={activeRow === -1 && activeColumn === index}
                selected={cell !== null && activeColumn === index}
                onChoose={choose}
              />
            );
          })}
        </div>
        {rows.getVirtualItems().map(({ index: row, start: top }) => (
          <div
            key={row}
            role="row"
            aria-rowindex={row + 2}
            className={`grid__row${cell && row === activeRow ? " grid__row--active" : ""}`}
            style={{ width, height: rowHeight, transform: `translateY(${top}px)` }}
          >
            <div role="rowheader" aria-colindex={1} className="grid__number" style={{ width: numberWidth }}>
              {row + 1}
            </div>
            {visible.map(({ index, start, size }) => {
              const column = table.columns[index];
              if (!column) return null;
              const isActive = row === activeRow && index === activeColumn;
              return (
                <BodyCell
                  key={index}
                  table={table}
                  row={row}
                  index={index}
                  column={column}
                  property={column.isDefault ? undefined : byName.get(column.name)}
                  classNames={classNames}
                  start={start}
                  size={size}
                  tabbable={isActive}
                  selected={isActive && cell !== null}
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
  health: ColumnHealth | undefined;
  scope: Health["scope"];
  start: number;
  size: number;
  active: boolean;
  tabbable: boolean;
  selected: boolean;
  onChoose: (row: number, column: number) => void;
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
  onChoose,
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
      aria-label={`${column.name}, ${type}${filled && `, ${filled} filled (${scope})`}`}
      tabIndex={tabbable ? 0 : -1}
      data-active={active}
      className={names.filter(Boolean).join(" ")}
      style={{ width: size, transform: `translateX(${start}px)` }}
      title={health && `${column.name}: ${health.filled} of ${total} filled (${scope})`}
      onClick={() => onChoose(-1, index)}
    >
      <span className="grid__name">{column.name}</span>
      <span className="grid__type">
        <span>{type}</span>
        {filled && <span className={filled === "0%" && !column.isDefault ? "grid__none" : ""}>{filled}</span>}
      </span>
      <span className="grid__bar">
        <span style={{ width: total > 0 && health ? `${(100 * health.filled) / total}%` : 0 }} />
      </span>
    </div>
  );
});

interface BodyCellProps {
  table: Preview;
  row: number;
  index: number;
  column: PreviewColumn;
  property: PropertyItem | undefined;
  classNames: ReadonlyMap<string, string>;
  start: number;
  size: number;
  tabbable: boolean;
  selected: boolean;
  onChoose: (row: number, column: number) => void;
}

const BodyCell = memo(function BodyCell({
  table,
  row,
  index,
  column,
  property,
  classNames,
  start,
  size,
  tabbable,
  selected,
  onChoose,
}: BodyCellProps) {
  const value = table.cell(row, index);
  const names = ["grid__cell", selected && "grid__cell--selected"];
  let content: React.ReactNode;
  let label: string | undefined;
  if (value === null) {
    const text = column.isDefault ? undefined : nullText(table.verdict(row, index), property);
    names.push("grid__cell--null", `grid__cell--${text?.tone ?? "quiet"}`);
    content = text?.short ?? "null";
    label = `${column.name}: no value, ${text?.short ?? "null"}`;
  } else {
    const { text, kind } = cellText(value, column);
    const className = column.name === "ECClassId" && column.isDefault ? classNames.get(String(value)) : undefined;
    names.push(className ? "grid__cell--text" : `grid__cell--${kind}`);
    content = className ? className.slice(className.indexOf(".") + 1) : text;
    label = `${column.name}: ${className ?? text}`;
  }
  return (
    <div
      role="gridcell"
      aria-colindex={index + 2}
      aria-label={label}
      aria-selected={selected}
      tabIndex={tabbable ? 0 : -1}
      data-active={tabbable}
      className={names.filter(Boolean).join(" ")}
      style={{ width: size, transform: `translateX(${start}px)` }}
      onClick={() => onChoose(row, index)}
    >
      <span className="grid__value">{content}</span>
    </div>
  );
});

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
