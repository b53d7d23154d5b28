// The names in a formula, told from what only looks like one: texts, numbers, functions. Nothing is judged here; a
// formula with faults gives the names that can be told.

/** A name as it stands in the formula, from `begin` up to `end` (UTF-16 units). */
export interface FormulaName {
  name: string;
  begin: number;
  end: number;
}

// In this order: a text (closed or not), a number (in JavaScript's spellings), a name.
const token =
  /(?:'(?:\\[^]|[^'\\])*'?|"(?:\\[^]|[^"\\])*"?|`(?:\\[^]|[^`\\])*`?)|(?:0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*)/gu;

/** Every name that is no function: columns, and constants such as `PI`. */
export function namesInFormula(formula: string): FormulaName[] {
  const names: FormulaName[] = [];
  for (const match of formula.matchAll(token)) {
    const name = match[1];
    if (name === undefined) continue;
    const end = match.index + name.length;
    const isFunction = /^\s*\(/.test(formula.slice(end));
    if (!isFunction) names.push({ name, begin: match.index, end });
  }
  return names;
}

const constants = new Set("e ln2 ln10 log2e log10e pi sqrt1_2 sqrt2 true false null".split(" "));

/** True when the formula reads the column; letter case does not count, and a constant wins over a column of its name. */
export const readsColumn = (formula: string, column: string): boolean =>
  !constants.has(column.toLowerCase()) && namesInFormula(formula).some(({ name }) => isSame(name, column));

/**
 * The formula with a column under its new name; everything else stays as it is written.
 *
 * ```ts
 * renameInFormula("Length * 2 + 'Length'", "Length", "Span"); // "Span * 2 + 'Length'"
 * ```
 */
export function renameInFormula(formula: string, from: string, to: string): string {
  if (constants.has(from.toLowerCase())) return formula;
  let result = "";
  let copied = 0;
  for (const { name, begin, end } of namesInFormula(formula)) {
    if (!isSame(name, from)) continue;
    result += formula.slice(copied, begin) + to;
    copied = end;
  }
  return result + formula.slice(copied);
}

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
