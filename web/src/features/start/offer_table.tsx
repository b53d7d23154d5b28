// One kind of what the snapshot holds as rows to tick: what is large stands first, with bars to compare.
import { type KeyboardEvent, useState } from "react";
import { count, plural } from "../../lib/format";
import { useWorkbench } from "../../engine";
import { Share } from "../../ui/bars";
import { Button } from "../../ui/button";
import { Door } from "../../ui/door";
import type { Offer, OfferKind } from "./offers";

/** More rows are shown when they are asked for. */
const rowsAtOnce = 200;

interface OfferTableProps {
  kind: OfferKind;
  offers: readonly Offer[];
  ticked: ReadonlySet<string>;
  onTick: (keys: readonly string[], isOn: boolean) => void;
}

const words: Record<OfferKind, string> = {
  classes: "Class",
  categories: "Category",
  models: "Model",
  aspects: "Elements with the aspect",
};

export function OfferTable({ kind, offers, ticked, onTick }: OfferTableProps) {
  const [most, setMost] = useState(rowsAtOnce);
  const shown = offers.slice(0, most);
  const largest = offers.reduce((largest, { elements }) => Math.max(largest, elements), 1);
  const isEach = shown.every(({ key }) => ticked.has(key));
  const hasSchemas = offers.some(({ from }) => from !== "");
  return (
    <div className="offers" tabIndex={0} role="group" aria-label={`${words[kind]}, ${plural(offers.length, "row")}`}>
      <table className="offers__table">
        <thead>
          <tr>
            <th scope="col" className="offers__tick">
              <input
                type="checkbox"
                aria-label="All that are shown"
                checked={isEach}
                onChange={(event) =>
                  onTick(
                    shown.map(({ key }) => key),
                    event.target.checked,
                  )
                }
              />
            </th>
            <th scope="col">{words[kind]}</th>
            <th scope="col" className="offers__number">
              Elements
            </th>
            <th scope="col">What is in it</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((offer) => (
            <Row
              key={offer.key}
              offer={offer}
              largest={largest}
              isTicked={ticked.has(offer.key)}
              onTick={onTick}
              hasSchemas={hasSchemas}
            />
          ))}
        </tbody>
      </table>
      {offers.length > most && (
        <Button size="small" onClick={() => setMost(most + 5 * rowsAtOnce)}>
          Show {count(Math.min(offers.length - most, 5 * rowsAtOnce))} more
        </Button>
      )}
    </div>
  );
}

/** One stop for Tab a row, its tick; right and left lead to its number and back. */
function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>) {
  const to = { ArrowRight: "button", ArrowLeft: "input" }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>(to)?.focus();
}

interface RowProps extends Pick<OfferTableProps, "onTick"> {
  offer: Offer;
  largest: number;
  isTicked: boolean;
  hasSchemas: boolean;
}

function Row({ offer, largest, isTicked, onTick, hasSchemas }: RowProps) {
  const { key, name, from, elements, ungrouped, notes, group } = offer;
  const { listing } = useWorkbench();
  const title = from === "" ? name : `${name} (${from})`;
  const isPartly = ungrouped !== undefined && ungrouped < elements;
  return (
    <tr
      className={isTicked ? "offers__row--ticked" : ""}
      onClick={() => onTick([key], !isTicked)}
      onKeyDown={onKeyDown}
    >
      <td className="offers__tick">
        <input
          type="checkbox"
          aria-label={from === "" ? name : `${name}, ${from}`}
          checked={isTicked}
          onClick={(event) => event.stopPropagation()}
          onChange={(event) => onTick([key], event.target.checked)}
        />
      </td>
      <th scope="row" title={group.query}>
        <span className="offers__name">{name}</span>
        {hasSchemas && <span className="offers__from">{from}</span>}
      </th>
      <td className="offers__number">
        <Door
          tabIndex={-1}
          title="List these elements"
          aria-label={`List the ${plural(elements, "element")} of ${title}`}
          onClick={(event) => {
            // It is no tick.
            event.stopPropagation();
            listing.change({ listed: { question: { kind: "query", query: group.query }, title, count: elements } });
          }}
        >
          {count(elements)}
        </Door>
        <Share className="offers__bar" part={elements} whole={largest} />
      </td>
      <td className="offers__notes">
        {isPartly && (
          <span className="offers__left">{ungrouped === 0 ? "all in groups" : `${count(ungrouped)} in no group`}</span>
        )}
        {notes.map((note) => (
          <span key={note}>{note}</span>
        ))}
      </td>
    </tr>
  );
}
