// Why a cell has its value. The batch brought the verdict, so it is there at once; the explanation (another call)
// adds values and steps.
import {
  type Cell,
  type Explanation,
  type Preview,
  type PreviewColumn,
  type Reason,
  useAnswer,
  useWorkbench,
  type Verdict,
  type ColumnOutline,
  type VerdictWords,
} from "../../engine";
import { sentences } from "../../lib/format";
import { IconButton } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { later, whenIdle } from "../../ui/later";
import { Ticked } from "../../ui/ticked";
import { EntryVerdict, type EntryOutcome } from "./entry_verdict";
import { Geometry } from "./geometry";
import { Value } from "./value";

const FormulaVerdict = later(() => import("./formula_verdict"));
const Repairs = whenIdle(() => import("./repairs"));

interface CellVerdictProps {
  /** Where the row was read. */
  table: Preview;
  row: number;
  /** Its number in the group's table. */
  number: number;
  columnIndex: number;
  column: PreviewColumn;
  property: ColumnOutline | undefined;
  rowClass: string | undefined;
  /** By a key one goes there. */
  onShowEntry: (pointer: string, isByKey: boolean) => void;
}

/** One cell: its value, the entry that won, and the verdict of every entry in order. */
export function CellVerdict(props: CellVerdictProps) {
  const { table, row, number, columnIndex, column, property, rowClass, onShowEntry } = props;
  const value = table.cell(row, columnIndex);
  const verdict = table.verdict(row, columnIndex);
  const id = idOf(table, row);
  const explanation = useExplanation(column.isDefault ? undefined : id, column.name);

  return (
    <div className="inspector">
      <header className="inspector__head">
        <h2>{column.name}</h2>
        <p>
          Row {number + 1}
          {rowClass && <> · {rowClass}</>}
          {id && (
            <>
              {" "}
              · <code>{id}</code>
            </>
          )}
        </p>
      </header>
      <Value value={value} dataType={column.dataType} />
      {column.isDefault ? (
        <p className="inspector__headline">
          Every extracted table starts with this column; no mapping is needed for it.
        </p>
      ) : (
        <>
          <Headline value={value} verdict={verdict} property={property} words={table.words} told={explanation?.text} />
          <Entries
            verdict={verdict}
            property={property}
            words={table.words}
            explanation={explanation}
            onShowEntry={onShowEntry}
          />
          {property?.formula !== undefined && <FormulaVerdict property={property} onShowEntry={onShowEntry} />}
          {value === null && property && <Repairs property={property} gaps={gapsOf(verdict)} />}
          {verdict?.decisions && verdict.decisions.length > 0 && (
            <p className="decisions">
              The published rules leave this open:{" "}
              {verdict.decisions.map((name) => `${table.words.decisions[name]} (${name})`).join("; ")}.
            </p>
          )}
          {explanation?.measures && <Geometry measures={explanation.measures} />}
          <Workings explanation={explanation} />
        </>
      )}
    </div>
  );
}

/** The reason of one cell, as counted for a column. */
const gapsOf = (verdict: Verdict | undefined) =>
  verdict?.reason ? [{ reason: verdict.reason, entry: verdict.decidedBy ?? null, count: 1 }] : [];

function idOf(table: Preview, row: number): string | undefined {
  const index = table.columns.findIndex((c) => c.isDefault && c.name === "ECInstanceId");
  const id = index >= 0 ? table.cell(row, index) : null;
  return typeof id === "string" ? id : undefined;
}

interface HeadlineProps extends Pick<EntriesProps, "verdict" | "property" | "words"> {
  value: Cell;
  /** What the engine says of the whole cell. */
  told: string | undefined;
}

