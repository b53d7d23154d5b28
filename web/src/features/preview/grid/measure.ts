// How wide a column has to be for its texts to be whole.
import { clampWidth } from "../../../lib/column_widths";

/** Rows that are looked at; more are not looked through for a width. */
export const mostMeasured = 10_000;
/** As wide as a column gets by itself. */
const mostFitted = 800;
/** Texts that are measured: the longest ones by their letters. */
const mostTexts = 40;
const besides = 26;

/** The width for texts of cells, as they are set in the grid. */
export function fittedWidth(grid: HTMLElement, name: string, type: string, cells: Iterable<string>): number {
  const texts = longest(cells);
  const value = grid.querySelector(".grid__row .grid__value") ?? grid;
  const body = Math.max(...texts.map((text) => widthOf(text, value)), 0);
  // Room for the buttons of the header, so that they do not lie on the name.
  const head = widthOf(name, grid.querySelector(".grid__name") ?? grid) + 44;
  const below = widthOf(type, grid.querySelector(".grid__type") ?? grid) + 44;
  return clampWidth(Math.min(mostFitted, Math.max(body, head, below) + besides));
}

function longest(cells: Iterable<string>): string[] {
  let kept: string[] = [];
  let least = 0;
  for (const text of cells) {
    if (text.length < least) continue;
    kept.push(text.slice(0, 400));
    if (kept.length < 4 * mostTexts) continue;
    kept = kept.sort((a, b) => b.length - a.length).slice(0, mostTexts);
    least = kept.at(-1)?.length ?? 0;
  }
  return kept;
}

let pen: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string, like: Element): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return text.length * 7.1;
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(like);
  pen.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  return Math.ceil(pen.measureText(text).width);
}
