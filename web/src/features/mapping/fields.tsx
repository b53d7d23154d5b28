// The fields of the forms, each in its slot: a text that may be completed, a choice of words.
import { useEffect, useId, useState } from "react";
import type { FieldPlace } from "../../lib/problem_place";
import { FieldSlot } from "./field_slot";

interface FieldProps {
  field: FieldPlace["field"];
  entry?: number;
  label: string;
  value: string;
  onChange: (value: string) => void;
}

interface TextFieldProps extends FieldProps {
  options?: readonly string[];
  /** What is told of an option beside it. */
  notes?: ReadonlyMap<string, string>;
  onFocus?: (hasFocus: boolean) => void;
}

/** What is typed stands in the field at once; the mapping, and with it `value`, follows. */
export function Field({ label, value, options, notes, onChange, onFocus, ...place }: TextFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped((draft) => (draft === value ? null : draft)), [value]);
  return (
    <FieldSlot {...place}>
      {(told) => (
        <label className="field">
          <span>{label}</span>
          <input
            value={typed ?? value}
            list={options && `${id}-options`}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={told.isFaulty || undefined}
            aria-describedby={told.describedBy}
            onFocus={() => onFocus?.(true)}
            onBlur={() => onFocus?.(false)}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(event.target.value);
            }}
          />
          {options && (
            <datalist id={`${id}-options`}>
              {options.map((option) => (
                <option key={option} value={option} label={notes?.get(option)} />
              ))}
            </datalist>
          )}
        </label>
      )}
    </FieldSlot>
  );
}

interface ChoiceProps extends FieldProps {
  options: readonly string[];
  none?: string;
}

export function Choice({ label, value, options, none, onChange, ...place }: ChoiceProps) {
  const known = value === "" || options.includes(value);
  return (
    <FieldSlot {...place}>
      {(told) => (
        <label className="field">
          <span>{label}</span>
          <select
            value={value}
            aria-invalid={told.isFaulty || undefined}
            aria-describedby={told.describedBy}
            onChange={(event) => onChange(event.target.value)}
          >
            {(none !== undefined || value === "") && <option value="">{none ?? "Not given"}</option>}
            {!known && <option value={value}>{value}</option>}
            {options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        </label>
      )}
    </FieldSlot>
  );
}