function Headline({ value, verdict, property, words, told }: HeadlineProps) {
  const total = property?.entries.length ?? 0;
  if (value !== null) {
    const winner = verdict?.entry ?? null;
    return (
      <p className="inspector__headline inspector__headline--ok">
        <Icon name="check" />
        <span>
          <b>{winner !== null ? `Entry ${winner + 1} won. ` : "Filled. "}</b>
          The value is {words.sources[verdict?.source ?? "none"]}
          {verdict?.class && (
            <>
              , on <code>{verdict.class}</code>
            </>
          )}
          .
        </span>
      </p>
    );
  }
  const text =
    verdict?.decidedBy === undefined
      ? (told ?? (verdict?.words ? sentences(verdict.words) : "The engine gave no further reason."))
      : total === 1
        ? "The only entry gave nothing."
        : `None of the ${total} entries gave one.`;
  return (
    <p className="inspector__headline inspector__headline--null">
      <Icon name="info" />
      <span>
        <b>No value. </b>
        <Ticked text={text} />
      </span>
    </p>
  );
}

interface EntriesProps {
  verdict: Verdict | undefined;
  property: ColumnOutline | undefined;
  words: VerdictWords;
  explanation: Explanation | null | undefined;
  onShowEntry: CellVerdictProps["onShowEntry"];
}

function Entries({ verdict, property, words, explanation, onShowEntry }: EntriesProps) {
  if (!property || property.entries.length === 0) return null;
  return (
    <section aria-label="Entries in priority order">
      <h3 className="inspector__title">Entries, in priority order</h3>
      <ol className="verdicts">
        {property.entries.map((entry, index) => {
          const told = explanation?.entries.find((e) => e.entry === index);
          const { outcome, reason } = outcomeOf(index, verdict, told);
          return (
            <EntryVerdict
              key={entry.pointer}
              index={index}
              entry={entry}
              outcome={outcome}
              reason={reason && (words.reasons[reason] ?? explanation?.words.reasons[reason])}
              reasonCode={reason}
              engineText={told?.text}
              isWaiting={explanation === undefined}
              source={outcome === "used" && verdict ? words.sources[verdict.source] : undefined}
              value={told?.value}
              steps={told?.steps ?? []}
              onShow={(isByKey) => onShowEntry(entry.pointer, isByKey)}
            />
          );
        })}
      </ol>
    </section>
  );
}

/** The batch's verdict says what happened; the explanation adds the entries behind the winner. */
function outcomeOf(
  index: number,
  verdict: Verdict | undefined,
  told: Explanation["entries"][number] | undefined,
): { outcome: EntryOutcome; reason?: Reason | undefined } {
  const skip = verdict?.skipped.find((s) => s.entry === index);
  if (skip) return { outcome: "skipped", reason: skip.reason };
  if (verdict?.entry === index) return { outcome: "used" };
  if (told?.outcome === "skipped") return { outcome: "skipped", reason: told.reason };
  return { outcome: "not-reached", reason: told?.outcome === "not-reached" ? told.reason : undefined };
}

/** The engine's account of the cell; undefined until it is there, null when there is none. */
function useExplanation(id: string | undefined, property: string): Explanation | null | undefined {
  const { asides } = useWorkbench();
  const key = id === undefined ? null : JSON.stringify([id, property]);
  const { value, problem } = useAnswer(key, (signal) => asides.explain(id ?? "", property, signal));
  return key === null || problem ? null : value;
}

/** How it was computed, for those who want to check. */
function Workings({ explanation }: { explanation: Explanation | null | undefined }) {
  const parts: [string, string | undefined][] = [
    ["ECSQL", explanation?.ecsql],
    ["SQLite SQL", explanation?.sql],
    ["Query plan", explanation?.plan?.join("\n")],
  ];
  const shown = parts.filter((part): part is [string, string] => Boolean(part[1]));
  if (shown.length === 0) return null;
  return (
    <details className="workings">
      <summary>How it was computed</summary>
      {shown.map(([name, text]) => (
        <div key={name}>
          <h4>
            {name}
            <IconButton
              icon="copy"
              label={`Copy ${name}`}
              onClick={() => void navigator.clipboard.writeText(text).catch(() => undefined)}
            />
          </h4>
          <pre tabIndex={0}>{text}</pre>
        </div>
      ))}
    </details>
  );
}
