import { json } from "@codemirror/lang-json";
import { useMemo } from "react";
import { problemsOf, useWorkbench, useWorkbenchState } from "../../engine";
import { rangeOf } from "../../lib/outline";
import { CodeEditor, type EditorPlace } from "../../ui/code_editor";

const language = json();

/** The mapping as text; the table follows while you type. */
export default function MappingEditor({ place }: { place: EditorPlace | null }) {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const text = state.mappingText;
  const { validation, preview, outline } = state;
  const marks = useMemo(
    () =>
      problemsOf(state).flatMap((d) => {
        const range = d.span ?? (d.path === undefined ? undefined : outline && rangeOf(outline, d.path));
        return range
          ? [{ from: range.from, to: range.to, severity: d.severity, message: d.message, hint: d.hint }]
          : [];
      }),
    [validation, preview],
  );
  return (
    <CodeEditor
      label="Mapping file"
      value={text}
      language={language}
      marks={marks}
      place={place}
      onChange={(value) => workbench.editMapping(value)}
    />
  );
}
