// A text editor with line numbers, undo, search, underlined problems and completion. It lives in a shadow root: there its
// style sheets are adopted objects, which a strict style-src lets through, and the page's own rules stay outside.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  type CompletionSource,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic as LintMark, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useLayoutEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { changed, Places } from "./line_breaks";

export interface EditorMark {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  message: string;
  hint?: string | undefined;
}

/** Where to put the cursor; a new object moves it again. */
export interface EditorPlace {
  from: number;
  to: number;
  /** The focus goes there, too. */
  isFocused?: boolean;
  /** The range is selected: what is typed next takes its place. */
  isSelected?: boolean;
}

interface CodeEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Ctrl+Enter or Cmd+Enter. */
  onRun?: (value: string) => void;
  language: Extension;
  marks?: readonly EditorMark[];
  place?: EditorPlace | null;
  completion?: CompletionSource;
  lineWrapping?: boolean;
  /** As high as its text, without numbers beside the lines: a field of a form. */
  isField?: boolean;
  describedBy?: string | undefined;
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.propertyName], color: "var(--code-property)" },
  { tag: [tags.comment], color: "var(--code-comment)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "12.5px", color: "var(--text)", backgroundColor: "var(--surface)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--accent)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    backgroundColor: "var(--surface-2)",
    color: "var(--text-3)",
    border: "0",
    borderRight: "1px solid var(--border)",
  },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-soft)",
    outline: "1px solid var(--accent)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--border-strong)",
    borderRadius: "6px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete ul li": { padding: "3px 8px !important" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent) !important",
    color: "var(--on-accent) !important",
  },
  ".cm-completionDetail": { color: "inherit", opacity: "0.75", fontStyle: "normal", marginLeft: "10px" },
  ".cm-completionIcon": { display: "none" },
  ".cm-diagnostic": {
    padding: "6px 10px",
    borderLeftWidth: "3px",
    fontFamily: "var(--font)",
    fontSize: "12px",
    maxWidth: "56ch",
    whiteSpace: "normal",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--fault)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--attention)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--info)" },
  ".cm-diagnosticHint": { color: "var(--text-2)", marginTop: "2px" },
  ".cm-lintRange": {
    backgroundImage: "none",
    textDecoration: "underline wavy 1px",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecorationColor: "var(--fault)",
    backgroundColor: "var(--fault-soft)",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecorationColor: "var(--attention)",
    backgroundColor: "var(--attention-soft)",
  },
  ".cm-lintRange-info": { backgroundImage: "none", textDecorationColor: "var(--info)" },
  ".cm-lint-marker": { width: "8px", height: "8px", margin: "6px 3px", borderRadius: "50%" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--fault)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--attention)" },
  ".cm-lint-marker-info": { content: "none", backgroundColor: "var(--info)" },
  ".cm-panels": { backgroundColor: "var(--surface-2)", color: "var(--text)", borderColor: "var(--border)" },
  ".cm-panel input, .cm-panel button": { fontFamily: "var(--font)", fontSize: "12px", color: "var(--text)" },
  ".cm-textfield": { backgroundColor: "var(--surface)", border: "1px solid var(--border-strong)", borderRadius: "4px" },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--border-strong)",
    borderRadius: "4px",
  },
});

const lookOfField = EditorView.theme({
  "&": { height: "auto" },
  ".cm-scroller": { overflow: "auto", maxHeight: "132px" },
  ".cm-content": { padding: "5px 0" },
  ".cm-line": { padding: "0 8px" },
  ".cm-signature": { maxWidth: "300px", padding: "3px 8px", fontFamily: "var(--font)", fontSize: "11.5px" },
  "&:not(.cm-focused) .cm-signature": { display: "none" },
});

/**
 * Typing over a selection goes through a transaction. Left to the browser, it would keep the look of the replaced text by
 * writing a style attribute, which the page's policy blocks.
 */
const typeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const { data } = event;
    if (event.inputType !== "insertText" || data === null || empty || view.composing) return false;
    event.preventDefault();
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

/** Marks a change that came as `value`, not from the user. */
const fromOutside = Annotation.define<boolean>();

export function CodeEditor(props: CodeEditorProps) {
  const {
    label,
    value,
    language,
    marks,
    place,
    completion,
    lineWrapping = false,
    isField = false,
    describedBy,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const dynamic = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  /** What stands in the editor, with the line breaks it came with. */
  const text = useRef(value);

  useEffect(() => {
    if (!host.current) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: "open" });
    const run = () => {
      if (!latest.current.onRun || !view.current) return false;
      // Its list would lie over what is asked for, and take the next Enter.
      closeCompletion(view.current);
      latest.current.onRun(text.current);
      return true;
    };
    const state = EditorState.create({
      doc: value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run }]),
        isField ? [] : [lineNumbers(), highlightActiveLine(), lintGutter()],
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        search({ top: true }),
        syntaxHighlighting(colours),
        look,
        isField ? lookOfField : [],
        typeOver,
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-multiline": "true", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((change) => change.annotation(fromOutside))) return;
          text.current = changed(text.current, update.changes, update.state.doc);
          // At once: a value rendered later would be that of an earlier key, and take the place of the keys since.
          flushSync(() => latest.current.onChange(text.current));
        }),
        dynamic.current.of([]),
      ],
    });
    view.current = new EditorView({ state, parent: root as unknown as Element, root });
    return () => {
      view.current?.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const extensions = [
      EditorView.contentAttributes.of({
        "aria-label": label,
        // What describes it lies outside of its shadow, where no id reaches.
        ...(describedBy ? { "aria-description": describedBy } : {}),
      }),
      language,
      completion ? autocompletion({ override: [completion] }) : [],
      lineWrapping ? EditorView.lineWrapping : [],
    ];
    view.current?.dispatch({ effects: dynamic.current.reconfigure(extensions) });
  }, [label, describedBy, language, completion, lineWrapping]);

  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor || text.current === value) return;
    text.current = value;
    const changes = { from: 0, to: editor.state.doc.length, insert: value };
    editor.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const places = new Places(text.current);
    const shown = (marks ?? []).map((mark) => toLint(mark, places, length));
    editor.dispatch(setDiagnostics(editor.state, shown));
  }, [marks]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !place) return;
    const length = editor.state.doc.length;
    const places = new Places(text.current);
    const anchor = Math.min(places.inEditor(place.from), length);
    const selection = { anchor, head: place.isSelected ? Math.min(places.inEditor(place.to), length) : anchor };
    editor.dispatch({ selection, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    if (place.isFocused) editor.focus();
  }, [place]);

  return <div ref={host} className={`editor${isField ? " editor--field" : ""}`} />;
}

function toLint(mark: EditorMark, places: Places, length: number): LintMark {
  // An empty range cannot be underlined.
  const from = Math.max(0, Math.min(places.inEditor(mark.from), length - 1));
  return {
    from,
    to: Math.min(Math.max(places.inEditor(mark.to), from + 1), length),
    severity: mark.severity,
    message: mark.hint ? `${mark.message} ${mark.hint}` : mark.message,
    renderMessage: () => {
      const box = document.createElement("div");
      box.append(mark.message.replaceAll("`", ""));
      if (mark.hint) {
        const hint = document.createElement("div");
        hint.className = "cm-diagnosticHint";
        hint.textContent = mark.hint.replaceAll("`", "");
        box.append(hint);
      }
      return box;
    },
  };
}
