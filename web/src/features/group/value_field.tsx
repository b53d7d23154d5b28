// One value of a condition, with those that the rows have to choose from.
import { useEffect, useId, useState } from "react";
import { isValue, type QueryValue } from "../../lib/group_query";
import type { FieldType } from "./fields";

interface ValueFieldProps {
  label: string;
  type: FieldType;
  value: QueryValue | undefined;
  options: readonly { text: string; note: string }[];
  /** Takes effect when it is done, not letter by letter. */
  waits?: boolean;
  onChange: (value: QueryValue | undefined) => void;
}

export function ValueField({ label, type, value, options, waits = false, onChange }: ValueFieldProps) {
  const id = useId();
  const shown = value && "text" in value ? value.text : "";
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped((draft) => (draft === shown ? null : draft)), [shown]);

  if (type === "boolean")
    return (
      <select
        aria-label={label}
        value={shown}
        onChange={(event) => onChange({ type: "boolean", text: event.target.value as "TRUE" | "FALSE" })}
      >
        <option value="" disabled>
          Choose
        </option>
        <option value="TRUE">yes</option>
        <option value="FALSE">no</option>
      </select>
    );

  const draft = typed ?? shown;
  const isWrong = draft !== "" && !isValue(valueOf(type, draft));
  function done(text: string) {
    setTyped(null);
    if (text !== "" && !isWrong) onChange(valueOf(type, text));
  }
  return (
    <>
      <input
        aria-label={label}
        value={draft}
        list={options.length > 0 ? `${id}-values` : undefined}
        inputMode={type === "number" ? "decimal" : undefined}
        placeholder={type === "date" ? "2026-01-31" : waits ? "Add a value" : undefined}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          // A value that was chosen is whole.
          const isChosen =
            options.some((option) => option.text === text) && !(event.nativeEvent as InputEvent).inputType;
          if (waits) {
            if (isChosen) done(text);
          } else onChange(text === "" ? undefined : valueOf(type, text));
        }}
        onBlur={() => waits && done(draft)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !waits) return;
          event.preventDefault();
          done(draft);
        }}
      />
      {options.length > 0 && (
        <datalist id={`${id}-values`}>
          {options.map(({ text, note }) => (
            <option key={text} value={text} label={note} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** What is typed, as a value of its field. */
const valueOf = (type: FieldType, text: string): QueryValue => {
  if (type === "number" || type === "id" || type === "date") return { type, text: text.trim() };
  return { type: "text", text };
};
