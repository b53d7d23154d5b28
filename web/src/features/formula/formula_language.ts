// Formulas for the editor: what to colour, what to complete, and how the function is called in which the cursor stands.
import type { Completion, CompletionSource } from "@codemirror/autocomplete";
import { StreamLanguage } from "@codemirror/language";
import { type EditorState, type Extension, StateField } from "@codemirror/state";
import { type EditorView, showTooltip, type Tooltip } from "@codemirror/view";
import { formulaConstants, formulaFunctions, type FormulaWord } from "./words";

const functions: ReadonlyMap<string, FormulaWord> = new Map(formulaFunctions.map((word) => [word.name, word]));
const constants: ReadonlySet<string> = new Set(formulaConstants.map(({ name }) => name.toLowerCase()));

const nameStart = /[\p{L}_]/u;
const nameRest = /[\p{L}\d_]*/u;

interface Scan {
  /** The text that stands open at a line's end. */
  quote: string | null;
}

const language = StreamLanguage.define<Scan>({
  name: "formula",
  startState: () => ({ quote: null }),
  token(stream, state) {
    if (state.quote === null) {
      if (stream.eatSpace()) return null;
      if (stream.match(/^(0[bo]\d+|0x[\da-f]+|\d*\.?\d+(e[+-]?\d+)?)/i)) return "number";
      const first = stream.next() ?? "";
      if (nameStart.test(first)) {
        stream.match(nameRest);
        const name = stream.current().toLowerCase();
        if (constants.has(name)) return "number";
        return functions.has(name) && stream.peek() === "(" ? "keyword" : "propertyName";
      }
      if (!`'"\``.includes(first)) return "operator";
      state.quote = first;
    }
    for (let next = stream.next(); next !== undefined; next = stream.next()) {
      if (next === "\\") stream.next();
      else if (next === state.quote) {
        state.quote = null;
        break;
      }
    }
    return "string";
  },
});

/** Where a text begins that stands open at the end; -1: none does. */
function openText(text: string): number {
  let from = -1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (from >= 0 && char === "\\") at += 1;
    else if (from >= 0) from = char === text.charAt(from) ? -1 : from;
    else if (`'"\``.includes(char)) from = at;
  }
  return from;
}

export interface FormulaVariable {
  name: string;
  type: string;
}

/** Columns first, as formulas are about them; then functions with how they are called, and constants. */
export function formulaCompletion(columns: readonly FormulaVariable[]): CompletionSource {
  const options: Completion[] = [
    ...columns.map(({ name, type }) => ({ label: name, detail: type, type: "property", boost: 20 })),
    ...formulaFunctions.map(functionOption),
    ...formulaConstants.map(({ name, what }) => ({ label: name, detail: what, type: "constant", boost: -20 })),
  ];
  return (context) => {
    const before = context.state.sliceDoc(0, context.pos);
    if (openText(before) >= 0) return null;
    const from = context.pos - (/[\p{L}_][\p{L}\d_]*$/u.exec(before)?.[0].length ?? 0);
    if (from === context.pos && !context.explicit) return null;
    // Behind a digit it is the rest of a number.
    if (/[\d.]$/.test(before.slice(0, from))) return null;
    return { from, options, validFor: /^[\p{L}_][\p{L}\d_]*$/u };
  };
}

function functionOption({ name, signature, gives, what }: FormulaWord): Completion {
  return {
    label: name,
    displayLabel: signature,
    detail: gives,
    info: what,
    type: "function",
    apply: (view: EditorView, _: Completion, from: number, to: number) => {
      const isCalled = view.state.sliceDoc(to, to + 1) === "(";
      const insert = isCalled ? name : `${name}()`;
      const takesNothing = signature.endsWith("()");
      const anchor = from + name.length + (takesNothing && !isCalled ? 2 : 1);
      view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: "input.complete" });
    },
  };
}

/** The function whose parentheses the end of a text is in. */
function calledAt(text: string): { name: string; from: number } | undefined {
  const open: { name: string; from: number }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (`'"\``.includes(char)) {
      for (at += 1; at < text.length && text.charAt(at) !== char; at += 1) if (text.charAt(at) === "\\") at += 1;
    } else if (char === "(") {
      const name = /[\p{L}_][\p{L}\d_]*$/u.exec(text.slice(0, at))?.[0] ?? "";
      open.push({ name: name.toLowerCase(), from: at - name.length });
    } else if (char === ")") open.pop();
  }
  return open.findLast(({ name }) => functions.has(name));
}

function tooltipOf(state: EditorState): Tooltip | null {
  const called = calledAt(state.sliceDoc(0, state.selection.main.head));
  const word = called && functions.get(called.name);
  if (!word) return null;
  const create = () => {
    const dom = document.createElement("div");
    dom.className = "cm-signature";
    const call = document.createElement("code");
    call.textContent = word.signature;
    dom.append(call, ` ${word.gives}: ${word.what}`);
    return { dom };
  };
  return { pos: called.from, above: true, strictSide: true, create };
}

const signature = StateField.define<Tooltip | null>({
  create: tooltipOf,
  update: (tooltip, { docChanged, selection, state }) => (docChanged || selection ? tooltipOf(state) : tooltip),
  provide: (field) => showTooltip.from(field),
});

export const formulaLanguage: Extension = [language, signature];
