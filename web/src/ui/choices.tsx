// Choices in a sheet: one below the other, each with what there is to say of it, or a few in a row.
import type { ComponentProps, ReactNode } from "react";

type TickProps = Omit<ComponentProps<"input">, "children"> & {
  children: ReactNode;
  /** In small, behind its words. */
  more?: string;
};

/** A box to tick, or with `type="radio"` one of several, with its words. */
export function Tick({ children, more, type = "checkbox", ...input }: TickProps) {
  return (
    <label className="tick">
      <input type={type} {...input} />
      <span>
        {children}
        {more && (
          <>
            {" "}
            <small>{more}</small>
          </>
        )}
      </span>
    </label>
  );
}

interface RowChoiceProps<Key extends string> {
  legend: string;
  /** Of the radio buttons: one for the whole page. */
  name: string;
  choices: readonly (readonly [Key, string])[];
  value: Key;
  onChoose: (key: Key) => void;
  disabled?: boolean;
}

/** One of a few, in a row behind what it is about. */
export function RowChoice<Key extends string>(props: RowChoiceProps<Key>) {
  const { legend, name, choices, value, onChoose, disabled = false } = props;
  return (
    <fieldset className="row-choice" disabled={disabled}>
      <legend>{legend}</legend>
      {choices.map(([key, words]) => (
        <label key={key}>
          <input type="radio" name={name} checked={value === key} onChange={() => onChoose(key)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

interface OneOfProps<Key extends string> {
  legend: string;
  /** Of the radio buttons. */
  name: string;
  /** Each with its words and what more is said of it. */
  items: readonly (readonly [key: Key, words: string, more: string])[];
  chosen: Key;
  onChoose: (key: Key) => void;
  /** What goes with the one that is chosen. */
  children?: ReactNode;
}

/** One of a few, all in sight. */
export function OneOf<Key extends string>({ legend, name, items, chosen, onChoose, children }: OneOfProps<Key>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {items.map(([key, words, more]) => (
        <Tick key={key} type="radio" name={name} more={more} checked={key === chosen} onChange={() => onChoose(key)}>
          {words}
        </Tick>
      ))}
      {children}
    </fieldset>
  );
}
