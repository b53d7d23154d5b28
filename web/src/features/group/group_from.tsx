// Groups made of what one sees in the table: a value, the rows that were chosen.
import { useMemo, useState } from "react";
import { classNames, groupOf, Job, type Preview, useAnswer, useWorkbench, valueOf } from "../../engine";
import { plural } from "../../lib/format";
import { groupQueryText, type Test } from "../../lib/group_query";
import { groupNameOf } from "../../lib/new_groups";
import { schemaIndex } from "../../lib/schema_index";
import { Button } from "../../ui/button";
import { Ticked } from "../../ui/ticked";
import { type CellSource, chosenRows, narrowed, sourceOfCell, storedValue, storedValueQuery } from "./cell_group";
import { subjectLabel } from "./fields";
import "./group.css";

/** More rows than these make a query that nobody reads. */
const mostRows = 500;

/** Below Why: groups of the chosen cell's value, and of the chosen rows. */
export default function GroupFrom() {
  const { selection } = useWorkbench();
  const rows = selection.use((s) => s.rows);
  const cell = selection.use((s) => s.cell);
  if (rows.size === 0 && (!cell || cell.row < 0)) return null;
  return (
    <section className="make-group" aria-label="Make a group">
      <h3>Make a group</h3>
      {cell && cell.row >= 0 && <FromValue key={`${cell.row}/${cell.column}`} row={cell.row} column={cell.column} />}
      {rows.size > 0 ? (
        <FromRows rows={rows} />
      ) : (
        <p>To choose rows, click their numbers, or press Shift and the space bar.</p>
      )}
    </section>
  );
}

const idOf = (table: Preview, row: number): string | undefined => textOf(table, row, "ECInstanceId");

function textOf(table: Preview, row: number, name: string): string | undefined {
  const column = table.columns.findIndex((c) => c.isDefault && c.name === name);
  const value = column < 0 ? null : table.cell(row, column);
  return typeof value === "string" ? value : undefined;
}

/** Where the cell is from, the query of its group, and the value as it is stored. */
function useCell(row: number, column: number) {
  const { asides, documents, files, questions } = useWorkbench();
  const schemas = files.use((s) => s.schemas);
  const group = documents.use(groupOf);
  questions.preview.use(valueOf);
  const at = questions.rowAt(row);
  const classId = at && textOf(at.table, at.row, "ECClassId");
  const id = at && idOf(at.table, at.row);
  const index = useMemo(() => schemas && schemaIndex(schemas), [schemas]);
  const name = (schemas && classId && classNames(schemas).get(classId)) || classId;
  const described = at?.table.columns[column];
  const property = described?.isDefault ? undefined : group?.columns.find((c) => c.name === described?.name);
  const source = at && index && name ? sourceOfCell(index, at.table, at.row, column, property, name) : undefined;
  const query = group?.query ?? "";
  const key = source && id ? JSON.stringify([id, source.subject, query]) : null;
  const { value } = useAnswer(key, async (signal) => {
    const read = await asides.readQuery(query, signal);
    const question = source && id ? storedValueQuery(source, id) : undefined;
    const rows = question ? await asides.rows(question, signal) : [];
    return { query: read.query, stored: rows.length === 1 ? rows[0]?.[0] : undefined };
  });
  const isEmpty = at !== undefined && at.table.cell(at.row, column) === null;
  return { index, source, id, name, answer: value, column: described?.name ?? "", isEmpty };
}

function FromValue({ row, column }: { row: number; column: number }) {
  const { index, source, id, name, answer, column: columnName, isEmpty } = useCell(row, column);
  const { asides, edits, engine } = useWorkbench();
  const [finding] = useState(() => new Job<boolean>(engine));
  const [fault, setFault] = useState<string>();
  if (isEmpty && !source) return <p>This cell is empty: a condition has no value here to ask for.</p>;
  if (!index || !source) return <p>What is in this cell was computed, or lies too far away for a condition.</p>;
  const test = answer && testOf(source, answer.stored, name ?? "", index);
  if (answer && !test) return <p>There is no single value in this cell that a condition could ask for.</p>;
  const words = test ? valueWords(test) : "…";
  async function add() {
    if (!test || !index || !source || !id) return;
    const query = groupQueryText(narrowed(index, answer?.query, source, test));
    // A value that does not find its own row is one that cannot be compared for being the same.
    const found = await finding.run(async ({ signal }) => {
      const rows = await asides.rows(`SELECT COUNT(*) FROM (${query}) WHERE ECInstanceId = ${id}`, signal);
      return Number(rows[0]?.[0]) === 1;
    });
    if (!found) return;
    if (!found.value)
      return setFault(found.problem?.diagnostics[0]?.message ?? "a query for it does not find this row.");
    edits.addGroup(groupNameOf(source.subject.kind === "class" ? words : `${columnName} ${words}`), query);
  }
  return (
    <>
      <Button size="small" icon="plus" disabled={!test} onClick={() => void add()}>
        Group from this value: {subjectLabel(source.subject)} is {words}
      </Button>
      {fault && (
        <p role="alert">
          This value cannot be asked for: <Ticked text={fault} />
        </p>
      )}
    </>
  );
}

function testOf(
  { subject, isText }: CellSource,
  stored: unknown,
  name: string,
  index: ReturnType<typeof schemaIndex>,
): Test | undefined {
  if (subject.kind === "class") {
    const found = index.find(name);
    return (
      found && { kind: "test", subject, operator: "in", values: [{ type: "class", only: true, ...found.inQuery }] }
    );
  }
  const value = storedValue(stored, isText);
  return value && { kind: "test", subject, operator: "=", values: [value] };
}

const valueWords = ({ values: [value] }: Test): string =>
  value === undefined
    ? ""
    : value.type === "class"
      ? value.name
      : value.type === "boolean"
        ? value.text === "TRUE"
          ? "yes"
          : "no"
        : value.text;

function FromRows({ rows }: { rows: ReadonlySet<number> }) {
  const { documents, edits, asides, questions, selection } = useWorkbench();
  const group = documents.use(groupOf);
  const isTooMany = rows.size > mostRows;
  async function add() {
    const ids = [...rows]
      .sort((a, b) => a - b)
      .flatMap((row) => {
        const at = questions.rowAt(row);
        return at ? (idOf(at.table, at.row) ?? []) : [];
      });
    if (ids.length === 0) return;
    // A query that cannot be read, any more or for now, has the same rows by their ids.
    const read = await asides.readQuery(group?.query ?? "", new AbortController().signal).catch(() => undefined);
    edits.addGroup(
      groupNameOf(`${group?.name ?? ""} chosen`),
      groupQueryText(chosenRows(read?.query, [...new Set(ids)])),
    );
    selection.chooseRows(new Set());
  }
  return (
    <>
      <Button size="small" icon="plus" disabled={isTooMany} onClick={() => void add()}>
        Group from {rows.size === 1 ? "this row" : `these ${plural(rows.size, "row")}`}
      </Button>
      <Button size="small" look="plain" onClick={() => selection.chooseRows(new Set())}>
        Choose no rows
      </Button>
      <p>
        {isTooMany
          ? `At most ${mostRows} rows can be listed; a condition says more.`
          : "By their ids: they mean nothing in another iModel."}
      </p>
    </>
  );
}
