// What a cell shows: its value as one line, or why it has none.
import type { Preview, RowAtHand } from "../../engine";
import { cellText } from "./cell_text";

export interface CellFace {
  text: string;
  /** What it means, in quiet letters beside. */
  beside?: string;
  /** What an export writes, where the text is another. */
  whole?: string;
  isRounded?: boolean;
  /** The same where the look is not seen: read out. The engine's filter looks for the same words. */
  words: string;
  /** Class names for styling. */
  look: string;
}

const coming: CellFace = { text: "…", words: "not read yet", look: "grid__cell--blank" };

/** The faces of cells by the numbers of their rows. */
export function cellFaces(
  rowAt: (number: number) => RowAtHand | undefined,
  classNames: ReadonlyMap<string, string>,
): (number: number | undefined, column: number) => CellFace {
  return (number, column) => {
    const at = number === undefined ? undefined : rowAt(number);
    return at ? faceOf(at.table, at.row, column, classNames) : coming;
  };
}

function faceOf(table: Preview, row: number, index: number, classNames: ReadonlyMap<string, string>): CellFace {
  const column = table.columns[index];
  const value = table.cell(row, index);
  if (!column) return { text: "", words: "", look: "" };
  if (value === null) {
    const told = table.verdict(row, index)?.words;
    const text = told?.short ?? "null";
    return { text, words: `no value, ${text}`, look: `grid__cell--null grid__cell--${told?.tone ?? "quiet"}` };
  }
  const className = column.name === "ECClassId" && column.isDefault ? classNames.get(String(value)) : undefined;
  const { text, kind, isRounded = false } = cellText(value, column);
  const look = `grid__cell--${kind}`;
  if (className !== undefined) {
    const beside = className.slice(className.indexOf(".") + 1);
    return { text, beside, whole: `${text}\n${className}`, words: `${text}, ${className}`, look };
  }
  const written = String(value);
  return { text, words: text, look, isRounded, ...(written === text || written === "" ? {} : { whole: written }) };
}
