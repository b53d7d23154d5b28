// The form of a column: its name, its types and what fills it, in the order in which that is looked at.
import { type ReactNode, useEffect, useRef } from "react";
import {
  apiOf,
  type ColumnOutline,
  documentOf,
  type GroupOutline,
  useAnswer,
  useProblemsByField,
  useWorkbench,
} from "../../engine";
import { columnName } from "../../lib/candidates";
import { plural } from "../../lib/format";
import { dataTypes, measures, quantityTypes } from "../../lib/mapping_words";
import { nameFault } from "../../lib/outline";
import { append, itemOf, remove, set, setOrRemove } from "../../lib/patches";
import { Button } from "../../ui/button";
import { EntryForm } from "./entry_form";
import { useEntryTrials } from "./entry_trial";
import { FieldForm, FieldSlot, type FieldWish, type Told } from "./field_slot";
import { Choice } from "./fields";
import { ItemButtons } from "./item_buttons";
import { type FocusWish, NameField } from "./name_field";

export interface FormulaSlot {
  group: GroupOutline;
  property: ColumnOutline;
  told: Told;
}

/** What belongs to formulas is a part of its own (features/formula). */
export interface FormulaParts {
  field: (slot: FormulaSlot) => ReactNode;
  /** In place of what Reporting v1 has in columns of their own. */
  ofTheirOwn: (group: GroupOutline, property: ColumnOutline) => ReactNode;
}

interface ColumnFormProps {
  group: GroupOutline;
  property: ColumnOutline;
  focus: FocusWish | undefined;
  wish: FieldWish | null;
  formula: FormulaParts;
  onShowProblems: (places: string) => void;
}

/** The chosen column as a form. */
export function ColumnForm({ group, property, focus, wish, formula, onShowProblems }: ColumnFormProps) {
  const { documents, edits } = useWorkbench();
  const problems = useProblemsByField();
  const { pointer } = property;
  useNameThatFollows(property);
  const item = itemOf(pointer);
  const count = group.columns.filter((other) => itemOf(other.pointer)?.list === item?.list).length;
  const position = item?.index ?? 0;
  const place = documents.use((s) => documentOf(s).group);

  function rename(name: string) {
    const formulas = edits.renameColumn(property, name);
    return formulas > 0 && `${plural(formulas, "formula")} that ${formulas === 1 ? "reads" : "read"} it followed.`;
  }

  const entries = <Entries group={group} property={property} />;
  const isV1 = documents.use((s) => apiOf(s) === "reporting");
  const isComputed = property.kind === "formula" || property.kind === "calculated";
  const isOfItsOwn = property.entries.length === 0 && (property.resource !== "properties" || (isV1 && isComputed));
  return (
    <FieldForm
      label={`Edit column ${property.name}`}
      group={place}
      column={group.columns.indexOf(property)}
      problems={problems}
      wish={wish}
      onShowProblems={() => onShowProblems(`${group.name} › ${property.name}`)}
    >
      <FieldSlot field="name">
        {({ describedBy }) => (
          <NameField
            label="Column name"
            value={property.name}
            faultOf={(name) => nameFault(group, property, name)}
            onRename={rename}
            describedBy={describedBy}
            {...(focus ? { focus } : {})}
          />
        )}
      </FieldSlot>
      <Types property={property} />
      {/* A formula that is being typed stays where it is: an editor that is moved loses its cursor. */}
      {property.kind !== "formula" && !isOfItsOwn && entries}
      <OtherSources group={group} property={property} formula={formula} />
      {property.kind === "formula" && !isOfItsOwn && entries}
      <ItemButtons
        what="column"
        position={position}
        count={count}
        onMove={(to) => edits.moveColumn(property, to)}
        onDuplicate={() => edits.duplicateColumn(group, property)}
        onDelete={() => void edits.change(remove(pointer))}
      />
    </FieldForm>
  );
}

