// Groups as rows; what is odd about one stands out, what is right is quiet.
import { memo, useCallback, useEffect, useState } from "react";
import { type GroupCounts, type GroupFacts, useWorkbench } from "../../engine";
import { byClass, byElements, byNoElement, byRepeatedId, type RowsFilter } from "../../lib/filters";
import { count, percent, plural } from "../../lib/format";
import { Share } from "../../ui/bars";
import { Door } from "../../ui/door";
import { showRows } from "./show_rows";

/** More classes than this are shown when they are asked for. */
const mostClasses = 4;

/** Rows put on the page at a time: hundreds at once would halt it. */
const rowsAtOnce = 40;

/** How many of so many rows are on the page: more with each frame. */
function useGrowing(count: number): number {
  const [shown, setShown] = useState(rowsAtOnce);
  useEffect(() => {
    if (shown >= count) return;
    const frame = requestAnimationFrame(() => setShown(shown + rowsAtOnce));
    return () => cancelAnimationFrame(frame);
  }, [shown, count]);
  return shown;
}

/** One row a group: how many rows and elements, of which classes, and what about them is odd. Every number leads to its rows. */
export function GroupTable({ facts }: { facts: GroupFacts }) {
  const workbench = useWorkbench();
  const shown = useGrowing(facts.groups.length);
  const show = useCallback(
    (group: GroupCounts, ...where: RowsFilter[]) => showRows(workbench, group.group, where),
    [workbench],
  );
  return (
    <section className="facts__part" aria-labelledby="facts-groups">
      <h3 id="facts-groups">Groups</h3>
      <table className="facts__table">
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" className="facts__number">
              Rows
            </th>
            <th scope="col" className="facts__number">
              Elements
            </th>
            <th scope="col">Rows by class</th>
          </tr>
        </thead>
        <tbody>
          {facts.groups.slice(0, shown).map((group) => (
            <GroupRow key={group.group} group={group} onShow={show} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface GroupRowProps {
  group: GroupCounts;
  onShow: (group: GroupCounts, ...where: RowsFilter[]) => void;
}

const GroupRow = memo(function GroupRow({ group, onShow }: GroupRowProps) {
  return (
    <tr>
      <th scope="row">{group.group || "Unnamed group"}</th>
      <td className="facts__number">
        {group.isRead ? (
          <Door title={`Show the rows of ${group.group || "the unnamed group"}`} onClick={() => onShow(group)}>
            {count(group.rowCount)}
          </Door>
        ) : (
          "–"
        )}
      </td>
      <td className="facts__number">
        {group.elementCount > 0 ? (
          <Door
            title={`Show the elements of ${group.group || "the unnamed group"}`}
            onClick={() => onShow(group, ...(group.elementCount === group.rowCount ? [] : byElements))}
          >
            {count(group.elementCount)}
          </Door>
        ) : group.isRead ? (
          "0"
        ) : (
          "–"
        )}
      </td>
      <td>
        {group.isRead ? (
          <Classes group={group} onShow={(name) => onShow(group, byClass(name))} />
        ) : (
          <span className="facts__fault">its query does not run</span>
        )}
        {oddities(group).map(({ words, filter }) => (
          <span key={words} className="facts__odd">
            {filter ? <Door onClick={() => onShow(group, filter)}>{words}</Door> : words}
          </span>
        ))}
      </td>
    </tr>
  );
});

function Classes({ group, onShow }: { group: GroupCounts; onShow: (name: string) => void }) {
  const { classes, rowCount } = group;
  const [isOpen, setOpen] = useState(false);
  if (classes.length === 0) return <>none</>;
  const rest = classes.length - mostClasses;
  const shortName = (name: string): string => name.slice(name.search(/[.:]/) + 1);
  // Classes of one name in two schemas are told apart by the schema.
  const isShared = (name: string): boolean =>
    classes.some((c) => c.class !== name && shortName(c.class) === shortName(name));
  return (
    <ul className="classes">
      {classes.slice(0, isOpen ? undefined : mostClasses).map((item) => (
        <li key={item.class}>
          <button
            type="button"
            className="classes__door"
            title={`Show the rows of ${item.class}`}
            onClick={() => onShow(item.class)}
          >
            <Share part={item.count} whole={rowCount} />
            <span>{isShared(item.class) ? item.class : shortName(item.class)}</span>{" "}
            <span className="classes__count">
              {count(item.count)} ({percent(item.count, rowCount)})
            </span>
          </button>
        </li>
      ))}
      {rest > 0 && (
        <li className="classes__rest">
          <Door aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Show fewer classes" : `and ${plural(rest, "more class", "more classes")}`}
          </Door>
        </li>
      )}
    </ul>
  );
}

interface Oddity {
  words: string;
  /** Finds its rows; none where they are left out of the table. */
  filter?: RowsFilter;
}

function oddities({ duplicateIds, danglingRows, notElements }: GroupCounts): Oddity[] {
  const odd: Oddity[] = [];
  if (duplicateIds > 0)
    odd.push({ words: `${plural(duplicateIds, "row repeats", "rows repeat")} an id`, filter: byRepeatedId });
  if (danglingRows > 0) odd.push({ words: `${plural(danglingRows, "row")} without an element` });
  if (notElements > 0)
    odd.push({
      words: `${plural(notElements, "row is", "rows are")} no ${notElements === 1 ? "element" : "elements"}`,
      filter: byNoElement,
    });
  return odd;
}
