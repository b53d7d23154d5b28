// How each element looks: its colour and what is said of it beside that, four bytes an element, as the graphics card takes them.
import {
  type ColumnValues,
  emptyValue,
  type FacetKey,
  type Facets,
  type Grouping,
  noGroup,
  noName,
  noValue,
} from "../../engine";
import { count } from "../../lib/format";

/** Bits of an element's fourth byte. */
export const flag = { hidden: 1, striped: 2, chosen: 4, shaped: 8, faint: 16 } as const;

export type Rgb = readonly [number, number, number];

/**
 * Apart from each other and from red and grey, the first ones most, also for eyes that see no red or no green
 * (tests/js/page_colours.test.ts measures it); on light and on dark. None is red, which says that something is wrong.
 */
const palette: readonly Rgb[] = [
  [47, 127, 208],
  [224, 138, 30],
  [238, 153, 255],
  [119, 221, 153],
  [136, 51, 136],
  [0, 136, 102],
  [102, 170, 119],
  [238, 187, 17],
  [187, 102, 153],
  [170, 136, 238],
  [102, 85, 187],
  [85, 187, 204],
];
export const red: Rgb = [214, 48, 40];
export const grey: Rgb = [146, 156, 167];

/** The colour of the n-th of a list that may be long. */
export function colourOf(number: number): Rgb {
  const first = palette[number];
  if (first) return first;
  // The golden angle, over all hues but the red ones.
  const hue = 30 + ((number * 137.5) % 300);
  return fromHue(hue, 0.5, number % 2 === 0 ? 0.42 : 0.62);
}

function fromHue(hue: number, saturation: number, lightness: number): Rgb {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (shift: number) => {
    const k = (shift + hue / 30) % 12;
    return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** From low to high, even for eyes that see no red or green. */
const scale: readonly Rgb[] = [
  [62, 74, 137],
  [38, 130, 142],
  [53, 183, 121],
  [180, 222, 44],
  [253, 231, 37],
];

/** The colour of a share from 0 to 1. */
export function shadeOf(share: number): Rgb {
  const at = Math.max(0, Math.min(1, share)) * (scale.length - 1);
  const low = Math.min(scale.length - 2, Math.floor(at));
  const [from, to] = [scale[low] as Rgb, scale[low + 1] as Rgb];
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * (at - low));
  return [mix(0), mix(1), mix(2)];
}

export interface LegendItem {
  /** By what it stands for, not by its number: what is hidden stays so when groups or values come before it. */
  key: string;
  words: string;
  colour: Rgb;
  isStriped?: boolean;
  count: number;
  fault?: string | undefined;
}

/** What the colours mean: items each with how many elements have it, or a scale of numbers before them. */
export interface Legend {
  title: string;
  scale?: { low: number; high: number };
  items: LegendItem[];
}

/** A colour for each element by the number of a legend's item; the last items stand for what has none. */
export interface Colouring {
  legend: Legend;
  /** The number of the legend's item of each element; `noItem` where it is on the scale. */
  itemOf: Uint16Array;
  /** Colours of those on the scale. */
  colourAt: (place: number) => Rgb;
}

const noItem = 0xffff;

export function colourByGroup(grouping: Grouping | undefined, count: number): Colouring {
  const names = grouping?.names ?? [];
  const [several, none] = [names.length, names.length + 1];
  const items: LegendItem[] = names.map((name, index) => ({
    key: `group ${name}${names.indexOf(name) < index ? ` ${index}` : ""}`,
    words: name || "Unnamed group",
    colour: colourOf(index),
    count: 0,
    fault: grouping?.faults[index],
  }));
  items.push({ key: "several", words: "In several groups", colour: red, isStriped: true, count: 0 });
  items.push({ key: "none", words: grouping ? "In no group" : "Not looked up yet", colour: grey, count: 0 });
  const itemOf = new Uint16Array(count);
  const counts = new Uint32Array(items.length);
  for (let place = 0; place < count; place += 1) {
    const first = grouping?.first[place] ?? noGroup;
    const item = first === noGroup ? none : (grouping?.counts[place] ?? 0) > 1 ? several : first;
    itemOf[place] = item;
    counts[item] = (counts[item] as number) + 1;
  }
  for (const [index, item] of items.entries()) item.count = counts[index] as number;
  return { legend: { title: "Groups", items }, itemOf, colourAt: () => grey };
}

/** Texts that get a colour of their own; the rest are one. */
const mostTexts = 12;

export function colourByValue(values: ColumnValues): Colouring {
  const { of, column } = values;
  const areNumbers =
    values.values.length > 0 && values.values.every((value) => typeof value === "number" || typeof value === "bigint");
  return areNumbers && values.values.length > 2
    ? byNumber(column, values.values.map(Number), of)
    : byText(column, values.values, of);
}

const emptyItem = (): LegendItem => ({
  key: "empty",
  words: "Empty",
  colour: [205, 110, 35],
  isStriped: true,
  count: 0,
});
const outsideItem = (): LegendItem => ({ key: "outside", words: "Not in this group", colour: grey, count: 0 });

function byNumber(column: string, numbers: number[], of: Uint32Array): Colouring {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) [low, high] = [Math.min(low, number), Math.max(high, number)];
  const items = [emptyItem(), outsideItem()];
  const itemOf = Uint16Array.from(of, (value) => (value === emptyValue ? 0 : value === noValue ? 1 : noItem));
  for (const item of itemOf) if (item !== noItem) (items[item] as LegendItem).count += 1;
  const colours = numbers.map((number) => shadeOf(high > low ? (number - low) / (high - low) : 0.5));
  return {
    legend: { title: column, scale: { low, high }, items },
    itemOf,
    colourAt: (place) => colours[of[place] as number] ?? grey,
  };
}

