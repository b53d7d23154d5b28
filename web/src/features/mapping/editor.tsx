import { useEffect, useId, useMemo, useRef, useState } from "react";
import { type ColumnFacts, groupOf, tableOf, useWorkbench, useWorkbenchState, type Workbench } from "../../engine";
import { plural } from "../../lib/format";
import { append, move, nameFault, remove, setMember } from "../../lib/mapping_edits";
import { type EntryItem, type GroupItem, type PropertyItem, withValue } from "../../lib/mapping_text";
import { Button } from "../../ui/button";
import { Notice } from "../../ui/notice";
import { EntryTrial, useEntryTrials, usePathNotes } from "./entry_trial";
import { GroupForm } from "./group_editor";
import { ItemButtons } from "./item_buttons";
import { type FocusWish, NameField } from "./name_field";
import { classOptions, pathOptions, schemaOptions } from "./path_options";
import "./mapping.css";

const dataTypes = ["Boolean", "Integer", "Double", "String"];
const quantityTypes = ["Area", "Distance", "Force", "Mass", "Monetary", "Time", "Volume"];
const entryTypes = ["Boolean", "Integer", "Double", "String"];

const measures = [
  "Length",
  "Area",
  "Volume",
  "BoundingBoxLongestEdgeLength",
  "BoundingBoxIntermediateEdgeLength",
  "BoundingBoxShortestEdgeLength",
  "BoundingBoxDiagonalLength",
  "BoundingBoxLongestFaceDiagonalLength",
  "BoundingBoxIntermediateFaceDiagonalLength",
  "BoundingBoxShortestFaceDiagonalLength",
];

/** The chosen column, or the chosen group, as a form; every change shows in the table at once and can be undone. */
export function Editor({ focus }: { focus: FocusWish }) {
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
  const group = groupOf(state);
  if (group && property) {
    const props = { workbench, group, property, focus };
    return <ColumnForm key={property.pointer} {...props} />;
  }
  if (group && !column) return <GroupForm key={group.pointer} group={group} focus={focus} />;
  return (
    <Notice icon="columns" title="Choose a column to edit">
      {column?.isDefault
        ? `${column.name} is in every table and cannot be edited.`
        : "Its name, types and entries can be changed here."}
    </Notice>
  );
}

interface ColumnFormProps {
  workbench: Workbench;
  group: GroupItem;
  property: PropertyItem;
  focus: FocusWish;
}

function ColumnForm({ workbench, group, property, focus }: ColumnFormProps) {
  const { pointer, entries } = property;
  const list = pointer.slice(0, pointer.lastIndexOf("/"));
  const count = group.properties.filter((item) => item.pointer.startsWith(`${list}/`)).length;
  const position = Number(pointer.slice(list.length + 1));
  const trials = useEntryTrials(group.query, property);

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

  function rename(name: string) {
    const formulas = workbench.renameColumn(property, name);
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
        focus={focus}
      />
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
            group={group}
            property={property}
            entry={entry}
            index={index}
            trial={trials?.[index]}
          />
        ))}
      </ol>
      <Button icon="plus" onClick={addEntry}>
        Add entry
      </Button>
      <OtherSources workbench={workbench} property={property} />
      <ItemButtons
        what="column"
        position={position}
        count={count}
        onMove={(to) => workbench.moveColumn(property, to)}
        onDuplicate={() => workbench.duplicateColumn(group, property)}
        onDelete={() => workbench.changeMapping((text) => remove(text, pointer))}
      />
    </form>
  );
}

/** What fills the column when no entry does: a measure of the geometry, then a formula over other columns. */
function OtherSources({ workbench, property }: { workbench: Workbench; property: PropertyItem }) {
  const { pointer, formula, calculatedType } = property;
  // The older API's lists of calculations name the measure otherwise.
  const measureKey = pointer.includes("/calculatedProperties/") ? "type" : "calculatedPropertyType";
  return (
    <>
      <Field
        label="Formula"
        value={formula ?? ""}
        onChange={(value) => {
          const member = value === "" ? undefined : value;
          workbench.editMapping(withValue(workbench.store.state.mappingText, `${pointer}/formula`, member));
        }}
      />
      <Choice
        label="Calculated measure"
        value={calculatedType ?? ""}
        options={measures}
        none="None"
        onChange={(value) => workbench.changeMapping((text) => setMember(text, pointer, measureKey, value))}
      />
    </>
  );
}

interface EntryFormProps {
  workbench: Workbench;
  group: GroupItem;
  property: PropertyItem;
  entry: EntryItem;
  index: number;
  trial: ColumnFacts | undefined;
}

function EntryForm({ workbench, group, property, entry, index, trial }: EntryFormProps) {
  const schemas = useWorkbenchState((s) => s.schemas) ?? [];
  const [isChoosing, setChoosing] = useState(false);
  const options = useMemo(
    () => ({
      schema: schemaOptions(schemas),
      class: classOptions(schemas, entry.schema),
      path: pathOptions(schemas, entry.schema, entry.class, entry.property),
    }),
    [schemas, entry.schema, entry.class, entry.property],
  );
  const notes = usePathNotes(group.query, entry, options.path, isChoosing);
  const set = (key: string) => (value: string) =>
    workbench.editMapping(withValue(workbench.store.state.mappingText, `${entry.pointer}/${key}`, value));
  const number = index + 1;
  return (
    <li className="entry-form">
      <fieldset>
        <legend>Entry {number}</legend>
        <Field label="Schema" value={entry.schema} options={options.schema} onChange={set("ecSchemaName")} />
        <Field label="Class" value={entry.class} options={options.class} onChange={set("ecClassName")} />
        <Field
          label="Property path"
          value={entry.property}
          options={options.path}
          notes={notes}
          onFocus={setChoosing}
          onChange={set("ecPropertyName")}
        />
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
      <EntryTrial entry={entry} facts={trial} />
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
          disabled={index === property.entries.length - 1}
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

interface TextFieldProps extends FieldProps {
  /** What is told of an option beside it. */
  notes?: ReadonlyMap<string, string>;
  onFocus?: (hasFocus: boolean) => void;
}

function Field({ label, value, options, notes, onChange, onFocus }: TextFieldProps) {
  const id = useId();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        value={value}
        list={options && `${id}-options`}
        autoComplete="off"
        spellCheck={false}
        onFocus={() => onFocus?.(true)}
        onBlur={() => onFocus?.(false)}
        onChange={(event) => onChange(event.target.value)}
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
