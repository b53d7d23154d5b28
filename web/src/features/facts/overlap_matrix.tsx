import { useState } from "react";
import type { GroupFacts, GroupOverlap } from "../../engine";
import { count, plural } from "../../lib/format";

/** Groups against groups: how many elements each pair shares. Elements in two tables are counted twice by whoever adds them up. */
export function OverlapMatrix({ facts }: { facts: GroupFacts }) {
  const { groups, overlaps } = facts;
  const [chosen, setChosen] = useState<string | null>(null);
  const most = Math.max(1, ...overlaps.map((o) => o.elementCount));
  const nameOf = (index: number) => groups[index]?.group || "Unnamed group";
  const overlapOf = (a: number, b: number): GroupOverlap | undefined =>
    overlaps.find(({ groups: [x, y] }) => (x === a && y === b) || (x === b && y === a));
  const shown = overlaps.find((o) => keyOf(o) === chosen);

  if (groups.length < 2) return null;
  return (
    <section className="facts__part" aria-labelledby="facts-overlap">
      <h3 id="facts-overlap">Elements in two groups</h3>
      {overlaps.length === 0 ? (
        <p className="facts__note">No two groups share an element.</p>
      ) : (
        <table className="matrix">
          <thead>
            <tr>
              <td />
              {groups.map((_, column) => (
                <th key={column} scope="col" title={nameOf(column)}>
                  <span>{nameOf(column)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((_, row) => (
              <tr key={row}>
                <th scope="row" title={nameOf(row)}>
                  <span>{nameOf(row)}</span>
                </th>
                {groups.map((_, column) => {
                  if (row === column) return <td key={column} className="matrix__self" aria-label="the same group" />;
                  const overlap = overlapOf(row, column);
                  if (!overlap) return <td key={column}>·</td>;
                  const share = overlap.elementCount / most;
                  return (
                    <td key={column} className="matrix__shared">
                      <button
                        type="button"
                        className="matrix__cell"
                        style={{
                          backgroundColor: `color-mix(in srgb, var(--attention) ${8 + 22 * share}%, var(--surface))`,
                        }}
                        aria-pressed={keyOf(overlap) === chosen}
                        aria-label={`${nameOf(row)} and ${nameOf(column)} share ${plural(overlap.elementCount, "element")}`}
                        onClick={() => setChosen(keyOf(overlap) === chosen ? null : keyOf(overlap))}
                      >
                        {count(overlap.elementCount)}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown && (
        <p className="facts__note" role="status">
          In both {nameOf(shown.groups[0])} and {nameOf(shown.groups[1])}
          {shown.samples.length < shown.elementCount ? ", for example" : ""}: <code>{shown.samples.join(", ")}</code>
        </p>
      )}
    </section>
  );
}

const keyOf = ({ groups: [a, b] }: GroupOverlap): string => `${a} ${b}`;
