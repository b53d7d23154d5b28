// Which values a column has, as a picture: bars are doors to their rows.
import { useMemo } from "react";
import { type ColumnHealth, type ProfiledColumn, useWorkbench } from "../../engine";
import { isAllDifferent, isBarFound, pictureOf } from "../../lib/column_picture";
import { byLoss } from "../../lib/filters";
import { count, plural } from "../../lib/format";
import { BarChart } from "../../ui/bar_chart";
import { FilterDoor } from "./filter_door";

const measured = new Intl.NumberFormat("en", { maximumSignificantDigits: 8, useGrouping: false });

/** How many different values, from where to where, which most often. */
export function ColumnValues({ facts }: { facts: ProfiledColumn }) {
  const { arranging } = useWorkbench().questions;
  const where = arranging.use((s) => s.wish.where);
  const picture = useMemo(() => pictureOf(facts), [facts]);
  const { name, distinct, lossy } = facts;
  if (distinct === 0) return null;
  const bars = picture?.bars.map((bar, at) => ({
    ...bar,
    countWords: `${bar.isAtLeast ? "at least " : ""}${plural(bar.count, "row")}`,
    isChosen: where.some((filter) => isBarFound(facts, picture, at, filter)),
  }));
  const ends = picture?.bars;
  return (
    <section aria-label="Values">
      <h3 className="inspector__title">{headline(facts)}</h3>
      {picture && bars && (
        <BarChart
          label={`Values of ${name}; a bar, or several side by side, filters the table`}
          bars={bars}
          layout={picture.kind === "values" ? "rows" : "columns"}
          onPick={(first, last) => void arranging.toggle(picture.filterOf(first, last))}
        />
      )}
      {picture?.kind === "spread" && (
        <p className="spread__ends" aria-hidden="true">
          <span>{ends?.[0]?.words.split(" to ")[0]}</span>
          <span>{ends?.at(-1)?.words.split(" to ").at(-1)}</span>
        </p>
      )}
      {picture && picture.others > 0 && (
        <p className="tally__note">
          and {facts.distinctIsCapped && "at least "}
          {plural(picture.others, "more value")}, none of them in more rows.
        </p>
      )}
      {!picture && <p className="tally__note">{withoutPicture(facts)}</p>}
      <Measures facts={facts} />
      {lossy > 0 && (
        <p className="tally__note">
          <FilterDoor filter={byLoss(facts)}>{plural(lossy, "value")}</FilterDoor> lost digits in the conversion.
        </p>
      )}
    </section>
  );
}

function headline(facts: ProfiledColumn): string {
  const { distinct, distinctIsCapped } = facts;
  if (isAllDifferent(facts)) return `All ${count(distinct)} values are different`;
  return `${distinctIsCapped ? "More than " : ""}${plural(distinct, "different value")}`;
}

const withoutPicture = (facts: ProfiledColumn): string =>
  isAllDifferent(facts)
    ? "Each of them is in one row, so the column tells its rows apart."
    : "None of them is in so many rows that it stands out.";

/** Of numbers the usual figures. */
function Measures({ facts: { min, max, sum, filled } }: { facts: ColumnHealth }) {
  if (min === undefined || max === undefined || sum === undefined) return null;
  const figures: [string, number | bigint][] = [
    ["Smallest", min],
    ["Largest", max],
    ["Mean", Number(sum) / filled],
    ["Sum", sum],
  ];
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={String(value)}>{typeof value === "bigint" ? String(value) : measured.format(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
