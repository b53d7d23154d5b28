// A field for a name that others refer to: it takes effect when it is done, because a half-typed name would rename all of them.
import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface NameFieldProps {
  label: string;
  value: string;
  /** Why a name cannot be; undefined when it can. */
  faultOf: (name: string) => string | undefined;
  /** Gives the thing its new name; answers what else came of it. */
  onRename: (name: string) => ReactNode;
  /** Takes the focus, and says so. */
  focus?: FocusWish;
  /** Of what else is wrong with it. */
  describedBy?: string | undefined;
}

/** A wish for the focus that the field grants once it is there. */
export interface FocusWish {
  isAsked: boolean;
  /** For the name of this column alone, which may not be on screen yet. */
  column?: string | undefined;
  onGranted: () => void;
}

/** The name takes effect when it is done, not letter by letter: others follow it. Escape gives the old one back. */
export function NameField({ label, value, faultOf, onRename, focus, describedBy }: NameFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [followed, setFollowed] = useState<ReactNode>(null);
  const fault = draft === null ? undefined : faultOf(draft);

  useEffect(() => {
    if (!focus?.isAsked) return;
    input.current?.focus();
    input.current?.select();
    focus.onGranted();
  }, [focus]);

  function done() {
    if (draft === null || fault) return;
    setDraft(null);
    if (draft !== value) setFollowed(onRename(draft));
  }

  return (
    <div className="name-field">
      <label className="field">
        <span>{label}</span>
        <input
          ref={input}
          value={draft ?? value}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== undefined || undefined}
          aria-describedby={describedBy ? `${id} ${describedBy}` : id}
          onChange={(event) => {
            setDraft(event.target.value);
            setFollowed(null);
          }}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === "Enter") done();
            else if (event.key === "Escape") setDraft(null);
          }}
        />
      </label>
      <p id={id} role="status" className={`name-field__note${fault ? " name-field__note--fault" : ""}`}>
        {fault ?? followed}
      </p>
    </div>
  );
}
