// Pairs of groups that share elements: a mapping that counts an element twice is found here.
import { useState } from "react";
import type { GroupFacts, GroupOverlap } from "../../engine";
import { count, plural } from "../../lib/format";

/** More side by side nobody compares; those that share most are shown. */
const mostGroups = 40;

/** Groups against groups: how many elements each pair shares. Elements in two tables are counted twice by whoever adds them up. */
export function OverlapMatrix({ facts }: { facts: GroupFacts }) {
  const { groups, overlaps } = facts;
  const [chosen, setChosen] = useState<string | null>(null);
  const most = overlaps.reduce((largest, { elementCount }) => Math.max(largest, elementCount), 1);
  const nameOf = (index: number) => groups[index]?.group || "Unnamed group";
  const byPair = new Map(overlaps.map((overlap) => [keyOf(overlap), overlap]));
  const overlapOf = (a: number, b: number): GroupOverlap | undefined =>
    byPair.get(`${a} ${b}`) ?? byPair.get(`${b} ${a}`);
  const listed = groups.length > mostGroups ? sharingMost(overlaps) : groups.map((_, index) => index);
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
              {listed.map((column) => (
                <th key={column} scope="col" title={nameOf(column)}>
                  <span>{nameOf(column)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.map((row) => (
              <tr key={row}>
                <th scope="row" title={nameOf(row)}>
                  <span>{nameOf(row)}</span>
                </th>
                {listed.map((column) => {
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
      {listed.length < groups.length && overlaps.length > 0 && (
        <p className="facts__note">
          Of {count(groups.length)} groups the {count(listed.length)} that share most are shown.
        </p>
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

/** The groups of the largest overlaps, in the order of the mapping. */
function sharingMost(overlaps: readonly GroupOverlap[]): number[] {
  const found = new Set<number>();
  for (const { groups } of [...overlaps].sort((a, b) => b.elementCount - a.elementCount))
    for (const index of groups) if (found.size < mostGroups) found.add(index);
  return [...found].sort((a, b) => a - b);
}

const keyOf = ({ groups: [a, b] }: GroupOverlap): string => `${a} ${b}`;
