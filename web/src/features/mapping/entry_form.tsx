// The form of an entry: which property of which class it reads, and what that would fill.
import { useMemo, useState } from "react";
import {
  apiOf,
  type ColumnHealth,
  type ColumnOutline,
  type EntryOutline,
  type GroupOutline,
  useWorkbench,
} from "../../engine";
import type { GroupRows } from "../../lib/candidates";
import { dataTypes } from "../../lib/mapping_words";
import { moveTo, type Patch, remove, set, setOrRemove } from "../../lib/patches";
import { IconButton } from "../../ui/button";
import { EntryTrial, usePathNotes } from "./entry_trial";
import { Choice, Field } from "./fields";
import { classOptions, type PathOption, pathOptions, schemaOptions } from "./path_options";

interface EntryFormProps {
  group: GroupOutline;
  property: ColumnOutline;
  entry: EntryOutline;
  index: number;
  trial: ColumnHealth | undefined;
  /** What the group's rows have; undefined until it is known. */
  rows: GroupRows | undefined;
}

export function EntryForm({ group, property, entry, index, trial, rows }: EntryFormProps) {
  const { documents, edits, files } = useWorkbench();
  // The other API has no such field, and it would be taken for a sign of this one.
  const isV1 = documents.use((s) => apiOf(s) === "reporting");
  const schemas = files.use((s) => s.schemas) ?? [];
  const [isChoosing, setChoosing] = useState(false);
  const options = useMemo(
    () => ({
      schema: schemaOptions(schemas),
      class: classOptions(schemas, entry.schema),
      path: pathOptions(schemas, rows, entry.schema, entry.class, entry.property),
    }),
    [schemas, rows, entry.schema, entry.class, entry.property],
  );
  const paths = useMemo(() => options.path.map(({ path }) => path), [options.path]);
  const notes = usePathNotes(group.query, entry, paths, isChoosing);
  const choosePath = (value: string) => {
    const offered = pathOptions(schemas, rows, entry.schema, entry.class, value);
    const chosen = offered.find(({ path }) => path.toLowerCase() === value.toLowerCase());
    void edits.type([...set(entry.pointer, "ecPropertyName", value), ...typesFor(property, entry, chosen)]);
  };
  const type = (key: string) => (value: string) => void edits.type(set(entry.pointer, key, value));
  const number = index + 1;
  return (
    <li className="entry-form">
      <fieldset>
        <legend>Entry {number}</legend>
        <Field
          field="schema"
          entry={index}
          label="Schema"
          value={entry.schema}
          options={options.schema}
          onChange={type("ecSchemaName")}
        />
        <Field
          field="class"
          entry={index}
          label="Class"
          value={entry.class}
          options={options.class}
          onChange={type("ecClassName")}
        />
        <Field
          field="path"
          entry={index}
          label="Property path"
          value={entry.property}
          options={paths}
          notes={notes}
          onFocus={setChoosing}
          onChange={choosePath}
        />
        {(isV1 || entry.type !== undefined) && (
          <Choice
            field="type"
            entry={index}
            label="Type"
            value={entry.type ?? ""}
            options={dataTypes}
            none="Not given"
            onChange={(value) => void edits.change(setOrRemove(entry.pointer, "ecPropertyType", value))}
          />
        )}
      </fieldset>
      <EntryTrial facts={trial} />
      <div className="entry-form__buttons">
        <IconButton
          icon="up"
          label={`Move entry ${number} up`}
          disabled={index === 0}
          onClick={() => void edits.change(moveTo(entry.pointer, index - 1))}
        />
        <IconButton
          icon="down"
          label={`Move entry ${number} down`}
          disabled={index === property.entries.length - 1}
          onClick={() => void edits.change(moveTo(entry.pointer, index + 1))}
        />
        <IconButton
          icon="trash"
          label={`Delete entry ${number}`}
          onClick={() => void edits.change(remove(entry.pointer))}
        />
      </div>
    </li>
  );
}

/** A column with one entry takes the types of the property chosen for it; several entries have to agree among themselves. */
function typesFor(property: ColumnOutline, entry: EntryOutline, chosen: PathOption | undefined): Patch {
  if (!chosen || property.entries.length > 1) return [];
  const { dataType, quantityType = "" } = chosen;
  return [
    ...(property.dataType === dataType ? [] : set(property.pointer, "dataType", dataType)),
    ...(entry.type === undefined || entry.type === dataType ? [] : set(entry.pointer, "ecPropertyType", dataType)),
    ...((property.quantityType ?? "") === quantityType
      ? []
      : setOrRemove(property.pointer, "quantityType", quantityType)),
  ];
}
