// The list of all columns with ticks: which of them the table shows.
import { useState } from "react";
import type { Health } from "../../engine";
import { hide, isPlain, plainView, show, withHidden } from "../../lib/column_view";
import { count, percent } from "../../lib/format";
import { Button } from "../../ui/button";
import { SearchField } from "../../ui/search_field";
import type { ColumnsShownProps } from "./columns_shown";
import type { ShownColumns } from "./use_columns";

/** So many are listed at once; a search finds the others. */
const mostListed = 250;
/** From so many on there is a search. */
const manyColumns = 16;

export default function ColumnTicks({ table, health, columns }: ColumnsShownProps) {
  const { keys, view, order, all, change } = columns;
  const [search, setSearch] = useState("");
  const shown = new Set(order);
  const nameOf = (index: number) => table.columns[index]?.name ?? "";
  const found = all.filter((index) => nameOf(index).toLowerCase().includes(search.trim().toLowerCase()));
  const isEmpty = (index: number) => health.columns[index]?.filled === 0 && (health.columns[index]?.nulls ?? 0) > 0;
  const empty = order.filter(isEmpty).map((index) => keys[index] ?? "");
  return (
    // Clicks on words leave the focus in the list, which would close it else.
    <div className="columns-list" tabIndex={-1} role="group" aria-label="Columns shown">
      <h3 className="columns-list__title">Columns shown</h3>
      {all.length > manyColumns && <SearchField label="Find a column" value={search} onChange={setSearch} />}
      <ul className="columns-list__items">
        {found.slice(0, mostListed).map((index) => {
          const key = keys[index] ?? "";
          const isOnly = order.length === 1 && shown.has(index);
          return (
            <li key={key}>
              <label>
                <input
                  type="checkbox"
                  checked={shown.has(index)}
                  disabled={isOnly}
                  onChange={(event) => change(event.target.checked ? showing(key) : hiding(key))}
                />
                <span className="columns-list__name">{nameOf(index)}</span>
                <span className="columns-list__fill">{fillOf(health, index)}</span>
              </label>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className="columns-list__note">No column has these letters.</p>}
      {found.length > mostListed && (
        <p className="columns-list__note">
          The first {count(mostListed)} of {count(found.length)} are listed; the search finds the others.
        </p>
      )}
      {/* A menu closes with a click on a button in it; with these one goes on. */}
      <div className="columns-list__buttons" onClick={(event) => event.stopPropagation()}>
        <ViewButton
          words="Show all"
          isIdle={order.length === all.length}
          onPress={() => change((of, now) => withHidden(of, now, []))}
        />
        <ViewButton
          words="Hide the empty ones"
          isIdle={empty.length === 0}
          onPress={() => change((of, now) => withHidden(of, now, [...now.hidden, ...empty]))}
        />
        <ViewButton words="As at first" isIdle={isPlain(view)} onPress={() => change(() => plainView)} />
      </div>
      <p className="columns-list__note">
        Order, widths and what is hidden are for your eyes, in this browser: the mapping and what is exported keep every
        column in its place.
      </p>
    </div>
  );
}

/** Where there is nothing to do it keeps the focus all the same: the list closes when it is left. */
const ViewButton = ({ words, isIdle, onPress }: { words: string; isIdle: boolean; onPress: () => void }) => (
  <Button size="small" aria-disabled={isIdle} onClick={() => !isIdle && onPress()}>
    {words}
  </Button>
);

const showing = (key: string) => (keys: readonly string[], view: ShownColumns["view"]) => show(keys, view, key);
const hiding = (key: string) => (keys: readonly string[], view: ShownColumns["view"]) => hide(keys, view, key);

function fillOf({ columns }: Health, index: number): string {
  const health = columns[index];
  return health ? percent(health.filled, health.filled + health.nulls) : "";
}
