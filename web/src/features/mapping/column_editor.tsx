import { useEffect, useId, useMemo, useRef, useState } from "react";
import { groupOf, tableOf, useWorkbench, useWorkbenchState, type Workbench } from "../../engine";
import { plural } from "../../lib/format";
import { append, move, nameFault, remove, setMember } from "../../lib/mapping_edits";
import { type EntryItem, type PropertyItem, withValue } from "../../lib/mapping_text";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { classOptions, pathOptions, schemaOptions } from "./path_options";
import "./mapping.css";

const dataTypes = ["Boolean", "Integer", "Double", "String"];
const quantityTypes = ["Area", "Distance", "Force", "Mass", "Monetary", "Time", "Volume"];
const entryTypes = ["Boolean", "Integer", "Double", "String"];

/** The chosen column as a form; every change shows in the table at once and can be undone. */
export function ColumnEditor() {
  const workbench = useWorkbench();
  const state = useWorkbenchState((s) => s);
  const table = tableOf(state.preview)?.table;
  const column = state.cell && table ? table.columns[state.cell.column] : undefined;
  const last = useRef<string>(undefined);
  const properties = (column && !column.isDefault && groupOf(state)?.properties) || [];
  const named = properties.find((p) => p.name === column?.name);
  // A renamed column keeps its form, and the focus in it, until the table comes with the new name.
  const isBehind = state.preview.phase === "running";
  const property = named ?? (isBehind ? properties.find((p) => p.pointer === last.current) : undefined);
  useEffect(() => {
    last.current = property?.pointer;
  }, [property?.pointer]);
  if (!property) {
    return (
      <Notice icon="columns" title="Choose a column to edit">
        {column?.isDefault
          ? `${column.name} is in every table and cannot be edited.`
          : "Its name, types and entries can be changed here."}
      </Notice>
    );
  }
  return <ColumnForm key={property.pointer} workbench={workbench} property={property} />;
}

