// Groups as rows; what is odd about one stands out, what is right is quiet.
import type { GroupCounts, GroupFacts } from "../../engine";
import { count, percent, plural } from "../../lib/format";

/** More classes than this are summed up. */
const mostClasses = 4;

/** One row a group: how many elements, of which classes, and what about them is odd. */
export function GroupTable({ facts }: { facts: GroupFacts }) {
  return (
    <section className="facts__part" aria-labelledby="facts-groups">
      <h3 id="facts-groups">Groups</h3>
      <table className="facts__table">
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" className="facts__number">
              Elements
            </th>
            <th scope="col">Classes</th>
          </tr>
        </thead>
        <tbody>
          {facts.groups.map((group) => (
            <tr key={group.group}>
              <th scope="row">{group.group || "Unnamed group"}</th>
              <td className="facts__number">{group.isRead ? count(group.elementCount) : "–"}</td>
              <td>
                {group.isRead ? (
                  <Classes group={group} />
                ) : (
                  <span className="facts__fault">its query does not run</span>
                )}
                {oddities(group).map((words) => (
                  <span key={words} className="facts__odd">
                    {words}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Classes({ group }: { group: GroupCounts }) {
  const { classes, rowCount } = group;
  if (classes.length === 0) return <>none</>;
  const rest = classes.slice(mostClasses);
  const shortName = (name: string): string => name.slice(name.search(/[.:]/) + 1);
  // Classes of one name in two schemas are told apart by the schema.
  const isShared = (name: string): boolean =>
    classes.some((c) => c.class !== name && shortName(c.class) === shortName(name));
  return (
    <ul className="classes">
      {classes.slice(0, mostClasses).map((item) => (
        <li key={item.class}>
          <span className="classes__bar" aria-hidden="true">
            <span style={{ width: `${(100 * item.count) / Math.max(1, rowCount)}%` }} />
          </span>
          <span title={item.class}>{isShared(item.class) ? item.class : shortName(item.class)}</span>
          <span className="classes__count">
            {count(item.count)} ({percent(item.count, rowCount)})
          </span>
        </li>
      ))}
      {rest.length > 0 && <li className="classes__rest">and {plural(rest.length, "more class", "more classes")}</li>}
    </ul>
  );
}

function oddities({ duplicateIds, danglingRows, notElements }: GroupCounts): string[] {
  return [
    duplicateIds > 0 && `${plural(duplicateIds, "row repeats", "rows repeat")} an id`,
    danglingRows > 0 && `${plural(danglingRows, "row")} without an element`,
    notElements > 0 && `${plural(notElements, "row is", "rows are")} no ${notElements === 1 ? "element" : "elements"}`,
  ].filter((words) => words !== false);
}
