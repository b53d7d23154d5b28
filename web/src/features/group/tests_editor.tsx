// Conditions as rows of a form, and groups of them in frames: all hold, or any does.
import { useState } from "react";
import type { Condition, Test, Tests, ClassName } from "../../lib/group_query";
import type { SchemaIndex } from "../../lib/schema_index";
import { Button, IconButton } from "../../ui/button";
import { type Field, firstOperator } from "./fields";
import { TestRow } from "./test_row";

interface TestsEditorProps {
  tests: Tests;
  fields: readonly Field[];
  index: SchemaIndex;
  from: ClassName;
  onChange: (tests: Tests) => void;
  /** Of a group in another: takes it away. */
  onRemove?: () => void;
}

export function TestsEditor({ tests, fields, index, from, onChange, onRemove }: TestsEditorProps) {
  const { kind, items } = tests;
  const put = (next: readonly Condition[]) => onChange({ ...tests, items: next });
  const replace = (at: number, item: Condition) => put(items.with(at, item));
  const remove = (at: number) => put(items.toSpliced(at, 1));
  const first = fields[0];
  /** The condition that was just added takes the focus. */
  const [added, setAdded] = useState(-1);
  const add = (item: Condition) => {
    setAdded(items.length);
    put([...items, item]);
  };
  const blank: Test | undefined = first && {
    ...{ kind: "test", subject: first.subject, operator: firstOperator(first.type), values: [] },
  };
  const words = kind === "all" ? "All of these hold" : "Any of these holds";
  return (
    <fieldset className={`tests${onRemove ? " tests--inner" : ""}`}>
      <legend className="visually-hidden">{words}</legend>
      {(items.length > 1 || onRemove) && (
        <div className="tests__head">
          <select
            aria-label="How the conditions are joined"
            value={kind}
            onChange={(event) => onChange({ ...tests, kind: event.target.value as Tests["kind"] })}
          >
            <option value="all">All of these hold (AND)</option>
            <option value="any">Any of these holds (OR)</option>
          </select>
          {onRemove && <IconButton icon="close" label="Remove this group of conditions" onClick={onRemove} />}
        </div>
      )}
      {items.map((item, at) =>
        item.kind === "test" ? (
          <TestRow
            key={at}
            test={item}
            fields={fields}
            index={index}
            from={from}
            isNew={at === added}
            onChange={(test) => replace(at, test)}
            onRemove={() => remove(at)}
          />
        ) : (
          <TestsEditor
            key={at}
            tests={item}
            fields={fields}
            index={index}
            from={from}
            onChange={(inner) => replace(at, inner)}
            onRemove={() => remove(at)}
          />
        ),
      )}
      <div className="tests__add">
        <Button size="small" icon="plus" disabled={!blank} onClick={() => blank && add(blank)}>
          Condition
        </Button>
        <Button
          size="small"
          look="plain"
          icon="plus"
          disabled={!blank}
          onClick={() => blank && add({ kind: kind === "all" ? "any" : "all", items: [blank] })}
        >
          {kind === "all" ? "Any of several" : "All of several"}
        </Button>
      </div>
    </fieldset>
  );
}
