// The form of a column or a group. Each field is an edit of the text, so form and text cannot disagree.
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import {
  type ColumnHealth,
  type ColumnOutline,
  type EntryOutline,
  groupOf,
  type GroupOutline,
  useAnswer,
  useWorkbench,
} from "../../engine";
import { plural } from "../../lib/format";
import { columnName, type GroupRows } from "../../lib/candidates";
import { nameFault } from "../../lib/outline";
import { append, itemOf, moveTo, type Patch, remove, set, setOrRemove } from "../../lib/patches";
import { Button, IconButton } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { useChosenColumn, useColumnOfTable } from "./chosen_column";
import { EntryTrial, useEntryTrials, usePathNotes } from "./entry_trial";
import { GroupForm } from "./group_editor";
import { ItemButtons } from "./item_buttons";
import { type FocusWish, NameField } from "./name_field";
import { classOptions, type PathOption, pathOptions, schemaOptions } from "./path_options";
import { dataTypes, measures, quantityTypes } from "../../lib/mapping_words";
import "./mapping.css";

/** The chosen column, or the chosen group, as a form; every change shows in the table at once and can be undone. */
export function Editor({ focus, rowsOf }: { focus: FocusWish; rowsOf: (group: GroupOutline) => ReactNode }) {
  const { documents, questions } = useWorkbench();
  const { preview } = questions;
  const group = documents.use(groupOf);
  const column = useColumnOfTable();
  const named = useChosenColumn();
  const last = useRef<string>(undefined);
  // A renamed column keeps its form, and the focus in it, until the table comes with the new name.
  const isBehind = preview.use((s) => s.phase === "running");
  const properties = (isBehind && column && !column.isDefault && group?.columns) || [];
  const property = named ?? properties.find((p) => p.pointer === last.current);
  useEffect(() => {
    last.current = property?.pointer;
  }, [property?.pointer]);
  if (group && property) {
    const own = focus.column === undefined || focus.column === property.name ? focus : undefined;
    return <ColumnForm key={property.pointer} group={group} property={property} focus={own} />;
  }
  // A new column is to be named: its form comes with the table that has it.
  const ofGroup = focus.column === undefined ? focus : undefined;
  if (group && !column) return <GroupForm key={group.pointer} group={group} focus={ofGroup} rows={rowsOf(group)} />;
  return (
    <Notice icon="columns" title="Choose a column to edit">
      {column?.isDefault
        ? `${column.name} is in every table and cannot be edited.`
        : "Its name, types and entries can be changed here."}
    </Notice>
  );
}

interface ColumnFormProps {
  group: GroupOutline;
  property: ColumnOutline;
  focus: FocusWish | undefined;
}

