// The fields of the forms: a text that may be completed, a choice of words.
import { useEffect, useId, useState } from "react";
import type { Told } from "./field_slot";

interface FieldProps {
  label: string;
  value: string;
  told: Told;
  onChange: (value: string) => void;
}

interface TextFieldProps extends FieldProps {
  options?: readonly string[];
  /** What is told of an option beside it. */
  notes?: ReadonlyMap<string, string>;
  onFocus?: (hasFocus: boolean) => void;
}

/** What is typed stands in the field at once; the mapping, and with it `value`, follows. */
export function Field({ label, value, told, options, notes, onChange, onFocus }: TextFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped((draft) => (draft === value ? null : draft)), [value]);
  return (
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
  );
}

export function Choice({
  label,
  value,
  told,
  options,
  none,
  onChange,
}: FieldProps & { options: readonly string[]; none?: string }) {
  const known = value === "" || options.includes(value);
  return (
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
  );
}
