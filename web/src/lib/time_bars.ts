// Bars of dates side by side: the engine tells which minutes, days … have values; those between them have none, and are seen, too.
import type { HistogramBar } from "premap";

/** More bars are none that can be pointed at. */
const mostBars = 62;
/** Fewer than so many of a longer unit say less than some of the shorter one together. */
const fewBars = 12;

/** Lengths of what the texts of a century, a decade, a year … a minute have in common. */
const lengths = [16, 13, 10, 7, 4, 3, 2];

/** Units of time as a number that counts on: minutes, days, months, years. */
function ordinalOf(text: string): number {
  if (text.length <= 4) return Number(text);
  const [year, month] = [Number(text.slice(0, 4)), Number(text.slice(5, 7))];
  if (text.length === 7) return year * 12 + month - 1;
  const [day, hour, minute] = [text.slice(8, 10), text.slice(11, 13), text.slice(14, 16)].map(Number);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day ?? 1);
  time.setUTCHours(hour ?? 0, minute ?? 0);
  return time.getTime() / (unitSizes[text.length] ?? 1);
}

const unitSizes: Record<number, number> = { 10: 86_400_000, 13: 3_600_000, 16: 60_000 };

function textOf(ordinal: number, length: number): string {
  if (length <= 4) return String(ordinal).padStart(length, "0");
  if (length === 7)
    return `${String(Math.floor(ordinal / 12)).padStart(4, "0")}-${String((ordinal % 12) + 1).padStart(2, "0")}`;
  return new Date(ordinal * (unitSizes[length] ?? 1)).toISOString().slice(0, length);
}

/** Behind all texts that begin like this one, and before all others behind it. */
const behind = (text: string): string =>
  text.slice(0, -1) + String.fromCharCode((text.codePointAt(text.length - 1) ?? 0) + 1);

/** The bars of a unit, those without values, too; neighbours together where there are too many. */
export function timeBars(told: readonly HistogramBar[]): HistogramBar[] {
  const texts = told.map(({ from }) => String(from));
  // A day that no calendar has, such as the 30th of February, has no place among the others.
  if (texts.some((text) => textOf(ordinalOf(text), text.length) !== text)) return together(told);
  const spanOf = (length: number) =>
    ordinalOf((texts.at(-1) ?? "").slice(0, length)) - ordinalOf((texts[0] ?? "").slice(0, length)) + 1;
  let length = texts[0]?.length ?? 4;
  for (const longer of lengths.filter((each) => each < length))
    if (spanOf(length) > mostBars && spanOf(longer) >= fewBars) length = longer;
  const begin = ordinalOf((texts[0] ?? "").slice(0, length));
  const width = Math.ceil(spanOf(length) / mostBars);
  const bars = Array.from({ length: Math.ceil(spanOf(length) / width) }, (_, at) => {
    const first = begin + at * width;
    return { from: textOf(first, length), below: behind(textOf(first + width - 1, length)), count: 0 };
  });
  for (const [at, text] of texts.entries()) {
    const bar = bars[Math.floor((ordinalOf(text.slice(0, length)) - begin) / width)];
    if (bar) bar.count += told[at]?.count ?? 0;
  }
  return bars;
}

/** Neighbours as one, until there are few enough. */
function together(told: readonly HistogramBar[]): HistogramBar[] {
  const width = Math.ceil(told.length / mostBars);
  return Array.from({ length: Math.ceil(told.length / width) }, (_, at) => {
    const some = told.slice(at * width, (at + 1) * width);
    const count = some.reduce((sum, bar) => sum + bar.count, 0);
    return { from: some[0]?.from ?? "", below: some.at(-1)?.below ?? "", count };
  });
}

/** "2017-09", "2017-09 to 2018-01", "2010s" */
export function unitsWords(from: string, below: string): string {
  const last = below.slice(0, -1) + String.fromCharCode((below.codePointAt(below.length - 1) ?? 1) - 1);
  return from === last ? unitWords(from) : `${unitWords(from)} to ${unitWords(last)}`;
}

const unitWords = (text: string): string => (text.length < 4 ? `${text.padEnd(4, "0")}s` : text.replace("T", " "));