function ColumnForm({ group, property, focus }: ColumnFormProps) {
  const { asides, edits, files } = useWorkbench();
  const { pointer, entries } = property;
  const hasSchemas = files.use((s) => s.schemas !== null);
  const { value: rows } = useAnswer(hasSchemas ? `rows ${group.query}` : null, (signal) =>
    asides.rowsOf(group.query, signal),
  );
  useNameThatFollows(property);
  const item = itemOf(pointer);
  const count = group.columns.filter((other) => itemOf(other.pointer)?.list === item?.list).length;
  const position = item?.index ?? 0;
  const trials = useEntryTrials(group.query, property);

  function addEntry() {
    const before = entries.at(-1);
    const entry = {
      ecSchemaName: before?.schema ?? "*",
      ecClassName: before?.class ?? "*",
      ecPropertyName: "CodeValue",
      ecPropertyType: property.dataType && dataTypes.includes(property.dataType) ? property.dataType : "String",
    };
    void edits.change(append(`${pointer}/ecProperties`, entry));
  }

  function rename(name: string) {
    const formulas = edits.renameColumn(property, name);
    return formulas > 0 && `${plural(formulas, "formula")} that ${formulas === 1 ? "reads" : "read"} it followed.`;
  }

  return (
    <form
      className="column-form"
      aria-label={`Edit column ${property.name}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <NameField
        label="Column name"
        value={property.name}
        faultOf={(name) => nameFault(group, property, name)}
        onRename={rename}
        {...(focus ? { focus } : {})}
      />
      <div className="column-form__pair">
        <Choice
          label="Data type"
          value={property.dataType ?? ""}
          options={dataTypes}
          onChange={(value) => void edits.change(setOrRemove(pointer, "dataType", value))}
        />
        <Choice
          label="Quantity type"
          value={property.quantityType ?? ""}
          options={quantityTypes}
          none="None"
          onChange={(value) => void edits.change(setOrRemove(pointer, "quantityType", value))}
        />
      </div>
      <h2 className="column-form__title">Entries, in priority order</h2>
      <ol className="column-form__entries">
        {entries.map((entry, index) => (
          <EntryForm
            key={entry.pointer}
            group={group}
            property={property}
            entry={entry}
            index={index}
            trial={trials?.[index]}
            rows={rows}
          />
        ))}
      </ol>
      <Button icon="plus" onClick={addEntry}>
        Add entry
      </Button>
      <OtherSources property={property} />
      <ItemButtons
        what="column"
        position={position}
        count={count}
        onMove={(to) => edits.moveColumn(property, to)}
        onDuplicate={() => edits.duplicateColumn(group, property)}
        onDelete={() => void edits.change(remove(pointer))}
      />
    </form>
  );
}

/** A new column is called after the property chosen for it, as long as nobody gave it a name. */
function useNameThatFollows(property: ColumnOutline) {
  const { edits } = useWorkbench();
  const path = property.entries[0]?.property ?? "";
  const first = useRef(path);
  useEffect(() => {
    if (path === "" || path === first.current) return;
    // Not letter by letter: a path that is still being written is no name.
    const wait = setTimeout(() => edits.nameNewColumn(property, columnName(path)), namePause);
    return () => clearTimeout(wait);
  }, [path, property.name]);
}

const namePause = 400;

/** What fills the column when no entry does: a measure of the geometry, then a formula over other columns. */
function OtherSources({ property }: { property: ColumnOutline }) {
  const { edits } = useWorkbench();
  const { pointer, formula, calculatedPropertyType } = property;
  // The older API's lists of calculations name the measure otherwise.
  const measureKey = property.resource === "calculatedProperties" ? "type" : "calculatedPropertyType";
  return (
    <>
      <Field
        label="Formula"
        value={formula ?? ""}
        onChange={(value) => void edits.type(setOrRemove(pointer, "formula", value))}
      />
      <Choice
        label="Calculated measure"
        value={calculatedPropertyType ?? ""}
        options={measures}
        none="None"
        onChange={(value) => void edits.change(setOrRemove(pointer, measureKey, value))}
      />
    </>
  );
}

interface EntryFormProps {
  group: GroupOutline;
  property: ColumnOutline;
  entry: EntryOutline;
  index: number;
  trial: ColumnHealth | undefined;
  /** What the group's rows have; undefined until it is known. */
  rows: GroupRows | undefined;
}

function EntryForm({ group, property, entry, index, trial, rows }: EntryFormProps) {
  const { edits, files } = useWorkbench();
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
        <Field label="Schema" value={entry.schema} options={options.schema} onChange={type("ecSchemaName")} />
        <Field label="Class" value={entry.class} options={options.class} onChange={type("ecClassName")} />
        <Field
          label="Property path"
          value={entry.property}
          options={paths}
          notes={notes}
          onFocus={setChoosing}
          onChange={choosePath}
        />
        <Choice
          label="Type"
          value={entry.type ?? ""}
          options={dataTypes}
          none="Not given"
          onChange={(value) => void edits.change(setOrRemove(entry.pointer, "ecPropertyType", value))}
        />
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

interface FieldProps {
  label: string;
  value: string;
  options?: readonly string[];
  onChange: (value: string) => void;
}

interface TextFieldProps extends FieldProps {
  /** What is told of an option beside it. */
  notes?: ReadonlyMap<string, string>;
  onFocus?: (hasFocus: boolean) => void;
}

/** What is typed stands in the field at once; the mapping, and with it `value`, follows. */
function Field({ label, value, options, notes, onChange, onFocus }: TextFieldProps) {
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