function Types({ property }: { property: ColumnOutline }) {
  const { edits } = useWorkbench();
  const { pointer, dataType = "", quantityType = "" } = property;
  const chooseType = (value: string) => {
    // Entries that were read as the column's type still are.
    const same = property.entries.filter(({ type }) => type !== undefined && type === dataType);
    const followers = same.flatMap((entry) => set(entry.pointer, "ecPropertyType", value));
    void edits.change([...setOrRemove(pointer, "dataType", value), ...followers]);
  };
  return (
    <div className="column-form__pair">
      <Choice field="dataType" label="Data type" value={dataType} options={dataTypes} onChange={chooseType} />
      <Choice
        field="quantityType"
        label="Quantity type"
        value={quantityType}
        options={quantityTypes}
        none="None"
        onChange={(value) => void edits.change(setOrRemove(pointer, "quantityType", value))}
      />
    </div>
  );
}

/** What the column is read from, in priority order. */
function Entries({ group, property }: { group: GroupOutline; property: ColumnOutline }) {
  const { asides, documents, edits, files } = useWorkbench();
  const { pointer, entries } = property;
  const isV1 = documents.use((s) => apiOf(s) === "reporting");
  const hasSchemas = files.use((s) => s.schemas !== null);
  const { value: rows } = useAnswer(hasSchemas ? `rows ${group.query}` : null, (signal) =>
    asides.rowsOf(group.query, signal),
  );
  const trials = useEntryTrials(group.query, property);

  function addEntry() {
    const before = entries.at(-1);
    const type = property.dataType && dataTypes.includes(property.dataType) ? property.dataType : "String";
    const entry = {
      ecSchemaName: before?.schema ?? "*",
      ecClassName: before?.class ?? "*",
      ecPropertyName: "CodeValue",
      // A field of Reporting v1 alone: where it is, the mapping is taken for one of that.
      ...(isV1 || before?.type !== undefined ? { ecPropertyType: type } : {}),
    };
    void edits.change(append(`${pointer}/ecProperties`, entry));
  }

  return (
    <>
      <h2 className="column-form__title">Entries, in priority order</h2>
      {entries.length > 0 && (
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
      )}
      {entries.length === 0 && property.kind !== "placeholder" && (
        <p className="column-form__note">
          None. An entry would be looked at first: the {property.kind === "formula" ? "formula" : "measure"} then fills
          only the rows in which it gives nothing.
        </p>
      )}
      <FieldSlot field="entries">
        {({ describedBy }) => (
          <Button icon="plus" aria-describedby={describedBy} onClick={addEntry}>
            Add entry
          </Button>
        )}
      </FieldSlot>
    </>
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

interface OtherSourcesProps {
  group: GroupOutline;
  property: ColumnOutline;
  formula: FormulaParts;
}

/** What fills the column when no entry does: a measure of the geometry, then a formula over other columns. */
function OtherSources({ group, property, formula }: OtherSourcesProps) {
  const { documents, edits } = useWorkbench();
  const isV1 = documents.use((s) => apiOf(s) === "reporting");
  const { pointer, resource, calculatedPropertyType } = property;
  const isOfV1 = isV1 || resource !== "properties";
  // Without anything else it is a custom calculation, in whichever list it stands.
  const isEmpty = property.kind === "placeholder" && resource === "properties";
  const hasFormula = property.formula !== undefined || resource === "customCalculations" || isEmpty;
  const hasMeasure = calculatedPropertyType !== undefined || resource === "calculatedProperties";
  // The older API's lists of calculations name the measure otherwise.
  const measureKey = resource === "calculatedProperties" ? "type" : "calculatedPropertyType";
  const measure = (!isOfV1 || hasMeasure) && (
    <Choice
      field="measure"
      label="Calculated measure"
      value={calculatedPropertyType ?? ""}
      options={measures}
      none="None"
      onChange={(value) => void edits.change(setOrRemove(pointer, measureKey, value))}
    />
  );
  const ofFormula = (!isOfV1 || hasFormula) && (
    <FieldSlot field="formula">{(told) => formula.field({ group, property, told })}</FieldSlot>
  );
  return (
    <>
      {property.kind !== "formula" && measure}
      {ofFormula}
      {property.kind === "formula" && measure}
      {isOfV1 && formula.ofTheirOwn(group, property)}
    </>
  );
}
