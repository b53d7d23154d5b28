// What a cell shows: its value as one line, or why it has none.
import type { Preview } from "../../engine";
import { cellText } from "./cell_text";

export interface CellFace {
  text: string;
  /** The same where the look is not seen: read out, and what a filter looks through. */
  words: string;
  /** Class names for styling. */
  look: string;
}

export function cellFaces(
  table: Preview,
  classNames: ReadonlyMap<string, string>,
): (row: number, column: number) => CellFace {
  return (row, index) => {
    const column = table.columns[index];
    const value = table.cell(row, index);
    if (!column) return { text: "", words: "", look: "" };
    if (value === null) {
      const told = table.verdict(row, index)?.words;
      const text = told?.short ?? "null";
      return { text, words: `no value, ${text}`, look: `grid__cell--null grid__cell--${told?.tone ?? "quiet"}` };
    }
    const className = column.name === "ECClassId" && column.isDefault ? classNames.get(String(value)) : undefined;
    if (className !== undefined)
      return { text: className.slice(className.indexOf(".") + 1), words: className, look: "grid__cell--text" };
    const { text, kind } = cellText(value, column);
    return { text, words: text, look: `grid__cell--${kind}` };
  };
}
