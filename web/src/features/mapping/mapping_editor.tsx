// The tab Mapping file: the text itself in an editor, with the engine's diagnostics underlined.
import { json } from "@codemirror/lang-json";
import { useMemo } from "react";
import { documentOf, useProblems, useWorkbench } from "../../engine";
import { rangeOf } from "../../lib/outline";
import { CodeEditor, type EditorPlace } from "../../ui/code_editor";

const language = json();

/** The mapping as text; the table follows while you type. */
export default function MappingEditor({ place }: { place: EditorPlace | null }) {
  const { documents } = useWorkbench();
  const { text } = documents.use(documentOf);
  const outline = documents.use((s) => s.outline);
  const problems = useProblems();
  const marks = useMemo(
    () =>
      problems.flatMap((d) => {
        const range = d.span ?? (d.path === undefined ? undefined : outline && rangeOf(outline, d.path));
        return range
          ? [{ from: range.from, to: range.to, severity: d.severity, message: d.message, hint: d.hint }]
          : [];
      }),
    // Marks belong to the text that was checked.
    [problems],
  );
  return (
    <CodeEditor
      // Its steps back are those of one mapping.
      key={documents.shown}
      label="Mapping file"
      value={text}
      language={language}
      marks={marks}
      place={place}
      onChange={(value) => documents.type(value)}
    />
  );
}