function byText(column: string, values: ColumnValues["values"], of: Uint32Array): Colouring {
  const counts = new Uint32Array(values.length);
  for (const value of of) if (value < values.length) counts[value] = (counts[value] as number) + 1;
  const order = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number));
  const shown = order.slice(0, mostTexts);
  const items: LegendItem[] = shown.map((value, index) => {
    return {
      key: `${typeof values[value]} ${String(values[value])}`,
      words: String(values[value]) || "“”",
      colour: colourOf(index),
      count: counts[value] as number,
    };
  });
  const rest = order.slice(mostTexts);
  const restItem = items.length;
  if (rest.length > 0)
    items.push({ key: "rest", words: `${count(rest.length)} other values`, colour: [70, 78, 88], count: 0 });
  const empty = items.push(emptyItem()) - 1;
  const outside = items.push(outsideItem()) - 1;
  const itemOfValue = new Uint16Array(values.length).fill(restItem);
  for (const [index, value] of shown.entries()) itemOfValue[value] = index;
  const itemOf = Uint16Array.from(of, (value) =>
    value === emptyValue ? empty : value === noValue ? outside : (itemOfValue[value] as number),
  );
  for (const item of items) item.count = 0;
  for (const item of itemOf) (items[item] as LegendItem).count += 1;
  return { legend: { title: column, items }, itemOf, colourAt: () => grey };
}

/** What is not to be seen. */
export interface Hidden {
  /** Items of the legend. */
  items: ReadonlySet<string>;
  /** Of each facet the numbers of the names that are hidden. */
  facets: Readonly<Record<FacetKey, ReadonlySet<number>>>;
  /** Only these, where it is said. */
  only: ReadonlySet<number> | null;
}

export const nothingHidden: Hidden = {
  items: new Set(),
  facets: { model: new Set(), category: new Set(), class: new Set() },
  only: null,
};

/** The elements that are to be seen, where nothing is drawn. */
export function shownPlaces(colouring: Colouring, hidden: Hidden, facets: Facets | undefined): number[] {
  const looks = new Uint8Array(4 * colouring.itemOf.length);
  writeLooks(looks, colouring, hidden, facets);
  return [...colouring.itemOf.keys()].filter((place) => ((looks[4 * place + 3] as number) & flag.hidden) === 0);
}

/** The bytes of all elements. `shaped` keeps what the array says of shapes. */
export function writeLooks(
  looks: Uint8Array,
  { legend, itemOf, colourAt }: Colouring,
  hidden: Hidden,
  facets: Facets | undefined,
): void {
  const colours = legend.items.map(({ colour }) => colour);
  const flags = legend.items.map(({ key, isStriped }) => {
    const isFaint = key === "none" || key === "outside";
    return (hidden.items.has(key) ? flag.hidden : 0) | (isStriped ? flag.striped : 0) | (isFaint ? flag.faint : 0);
  });
  const isScaleHidden = hidden.items.has("scale") ? flag.hidden : 0;
  const filters = facets ? (["model", "category", "class"] as const).filter((key) => hidden.facets[key].size > 0) : [];
  for (let place = 0; place < itemOf.length; place += 1) {
    const item = itemOf[place] as number;
    const [r, g, b] = item === noItem ? colourAt(place) : (colours[item] as Rgb);
    let bits = item === noItem ? isScaleHidden : (flags[item] as number);
    if (hidden.only && !hidden.only.has(place)) bits |= flag.hidden;
    for (const key of filters) {
      const name = facets?.[key].of[place] ?? noName;
      if (hidden.facets[key].has(name)) bits |= flag.hidden;
    }
    const at = 4 * place;
    looks[at] = r;
    looks[at + 1] = g;
    looks[at + 2] = b;
    looks[at + 3] = bits | ((looks[at + 3] as number) & (flag.shaped | flag.chosen));
  }
}
