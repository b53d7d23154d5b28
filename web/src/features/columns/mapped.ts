// Which of the columns a group could have it has already.
import type { GroupOutline } from "../../engine";
import type { Candidate } from "../../lib/candidates";

/**
 * Does a column of the group read it already? Of an aspect only an entry that names it does; of anything else any entry of the
 * path, but for those that name an aspect.
 */
export function isMappedBy(
  { columns }: Pick<GroupOutline, "columns">,
  candidates: readonly Candidate[],
): (item: Candidate) => boolean {
  const aspects = new Set(
    candidates.flatMap(({ source, owner }) => (source === "aspect" ? [owner.toLowerCase()] : [])),
  );
  const owned = columns.flatMap(({ entries }) =>
    entries.map((entry) => {
      const owner = `${entry.schema}.${entry.class}`.toLowerCase();
      return `${aspects.has(owner) ? owner : ""} ${entry.property.toLowerCase()}`;
    }),
  );
  const read = new Set(owned);
  const measured = new Set(columns.map(({ calculatedPropertyType }) => calculatedPropertyType?.toLowerCase()));
  return ({ places, path, measure }) => {
    if (measure !== undefined) return measured.has(measure.toLowerCase());
    return places.some((place) => {
      const owner = `${place.schema}.${place.class}`.toLowerCase();
      return read.has(`${aspects.has(owner) ? owner : ""} ${path.toLowerCase()}`);
    });
  };
}
