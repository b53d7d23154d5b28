// One condition: what it is about, the comparison, and the values.
import { useAnswer, useWorkbench } from "../../engine";
import { count } from "../../lib/format";
import { type ClassName, isComplete, type Operator, type QueryValue, type Test, valuesOf } from "../../lib/group_query";
import type { SchemaIndex } from "../../lib/schema_index";
import { IconButton } from "../../ui/button";
import { ClassField } from "./class_field";
import { type Field, type FieldType, firstOperator, operatorsOf, subjectKey, subjectLabel } from "./fields";
import { valuesQuery } from "./questions";
import { ValueField } from "./value_field";

interface TestRowProps {
  test: Test;
  fields: readonly Field[];
  index: SchemaIndex;
  from: ClassName;
  /** It was just added, and takes the focus. */
  isNew: boolean;
  onChange: (test: Test) => void;
  onRemove: () => void;
}

export function TestRow({ test, fields, index, from, isNew, onChange, onRemove }: TestRowProps) {
  const { subject, operator, values } = test;
  const key = subjectKey(subject);
  const known = fields.find((field) => field.key === key);
  const type = known?.type ?? typeOf(test);
  const label = subjectLabel(subject);
  const sections = [...new Set(fields.map(({ section }) => section))];
  const wanted = valuesOf(operator);
  const options = useOptions(test, from, type);
  const put = (part: Partial<Test>) => onChange({ ...test, ...part });

  function choose(next: string) {
    const field = fields.find((other) => other.key === next);
    if (!field) return;
    const keeps = field.type === type;
    onChange({
      kind: "test",
      subject: field.subject,
      operator: keeps ? operator : firstOperator(field.type),
      values: [],
    });
  }

  function compare(next: Operator) {
    const most = valuesOf(next);
    put({ operator: next, values: most === "many" ? values : values.slice(0, most) });
  }

  return (
    <div className="test" role="group" aria-label={`Condition on ${label}`}>
      <div className="test__head">
        <select
          autoFocus={isNew}
          aria-label="What the condition is about"
          value={key}
          onChange={(event) => choose(event.target.value)}
        >
          {!known && <option value={key}>{label}</option>}
          {sections.map((section) => (
            <optgroup key={section} label={section}>
              {fields
                .filter((field) => field.section === section)
                .map((field) => (
                  <option key={field.key} value={field.key}>
                    {field.label}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <IconButton icon="close" label={`Remove the condition on ${label}`} onClick={onRemove} />
      </div>
      <div className="test__body">
        <select
          aria-label={`Comparison of ${label}`}
          value={operator}
          onChange={(event) => compare(event.target.value as Operator)}
        >
          {operatorsOf(type, operator).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        {subject.kind === "class" ? (
          <ClassList values={values} index={index} onChange={(next) => put({ values: next })} />
        ) : wanted === "many" ? (
          <ValueList
            label={label}
            type={type}
            values={values}
            options={options}
            onChange={(next) => put({ values: next })}
          />
        ) : (
          Array.from({ length: wanted }, (_, at) => (
            <ValueField
              key={at}
              label={wanted === 2 ? `${at === 0 ? "From" : "To"}, ${label}` : `Value of ${label}`}
              type={type}
              value={values[at]}
              options={options}
              onChange={(value) => put({ values: withValue(values, at, value) })}
            />
          ))
        )}
      </div>
      {operator === "<>" && <p className="test__note">Rows where it is empty are not among them.</p>}
      {values.length > 0 && !isComplete(test) && (
        <p className="test__note test__note--lacking">{lackWords(type, test)}</p>
      )}
    </div>
  );
}

/** A value put at its place; without one the list ends before. */
const withValue = (values: readonly QueryValue[], at: number, value: QueryValue | undefined): readonly QueryValue[] => {
  if (value === undefined) return values.slice(0, at);
  return at < values.length ? values.with(at, value) : [...values, value];
};

const lackWords = (type: FieldType, { values, operator }: Test): string => {
  if (operator === "between" && values.length < 2) return "It needs two values.";
  if (type === "number") return "That is no number.";
  if (type === "date") return "Write a day as 2026-01-31, or a time as 2026-01-31T08:00:00.";
  return type === "id" ? "An id is written as 0x1f." : "Something is missing.";
};

/** The type of what is not among the fields, by what it is compared with. */
function typeOf({ subject, values }: Test): FieldType {
  if (subject.kind === "class") return "class";
  if (subject.kind === "aspect" && !subject.property) return "aspect";
  const [first] = values;
  if (!first || first.type === "class") return "other";
  return first.type === "enumerator" ? "number" : first.type;
}

/** The values there are, with their counts. */
function useOptions({ subject, operator }: Test, from: ClassName, type: FieldType) {
  const { asides } = useWorkbench();
  const isAsked = valuesOf(operator) !== 0 && ["text", "number", "id"].includes(type);
  const query = isAsked ? valuesQuery(subject, from) : undefined;
  const { value: rows = [] } = useAnswer(query ?? null, (signal) => asides.rows(query ?? "", signal));
  return rows.map(([value, rowCount]) => ({ text: String(value), note: `${count(Number(rowCount))} rows` }));
}

interface ClassListProps {
  values: readonly QueryValue[];
  index: SchemaIndex;
  onChange: (values: readonly QueryValue[]) => void;
}

function ClassList({ values, index, onChange }: ClassListProps) {
  return (
    <div className="values">
      {values.map((value, at) =>
        value.type === "class" ? (
          <span key={at} className="values__item">
            {value.only && "only "}
            {value.schema}.{value.name}
            <IconButton icon="close" label={`Remove ${value.name}`} onClick={() => onChange(values.toSpliced(at, 1))} />
          </span>
        ) : null,
      )}
      <ClassField
        key={values.length}
        label="One more class"
        index={index}
        value={undefined}
        onChoose={(name) => onChange([...values, { type: "class", only: false, ...name }])}
      />
    </div>
  );
}

interface ValueListProps {
  label: string;
  type: FieldType;
  values: readonly QueryValue[];
  options: readonly { text: string; note: string }[];
  onChange: (values: readonly QueryValue[]) => void;
}

function ValueList({ label, type, values, options, onChange }: ValueListProps) {
  const left = options.filter(({ text }) => !values.some((value) => "text" in value && value.text === text));
  return (
    <div className="values">
      {values.map((value, at) =>
        "text" in value ? (
          <span key={at} className="values__item">
            <span>{value.text === "" ? "(empty text)" : value.text}</span>
            <IconButton icon="close" label={`Remove ${value.text}`} onClick={() => onChange(values.toSpliced(at, 1))} />
          </span>
        ) : null,
      )}
      <ValueField
        key={values.length}
        label={`One more value of ${label}`}
        type={type}
        value={undefined}
        options={left}
        waits
        onChange={(value) => value && onChange([...values, value])}
      />
    </div>
  );
}
