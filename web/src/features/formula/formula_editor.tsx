// The editor of a formula, loaded with the first one.
import { useMemo } from "react";
import { CodeEditor, type EditorMark, type EditorPlace } from "../../ui/code_editor";
import { formulaCompletion, formulaLanguage, type FormulaVariable } from "./formula_language";

interface FormulaEditorProps {
  label: string;
  value: string;
  columns: readonly FormulaVariable[];
  marks: readonly EditorMark[];
  place: EditorPlace | null;
  describedBy: string | undefined;
  onChange: (value: string) => void;
}

/** A formula with what can stand in it to complete, its faults underlined. */
export default function FormulaEditor({ columns, ...rest }: FormulaEditorProps) {
  const key = JSON.stringify(columns);
  const completion = useMemo(() => formulaCompletion(columns), [key]);
  return <CodeEditor {...rest} language={formulaLanguage} completion={completion} lineWrapping isField />;
}