function ColumnForm({ workbench, property }: { workbench: Workbench; property: PropertyItem }) {
  const { pointer, entries } = property;
  const count = useWorkbenchState((s) => groupOf(s)?.properties.length ?? 0);
  const position = Number(pointer.slice(pointer.lastIndexOf("/") + 1));

  function addEntry() {
    const before = entries.at(-1);
    const entry = {
      ecSchemaName: before?.schema ?? "*",
      ecClassName: before?.class ?? "*",
      ecPropertyName: "CodeValue",
      ecPropertyType: property.dataType && entryTypes.includes(property.dataType) ? property.dataType : "String",
    };
    workbench.changeMapping((text) => append(text, `${pointer}/ecProperties`, entry));
  }

  function moveColumn(step: 1 | -1) {
    workbench.changeMapping((text) => move(text, pointer, step));
    workbench.want(property.name);
  }

  return (
    <form
      className="column-form"
      aria-label={`Edit column ${property.name}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <NameField workbench={workbench} property={property} />
      <div className="column-form__pair">
        <Choice
          label="Data type"
          value={property.dataType ?? ""}
          options={dataTypes}
          onChange={(value) => workbench.changeMapping((text) => setMember(text, pointer, "dataType", value))}
        />
        <Choice
          label="Quantity type"
          value={property.quantityType ?? ""}
          options={quantityTypes}
          none="None"
          onChange={(value) => workbench.changeMapping((text) => setMember(text, pointer, "quantityType", value))}
        />
      </div>
      <h2 className="column-form__title">Entries, in priority order</h2>
      <ol className="column-form__entries">
        {entries.map((entry, index) => (
          <EntryForm
            key={entry.pointer}
            workbench={workbench}
            entry={entry}
            index={index}
            last={index === entries.length - 1}
          />
        ))}
      </ol>
      <Button icon="plus" onClick={addEntry}>
        Add entry
      </Button>
      <div className="column-form__foot">
        <Button size="small" icon="left" disabled={position === 0} onClick={() => moveColumn(-1)}>
          Move left
        </Button>
        <Button size="small" icon="chevron" disabled={position >= count - 1} onClick={() => moveColumn(1)}>
          Move right
        </Button>
        <Button size="small" icon="trash" onClick={() => workbench.changeMapping((text) => remove(text, pointer))}>
          Delete column
        </Button>
      </div>
    </form>
  );
}

/** The name takes effect when it is done, not letter by letter: formulas follow it. Escape gives the old one back. */
function NameField({ workbench, property }: { workbench: Workbench; property: PropertyItem }) {
  const id = useId();
  const group = useWorkbenchState(groupOf);
  const [draft, setDraft] = useState<string | null>(null);
  const [followed, setFollowed] = useState(0);
  const fault = draft !== null && group ? nameFault(group, property, draft) : undefined;

  function done() {
    if (draft === null || fault) return;
    setDraft(null);
    if (draft !== property.name) setFollowed(workbench.renameColumn(property, draft));
  }

  return (
    <div className="name-field">
      <label className="field">
        <span>Column name</span>
        <input
          value={draft ?? property.name}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={fault !== undefined}
          aria-describedby={id}
          onChange={(event) => {
            setDraft(event.target.value);
            setFollowed(0);
          }}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === "Enter") done();
            else if (event.key === "Escape") setDraft(null);
          }}
        />
      </label>
      <p id={id} role="status" className={`name-field__note${fault ? " name-field__note--fault" : ""}`}>
        {fault ??
          (followed > 0 && `${plural(followed, "formula")} that ${followed === 1 ? "reads" : "read"} it followed.`)}
      </p>
    </div>
  );
}

function EntryForm({
  workbench,
  entry,
  index,
  last,
}: {
  workbench: Workbench;
  entry: EntryItem;
  index: number;
  last: boolean;
}) {
  const schemas = useWorkbenchState((s) => s.schemas) ?? [];
  const options = useMemo(
    () => ({
      schema: schemaOptions(schemas),
      class: classOptions(schemas, entry.schema),
      path: pathOptions(schemas, entry.schema, entry.class, entry.property),
    }),
    [schemas, entry.schema, entry.class, entry.property],
  );
  const set = (key: string) => (value: string) =>
    workbench.editMapping(withValue(workbench.store.state.mappingText, `${entry.pointer}/${key}`, value));
  const number = index + 1;
  return (
    <li className="entry-form">
      <fieldset>
        <legend>Entry {number}</legend>
        <Field label="Schema" value={entry.schema} options={options.schema} onChange={set("ecSchemaName")} />
        <Field label="Class" value={entry.class} options={options.class} onChange={set("ecClassName")} />
        <Field label="Property path" value={entry.property} options={options.path} onChange={set("ecPropertyName")} />
        <Choice
          label="Type"
          value={entry.type ?? ""}
          options={entryTypes}
          none="Not given"
          onChange={(value) =>
            workbench.changeMapping((text) => setMember(text, entry.pointer, "ecPropertyType", value))
          }
        />
      </fieldset>
      <div className="entry-form__buttons">
        <Button
          size="small"
          look="plain"
          icon="up"
          aria-label={`Move entry ${number} up`}
          disabled={index === 0}
          onClick={() => workbench.changeMapping((text) => move(text, entry.pointer, -1))}
        />
        <Button
          size="small"
          look="plain"
          icon="down"
          aria-label={`Move entry ${number} down`}
          disabled={last}
          onClick={() => workbench.changeMapping((text) => move(text, entry.pointer, 1))}
        />
        <Button
          size="small"
          look="plain"
          icon="trash"
          aria-label={`Delete entry ${number}`}
          onClick={() => workbench.changeMapping((text) => remove(text, entry.pointer))}
        />
      </div>
    </li>
  );
}

interface FieldProps {
  label: string;
  value: string;
  options?: readonly string[];
  onChange: (value: string) => void;
}

function Field({ label, value, options, onChange }: FieldProps) {
  const id = useId();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        value={value}
        list={options && `${id}-options`}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      {options && (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  );
}

function Choice({ label, value, options, none, onChange }: FieldProps & { options: readonly string[]; none?: string }) {
  const known = value === "" || options.includes(value);
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
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
