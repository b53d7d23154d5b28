// Pairs of groups that share elements: a mapping that counts an element twice is found here.
import type { GroupFacts, GroupOverlap, Listed } from "../../engine";
import { count, plural } from "../../lib/format";

/** More side by side nobody compares; those that share most are shown. */
const mostGroups = 40;

interface OverlapMatrixProps {
  facts: GroupFacts;
  /** Whose elements are listed. */
  listed: Listed | null;
  onList: (listed: Listed | null) => void;
}

/** Groups against groups: how many elements each pair shares. Elements in two tables are counted twice by whoever adds them up. */
export function OverlapMatrix({ facts, listed, onList }: OverlapMatrixProps) {
  const { groups, overlaps } = facts;
  const most = overlaps.reduce((largest, { elementCount }) => Math.max(largest, elementCount), 1);
  const nameOf = (index: number) => groups[index]?.group || "Unnamed group";
  const byPair = new Map(overlaps.map((overlap) => [keyOf(overlap), overlap]));
  const overlapOf = (a: number, b: number): GroupOverlap | undefined =>
    byPair.get(`${a} ${b}`) ?? byPair.get(`${b} ${a}`);
  const compared = groups.length > mostGroups ? sharingMost(overlaps) : groups.map((_, index) => index);
  /** Of the pair: the elements of the first that are in the second too. */
  const elementsOf = ({ groups: [a, b], elementCount }: GroupOverlap): Listed => ({
    question: { kind: "shared", groups: [groups[a]?.group ?? "", groups[b]?.group ?? ""] },
    title: `In both ${nameOf(a)} and ${nameOf(b)}`,
    count: elementCount,
  });

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
              {compared.map((column) => (
                <th key={column} scope="col" title={nameOf(column)}>
                  <span className="one-line">{nameOf(column)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {compared.map((row) => (
              <tr key={row}>
                <th scope="row" title={nameOf(row)}>
                  <span className="one-line">{nameOf(row)}</span>
                </th>
                {compared.map((column) => {
                  if (row === column) return <td key={column} className="matrix__self" aria-label="the same group" />;
                  const overlap = overlapOf(row, column);
                  if (!overlap) return <td key={column}>·</td>;
                  const share = overlap.elementCount / most;
                  const elements = elementsOf(overlap);
                  const isListed = listed?.title === elements.title;
                  return (
                    <td key={column} className="matrix__shared">
                      <button
                        type="button"
                        className="matrix__cell"
                        style={{
                          backgroundColor: `color-mix(in srgb, var(--attention) ${8 + 22 * share}%, var(--surface))`,
                        }}
                        aria-pressed={isListed}
                        aria-label={`${nameOf(row)} and ${nameOf(column)} share ${plural(overlap.elementCount, "element")}`}
                        onClick={() => onList(isListed ? null : elements)}
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
      {compared.length < groups.length && overlaps.length > 0 && (
        <p className="facts__note">
          Of {count(groups.length)} groups the {count(compared.length)} that share most are shown.
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
