// A text that takes effect when it is done: one step for Undo, however long it was typed. Escape gives the old one back.
import { type KeyboardEvent, useState } from "react";

interface TextFieldProps {
  label: string;
  value: string;
  onDone: (value: string) => void;
  isLong?: boolean;
  describedBy?: string | undefined;
}

export function TextField({ label, value, onDone, isLong = false, describedBy }: TextFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const done = () => {
    setDraft(null);
    if (draft !== null && draft !== value) onDone(draft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !isLong) done();
    if (event.key !== "Escape" || draft === null) return;
    // The first gives the text back, the next one closes what it stands in.
    event.preventDefault();
    event.stopPropagation();
    setDraft(null);
  };
  const shared = {
    ...{ value: draft ?? value, "aria-describedby": describedBy, onBlur: done, onKeyDown },
    onChange: (event: { target: { value: string } }) => setDraft(event.target.value),
  };
  return (
    <label className="field">
      <span>{label}</span>
      {isLong ? <textarea rows={3} {...shared} /> : <input autoComplete="off" {...shared} />}
    </label>
  );
}
