// A column's health: first from the rows on screen, then from all once they are counted.
import {
  type AspectHealth,
  type ShownHealth,
  type EmptyRows,
  type Health,
  type PreviewColumn,
  type ProfiledColumn,
  progressOf,
  useWorkbench,
  type ColumnOutline,
} from "../../engine";
import { byAspects, byEmptiness, byEntry, byFill, type RowsFilter } from "../../lib/filters";
import { capital, count, ofAll, percent, plural, sentences } from "../../lib/format";
import { entryClass } from "../../lib/outline";
import { Share } from "../../ui/bars";
import { Button } from "../../ui/button";
import { FilterDoor } from "./filter_door";
import { Ticked } from "../../ui/ticked";
import { ColumnValues } from "./column_values";
import FormulaVerdict from "./formula_verdict";
import Repairs from "./repairs";

interface ColumnCardProps {
  column: PreviewColumn;
  property: ColumnOutline | undefined;
  health: ShownHealth | undefined;
  scope: Health["scope"];
  /** The engine's count over all rows, when there is one. */
  facts: ProfiledColumn | undefined;
  aspects: readonly AspectHealth[];
  onShowEntry: (pointer: string, isByKey: boolean) => void;
}

/** How a column is filled: by which entries, and why not where it is not. */
export default function ColumnCard({ column, property, health, scope, facts, aspects, onShowEntry }: ColumnCardProps) {
  const total = health ? health.filled + health.nulls : 0;
  const own = aspects.filter((a) =>
    property?.entries.some((e) => `${e.schema}.${e.class}`.toLowerCase() === a.class.toLowerCase()),
  );
  // Behind a number are all rows that it is of: what is counted of some is no door.
  const isOff = column.isDefault || scope !== "all rows";
  const reasons = whyEmpty(health?.whyNull ?? []);
  return (
    <div className="inspector">
      <header className="inspector__head">
        <h2>{column.name}</h2>
        <p>
          Column · {column.dataType}
          {column.quantityType && column.quantityType !== "Undefined" && <> · {column.quantityType}</>}
        </p>
      </header>
      {health && (
        <div className="fill">
          <p className="fill__number">
            <b>{percent(health.filled, total)}</b> filled
          </p>
          <Share part={health.filled} whole={total} />
          <p className="fill__note">
            <FilterDoor filter={byFill(health)} isOff={isOff}>
              {count(health.filled)}
            </FilterDoor>{" "}
            of {plural(total, "row")} ({scope})
            {health.nulls > 0 && (
              <>
                ,{" "}
                <FilterDoor filter={byEmptiness(health)} isOff={isOff}>
                  {count(health.nulls)} empty
                </FilterDoor>
              </>
            )}
          </p>
          {!column.isDefault && <Counting />}
        </div>
      )}
      {column.isDefault && (
        <p className="inspector__headline">
          Every extracted table starts with this column; no mapping is needed for it.
        </p>
      )}
      {property && property.entries.length > 0 && (
        <section aria-label="What filled it">
          <h3 className="inspector__title">What filled it</h3>
          <ol className="tally">
            {property.entries.map((entry, index) => {
              const wins = health?.wins.filter((w) => w.entry === index) ?? [];
              const won = wins.reduce((sum, w) => sum + w.count, 0);
              return (
                <Tally
                  key={entry.pointer}
                  words={`${index + 1}. ${entryClass(entry)} › ${entry.property}`}
                  note={won === 0 ? "never used" : wins.map((w) => w.what).join(", ")}
                  value={won}
                  total={total}
                  warn={won === 0}
                  filter={isOff || !health ? undefined : byEntry(health, index)}
                  onClick={(isByKey) => onShowEntry(entry.pointer, isByKey)}
                />
              );
            })}
          </ol>
        </section>
      )}
      {!column.isDefault && reasons.length > 0 && (
        <section aria-label="Why rows are empty">
          <h3 className="inspector__title">Why rows are empty</h3>
          <ul className="tally">
            {reasons.map(({ reason, words, count: rows }) => (
              <Tally
                key={reason}
                words={capital(words.short)}
                note={sentences(words)}
                value={rows}
                total={total}
                filter={isOff || !health ? undefined : byEmptiness(health, { reason, words })}
                warn={words.tone !== "quiet"}
              />
            ))}
          </ul>
        </section>
      )}
      {property && <FormulaVerdict property={property} onShowEntry={onShowEntry} />}
      {property && health && health.nulls > 0 && <Repairs property={property} gaps={health.whyNull} />}
      {facts && <ColumnValues facts={facts} />}
      {own.length > 0 && (
        <section aria-label="Aspects per element">
          <h3 className="inspector__title">Aspects per element</h3>
          {own.map((a) => (
            <dl key={a.class} className="aspects">
              <dt>{a.class}</dt>
              {(["none", "one", "several"] as const).map((instances) => (
                <dd key={instances}>
                  {health && (
                    <FilterDoor filter={byAspects(health, a.class, instances)} isOff={isOff || a[instances] === 0}>
                      <b>{count(a[instances])}</b> {instances}
                    </FilterDoor>
                  )}
                </dd>
              ))}
            </dl>
          ))}
        </section>
      )}
    </div>
  );
}

/** A reason once, whichever entries had it. */
function whyEmpty(gaps: readonly EmptyRows[]): EmptyRows[] {
  const reasons = new Map<string, EmptyRows>();
  for (const gap of gaps) reasons.set(gap.reason, { ...gap, count: (reasons.get(gap.reason)?.count ?? 0) + gap.count });
  return [...reasons.values()].sort((a, b) => b.count - a.count);
}

/** That not all rows are counted yet, and how far that is; the table's bar says it to those who listen. */
function Counting() {
  const { questions } = useWorkbench();
  const progress = questions.counting.use(progressOf);
  const isCancelled = questions.counting.use((s) => s.phase === "cancelled");
  if (progress)
    return (
      <p className="fill__note" aria-hidden="true">
        Counting… {ofAll(progress.rows, progress.rowCount)}
      </p>
    );
  if (!isCancelled) return null;
  return (
    <p className="fill__note">
      <Button size="small" icon="restart" onClick={() => void questions.countRows()}>
        Count all rows
      </Button>
    </p>
  );
}

interface TallyProps {
  words: string;
  note: string;
  value: number;
  total: number;
  warn: boolean;
  /** Finds these rows. */
  filter: RowsFilter | undefined;
  onClick?: (isByKey: boolean) => void;
}

function Tally({ words, note, value, total, warn, filter, onClick }: TallyProps) {
  return (
    <li className={`tally__item${warn ? " tally__item--warn" : ""}`}>
      <div className="tally__line">
        {onClick ? (
          <button
            type="button"
            className="tally__words"
            onClick={(event) => onClick(event.detail === 0)}
            title="Edit this entry"
          >
            {words}
          </button>
        ) : (
          <span className="tally__words">{words}</span>
        )}
        <span className="tally__count">
          {filter && value > 0 ? <FilterDoor filter={filter}>{plural(value, "row")}</FilterDoor> : plural(value, "row")}
        </span>
      </div>
      <Share part={value} whole={total} />
      <p className="tally__note">
        <Ticked text={note} />
      </p>
    </li>
  );
}
