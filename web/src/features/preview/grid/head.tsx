// A column's header.
import { type DragEvent, memo } from "react";
import type { Health, PreviewColumn, ShownHealth } from "../../../engine";
import { percent } from "../../../lib/format";
import { Share } from "../../../ui/bars";
import { Icon } from "../../../ui/icon";
import { HeadPicture } from "../head_picture";
import { typeWords } from "./layout";
import { Resizer } from "./resizer";

/** What a header can be asked for. */
export interface HeadActions {
  onChoose: (row: number, spot: number) => void;
  onSort: (index: number) => void;
  onMenu: (row: number, spot: number, at: Element) => void;
  /** A width while one pulls at it; null: not any more. */
  onPull: (index: number, width: number | null) => void;
  onWidth: (index: number, width: number) => void;
  onFit: (index: number) => void;
  onDrag: (spot: number | null) => void;
  /** Another column is held over this one; true: it may be let go. */
  onOver: (spot: number) => boolean;
  onDrop: (spot: number) => void;
}

interface HeadProps {
  /** In the table, and where it stands. */
  index: number;
  spot: number;
  column: PreviewColumn;
  health: ShownHealth | undefined;
  scope: Health["scope"];
  start: number;
  size: number;
  /** It has the focus, or would. */
  active: boolean;
  selected: boolean;
  sort: "ascending" | "descending" | undefined;
  /** A column that is dragged would come to stand on this side of it. */
  drop: "before" | "after" | undefined;
  actions: HeadActions;
}

export const Head = memo(function Head(props: HeadProps) {
  const { index, spot, column, health, scope, start, size, active, selected, sort, drop, actions } = props;
  const { filled, total } = fillOf(health);
  const names = [
    "grid__title",
    column.isDefault && "grid__title--default",
    selected && "grid__title--selected",
    sort && "grid__title--sorted",
    drop && `grid__title--drop-${drop}`,
  ];
  const type = typeWords(column);
  return (
    <div
      role="columnheader"
      aria-colindex={spot + 2}
      aria-sort={sort}
      aria-label={`${column.name}, ${type}${filled && `, ${filled} filled (${scope})`}`}
      tabIndex={active ? 0 : -1}
      data-active={active}
      data-place={-1}
      data-spot={spot}
      draggable
      className={names.filter(Boolean).join(" ")}
      style={{ width: size, transform: `translateX(${start}px)` }}
      onClick={() => actions.onChoose(-1, spot)}
      {...dragging(spot, column.name, actions)}
    >
      <span className="grid__name">{column.name}</span>
      <span className="grid__tools">
        <button
          type="button"
          tabIndex={-1}
          className={`grid__tool${sort ? " grid__tool--on" : ""}`}
          aria-label={`Sort by ${column.name}`}
          title={sort === "descending" ? "As the query gives them" : sort ? "Largest first" : "Smallest first"}
          onClick={(event) => {
            event.stopPropagation();
            actions.onSort(index);
          }}
        >
          <Icon name={sort === "descending" ? "down" : "up"} />
        </button>
        <button
          type="button"
          tabIndex={active ? 0 : -1}
          className="grid__tool"
          aria-haspopup="menu"
          aria-label={`Menu of ${column.name}`}
          onClick={(event) => {
            event.stopPropagation();
            actions.onMenu(-1, spot, event.currentTarget);
          }}
        >
          <Icon name="more" />
        </button>
      </span>
      <span className="grid__type">
        <span>{type}</span>
        {filled && <span className={filled === "0%" && !column.isDefault ? "grid__none" : ""}>{filled}</span>}
      </span>
      <HeadPicture health={column.isDefault ? undefined : health} />
      <Share className="grid__bar" part={health?.filled ?? 0} whole={total} />
      <Resizer
        name={column.name}
        size={size}
        tabbable={active}
        onPull={(width) => actions.onPull(index, width)}
        onWidth={(width) => actions.onWidth(index, width)}
        onFit={() => actions.onFit(index)}
      />
    </div>
  );
});

function fillOf(health: ShownHealth | undefined): { filled: string; total: number } {
  const total = health ? health.filled + health.nulls : 0;
  return { filled: health && total > 0 ? percent(health.filled, total) : "", total };
}

/** A header is dragged onto another, to take its place. */
const dragging = (spot: number, name: string, { onDrag, onOver, onDrop }: HeadActions) => ({
  onDragStart: (event: DragEvent<HTMLElement>) => {
    // Who pulls at the width drags nothing.
    if (event.currentTarget.querySelector(".grid__resizer--moving")) return event.preventDefault();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", name);
    onDrag(spot);
  },
  onDragOver: (event: DragEvent) => {
    if (onOver(spot)) event.preventDefault();
  },
  onDrop: (event: DragEvent) => {
    event.preventDefault();
    onDrop(spot);
  },
  onDragEnd: () => onDrag(null),
});

/** All that a header tells, for one who points at it. */
export function headWords(column: PreviewColumn, health: ShownHealth | undefined, scope: Health["scope"]): string {
  const { total } = fillOf(health);
  const words = [column.name, typeWords(column), health && `${health.filled} of ${total} filled (${scope})`];
  return words.filter(Boolean).join("\n");
}
