// Columns from a table of properties: all that a group's rows have, each with how it would be filled; what is ticked becomes columns.
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { apiOf, type AspectHealth, type GroupOutline, useWorkbench } from "../../engine";
import { type Candidate, columnOf, search, type Source } from "../../lib/candidates";
import { count, percent, plural, samplesOf } from "../../lib/format";
import { freeName, ownList } from "../../lib/outline";
import { Share } from "../../ui/bars";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Door } from "../../ui/door";
import { Notice } from "../../ui/notice";
import { SearchField } from "../../ui/search_field";
import { TableHead } from "../../ui/table_head";
import { typeFrom } from "./column_type";
import { isMappedBy } from "./mapped";
import { type Candidates, type Trial, useCandidates } from "./use_candidates";
import "./columns.css";

const titles: Record<Source, string> = {
  selected: "Selected by the query",
  own: "Properties",
  aspect: "Aspects",
  json: "JSON",
  related: "Linked",
  core: "Of every element",
  measure: "Measured",
};
const order = Object.keys(titles) as Source[];

export default function ColumnsDialog({ group, onClose }: { group: GroupOutline; onClose: () => void }) {
  const { documents, edits, listing } = useWorkbench();
  const isV1 = documents.use(apiOf) === "reporting";
  const found = useCandidates(group);
  const [text, setText] = useState("");
  const [isEmptyShown, setEmptyShown] = useState(false);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const body = useRef<HTMLDivElement>(null);
  const last = useRef<string>(undefined);
  const { candidates, trials, aspects } = found;
  const isMapped = useMemo(() => isMappedBy(group, candidates ?? []), [group, candidates]);
  const hasValues = (item: Candidate) => (trials.get(item.key)?.facts.filled ?? 0) > 0;

  const matching = useMemo(() => search(candidates ?? [], text), [candidates, text]);
  const isHidden = (item: Candidate) =>
    !isEmptyShown && !ticked.has(item.key) && trials.has(item.key) && !hasValues(item);
  const shown = matching.filter((item) => !isHidden(item));
  const sections = text.trim() === "" ? bySource(shown) : [{ title: "Best first", items: shown }];
  const tickable = shown.filter((item) => hasValues(item) && !isMapped(item));
  const areAllTicked = tickable.length > 0 && tickable.every(({ key }) => ticked.has(key));

  function toggle(keys: readonly string[], isOn: boolean) {
    setTicked((last) => (isOn ? new Set([...last, ...keys]) : new Set([...last].filter((key) => !keys.includes(key)))));
  }

  /** With Shift all from the one that was ticked last, as lists have it. */
  function tick(key: string, isOn: boolean, isRange: boolean) {
    const keys = sections.flatMap(({ items }) => items.map((item) => item.key));
    const [from, to] = [keys.indexOf(last.current ?? ""), keys.indexOf(key)];
    const isFound = isRange && from >= 0;
    toggle(isFound ? keys.slice(Math.min(from, to), Math.max(from, to) + 1) : [key], isOn);
    last.current = key;
  }

  function add() {
    const chosen = (candidates ?? []).filter(({ key }) => ticked.has(key));
    if (chosen.length === 0) return;
    const taken = [...group.columns.map(({ name }) => ({ name }))];
    const columns = chosen.map((item) => {
      const name = freeName(item.name, taken);
      taken.push({ name });
      const column = columnOf(item, typeFrom(item, trials.get(item.key)), name, isV1);
      const own = item.measure !== undefined && isV1;
      return { list: (own ? ownList(group, "calculatedProperties") : group.columnsPointer) ?? "", column };
    });
    void edits.addColumns(columns);
    onClose();
  }

  function listOwners({ class: aspect, several }: AspectHealth) {
    const question = { kind: "owners", query: group.query, aspect, instances: "several" } as const;
    listing.change({ listed: { question, title: `Several ${aspect}`, count: several } });
  }

  /** Up and down lead from tick to tick, as in any list; Enter adds what is ticked. */
  function onKey(event: KeyboardEvent) {
    const boxes = [...(body.current?.querySelectorAll<HTMLInputElement>("tbody input") ?? [])];
    const at = boxes.indexOf(document.activeElement as HTMLInputElement);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || at >= 0)) {
      event.preventDefault();
      add();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = boxes[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (!next || (at < 0 && event.key === "ArrowUp")) return;
      event.preventDefault();
      next.focus();
    }
  }

  useEffect(() => {
    body.current?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  }, []);

  return (
    <Dialog title={`Columns for ${group.name}`} className="columns" open onOpen={(open) => open || onClose()}>
      <div className="stack" ref={body} onKeyDown={onKey}>
        <div className="columns__bar">
          <SearchField label="Find a property" value={text} onChange={setText} />
          <label className="columns__check">
            <input
              type="checkbox"
              checked={areAllTicked}
              disabled={tickable.length === 0}
              onChange={(event) =>
                toggle(
                  tickable.map(({ key }) => key),
                  event.target.checked,
                )
              }
            />
            Tick all with values
          </label>
          <label className="columns__check">
            <input type="checkbox" checked={isEmptyShown} onChange={(event) => setEmptyShown(event.target.checked)} />
            Show empty ones
          </label>
        </div>
        <div className="columns__table" tabIndex={-1}>
          {found.problem !== undefined ? (
            <Notice small fault title="The group's rows cannot be read">
              {found.problem}
            </Notice>
          ) : !candidates ? (
            <Notice small>Looking what the rows have…</Notice>
          ) : shown.length === 0 ? (
            <Notice small>
              {text.trim() !== ""
                ? `Nothing with values is called “${text}”.`
                : "No property of these rows has a value."}
            </Notice>
          ) : (
            <table>
              <TableHead names={["Column", "Read from", "Type", "Filled", "Values"]} />
              {sections.map(({ title, items }) => (
                <tbody key={title}>
                  <tr className="columns__section">
                    <th scope="rowgroup" colSpan={5}>
                      {title} <span>{count(items.length)}</span>
                    </th>
                  </tr>
                  {items.map((item) => (
                    <Row
                      key={item.key}
                      item={item}
                      trial={trials.get(item.key)}
                      aspect={aspectOf(item, aspects)}
                      isTicked={ticked.has(item.key)}
                      isMapped={isMapped(item)}
                      onTick={(isOn, isRange) => tick(item.key, isOn, isRange)}
                      onOwners={listOwners}
                    />
                  ))}
                </tbody>
              ))}
            </table>
          )}
        </div>
        <div className="columns__foot">
          <p role="status">
            <Progress {...found} />
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={ticked.size === 0} onClick={add}>
            {ticked.size === 0 ? "Add columns" : `Add ${plural(ticked.size, "column")}`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface RowProps {
  item: Candidate;
  trial: Trial | undefined;
  aspect: AspectHealth | undefined;
  isTicked: boolean;
  isMapped: boolean;
  onTick: (isOn: boolean, isRange: boolean) => void;
  /** Lists the elements that own several. */
  onOwners: (aspect: AspectHealth) => void;
}

function Row({ item, trial, aspect, isTicked, isMapped, onTick, onOwners }: RowProps) {
  const facts = trial?.facts;
  const total = facts ? facts.filled + facts.nulls : 0;
  // The click comes before the change it makes, and alone knows of Shift.
  const isRange = useRef(false);
  return (
    <tr className={isTicked ? "columns__row--ticked" : ""}>
      <th scope="row">
        <label>
          <input
            type="checkbox"
            checked={isTicked}
            onClick={(event) => (isRange.current = event.shiftKey)}
            onChange={(event) => onTick(event.target.checked, isRange.current)}
          />
          <span>{item.name}</span>
          {isMapped && <span className="chip">mapped</span>}
        </label>
      </th>
      <td className="columns__place" title={item.label === "" ? item.type : `${item.label}, ${item.type}`}>
        <code>{item.path}</code> <span>{item.owner}</span>
        {aspect && aspect.several > 0 && (
          <span className="columns__note">
            <Door title="List these elements" onClick={() => onOwners(aspect)}>
              {plural(aspect.several, "element")} {aspect.several === 1 ? "owns" : "own"} several
            </Door>
            : no value there
          </span>
        )}
      </td>
      <td>
        {typeFrom(item, trial)}
        {(item.unit ?? item.quantityType) && (
          <span className="columns__unit">{[item.quantityType, item.unit].filter(Boolean).join(", ")}</span>
        )}
      </td>
      <td className="columns__fill">
        {facts ? (
          <>
            <Share part={facts.filled} whole={total} />
            {percent(facts.filled, total)}
          </>
        ) : (
          <span className="columns__waiting">…</span>
        )}
      </td>
      <td className="columns__values one-line">
        {facts && (facts.filled > 0 ? valuesOf(facts) : <span>{facts.whyNull[0]?.words.short ?? ""}</span>)}
      </td>
    </tr>
  );
}

/** The most frequent; of numbers that are all different the range. */
function valuesOf({ top, min, max }: Trial["facts"]): string {
  if (top.length > 0) return samplesOf(top, 3);
  return min === undefined || max === undefined ? "many different" : `${min} to ${max}`;
}

function Progress({ step, candidates, trials }: Candidates) {
  if (!candidates) return "Looking what the rows have…";
  const filled = candidates.filter(({ key }) => (trials.get(key)?.facts.filled ?? 0) > 0).length;
  const words = `${count(filled)} of ${plural(candidates.length, "property", "properties")} with values`;
  if (step.phase === "done") return `${words}, in all rows.`;
  if (step.phase === "all") return `${words} in a sample; reading all rows, ${percent(step.part, 1)}…`;
  return `Reading a sample of the rows, ${percent(step.part, 1)}…`;
}

function bySource(items: readonly Candidate[]): { title: string; items: readonly Candidate[] }[] {
  return order
    .map((source) => ({ title: titles[source], items: items.filter((item) => item.source === source) }))
    .filter((section) => section.items.length > 0);
}

const aspectOf = (item: Candidate, aspects: ReadonlyMap<string, AspectHealth>): AspectHealth | undefined =>
  item.source === "aspect" ? aspects.get(item.owner) : undefined;
