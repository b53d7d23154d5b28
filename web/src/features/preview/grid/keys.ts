// What keys mean in the grid.
import type { KeyboardEvent } from "react";

/** Where a cell stands on screen; row -1 is the header. */
export interface Spot {
  row: number;
  spot: number;
}

interface GridSize {
  rows: number;
  columns: number;
  /** Rows that a page has. */
  page: number;
}

export type GridCommand =
  "sort" | "copy" | "choose" | "choose-range" | "menu" | "left" | "right" | "wider" | "narrower";

type Pressed = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed, row: number): GridCommand | undefined {
  const isCommand = ctrlKey || metaKey;
  if (altKey) return undefined;
  if (key === "ContextMenu" || (key === "F10" && shiftKey)) return "menu";
  if (shiftKey && (key === "ArrowLeft" || key === "ArrowRight")) {
    const isRight = key === "ArrowRight";
    if (isCommand) return isRight ? "right" : "left";
    return row < 0 ? (isRight ? "wider" : "narrower") : undefined;
  }
  if (key === " " && shiftKey) return row < 0 ? undefined : isCommand ? "choose-range" : "choose";
  if (key.toLowerCase() === "s" && !isCommand) return "sort";
  if (key.toLowerCase() === "c" && isCommand) return "copy";
  return undefined;
}

/** The cell that a key leads to. */
export function nextCell(event: Pressed, from: Spot, size: GridSize): Spot | undefined {
  if (event.altKey) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const row = (value: number) => ({ row: Math.max(-1, Math.min(size.rows - 1, value)), spot: from.spot });
  const column = (value: number) => ({ row: from.row, spot: Math.max(0, Math.min(size.columns - 1, value)) });
  switch (event.key) {
    case "ArrowDown":
      return row(far ? size.rows - 1 : from.row + 1);
    case "ArrowUp":
      return row(far ? 0 : from.row - 1);
    case "ArrowRight":
      return column(far ? size.columns - 1 : from.spot + 1);
    case "ArrowLeft":
      return column(far ? 0 : from.spot - 1);
    case "PageDown":
      return row(from.row + size.page);
    case "PageUp":
      return row(Math.max(0, from.row - size.page));
    case "Home":
      return { row: far ? 0 : from.row, spot: 0 };
    case "End":
      return { row: far ? size.rows - 1 : from.row, spot: size.columns - 1 };
    case "Enter":
    case " ":
      return from;
    default:
      return undefined;
  }
}
