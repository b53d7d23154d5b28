// A class by name, with those that the snapshot has to choose from; what is half typed changes nothing.
import { useEffect, useId, useMemo, useState } from "react";
import type { ClassName } from "../../lib/group_query";
import { decodedName } from "../../lib/new_groups";
import type { SchemaIndex } from "../../lib/schema_index";

interface ClassFieldProps {
  label?: string;
  index: SchemaIndex;
  /** Undefined: none yet. */
  value: ClassName | undefined;
  onChoose: (name: ClassName) => void;
}

const written = (name: ClassName | undefined): string => (name ? `${name.schema}.${name.name}` : "");

export function ClassField({ label = "Class", index, value, onChoose }: ClassFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const options = useMemo(
    () =>
      [...index.all()]
        .filter(({ item }) => item.isQueryable && item.type === "entity")
        .map(({ inQuery, fullName }) => [written(inQuery), decodedName(fullName)] as const),
    [index],
  );
  useEffect(() => setDraft(null), [written(value)]);
  const text = draft ?? written(value);
  const isUnknown = text !== "" && !index.find(text);

  function type(typed: string) {
    setDraft(typed);
    const found = index.find(typed);
    // By the name that queries use, which may differ from what was typed in its case.
    if (found?.item.isQueryable && written(found.inQuery) !== written(value)) onChoose(found.inQuery);
  }

  return (
    <div className="name-field">
      <label className="field">
        <span>{label}</span>
        <input
          value={text}
          list={`${id}-classes`}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isUnknown}
          aria-describedby={`${id}-note`}
          onChange={(event) => type(event.target.value)}
          onBlur={() => setDraft(null)}
        />
      </label>
      <datalist id={`${id}-classes`}>
        {options.map(([name, words]) => (
          <option key={name} value={name} label={words} />
        ))}
      </datalist>
      <p id={`${id}-note`} className="name-field__note" role="status">
        {isUnknown && "Choose a class of this snapshot: alias.Class."}
      </p>
    </div>
  );
}
