// How a table's columns are looked at: their order, which are hidden, how wide they are, how many stay when the others scroll.
// Nothing of it is in the mapping.

export interface ColumnView {
  /** Keys of columns as they were put in order by hand; empty: as the mapping has them. */
  order: readonly string[];
  hidden: readonly string[];
  /** Pixels, of those made wider or narrower by hand. */
  widths: Readonly<Record<string, number>>;
  /** How many of those shown stay in view on the left. */
  frozen: number;
}

/** The column that says which row it is stays: the first one. */
export const plainView: ColumnView = { order: [], hidden: [], widths: {}, frozen: 1 };

export const isPlain = ({ order, hidden, widths, frozen }: ColumnView): boolean =>
  order.length === 0 && hidden.length === 0 && Object.keys(widths).length === 0 && frozen === plainView.frozen;

/**
 * What columns go by: their names, told apart where two have the same, or where one has that of a column of every table. A
 * mapping's columns, and a profile's, have the keys of the table's own ones. No name has a line break.
 */
export function columnKeys(columns: readonly { name: string; isDefault?: boolean }[]): string[] {
  const seen = new Map<string, number>();
  return columns.map(({ name, isDefault = false }) => {
    const key = isDefault ? defaultKey(name) : name;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? key : `${key}\n${times}`;
  });
}

/** Columns that got another name where they stand: their new keys by the old ones. */
export function renamedKeys(before: readonly string[], after: readonly string[]): ReadonlyMap<string, string> {
  if (before.length !== after.length) return new Map();
  const pairs = before.flatMap((key, at) => (key === after[at] ? [] : [[key, after[at] ?? key] as const]));
  if (pairs.length === 0) return new Map();
  const [there, coming] = [new Set(after), new Set(before)];
  return new Map(pairs.filter(([old, now]) => !there.has(old) && !coming.has(now)));
}

/** What was done to columns goes with them to their new names. */
export function withRenamed(view: ColumnView, renamed: ReadonlyMap<string, string>): ColumnView {
  if (renamed.size === 0) return view;
  const named = (key: string) => renamed.get(key) ?? key;
  const widths = Object.fromEntries(Object.entries(view.widths).map(([key, width]) => [named(key), width]));
  return { ...view, order: view.order.map(named), hidden: view.hidden.map(named), widths };
}

/** The key of a column that every table has. */
export const defaultKey = (name: string): string => `\n${name}`;

/** All keys as they stand. What the order does not know, because it came later, stands behind its neighbour in the mapping. */
export function inOrder(keys: readonly string[], order: readonly string[]): string[] {
  if (order.length === 0) return [...keys];
  const there = new Set(keys);
  const known = new Set(order.filter((key) => there.has(key)));
  const after = new Map<string | undefined, string[]>();
  let neighbour: string | undefined;
  for (const key of keys) {
    if (known.has(key)) neighbour = key;
    else after.set(neighbour, [...(after.get(neighbour) ?? []), key]);
  }
  return [...(after.get(undefined) ?? []), ...[...known].flatMap((key) => [key, ...(after.get(key) ?? [])])];
}

/** The keys of the columns that are shown, as they stand; all of them where only hidden ones are left. */
export function shownKeys(keys: readonly string[], view: ColumnView): string[] {
  const hidden = new Set(view.hidden);
  const all = inOrder(keys, view.order);
  const shown = all.filter((key) => !hidden.has(key));
  return shown.length > 0 ? shown : all;
}

/** The hidden ones that there are. */
export function hiddenKeys(keys: readonly string[], view: ColumnView): string[] {
  const shown = new Set(shownKeys(keys, view));
  return keys.filter((key) => !shown.has(key));
}

/** One column less; not the last one, for a table without columns has no way back. */
export const hide = (keys: readonly string[], view: ColumnView, key: string): ColumnView =>
  view.hidden.includes(key) ? view : withHidden(keys, view, [...view.hidden, key]);

export const show = (keys: readonly string[], view: ColumnView, key: string): ColumnView =>
  withHidden(
    keys,
    view,
    view.hidden.filter((each) => each !== key),
  );

/** These are hidden, and no others. Where several stay in view it is those that stand up to where the last of them stood. */
export function withHidden(keys: readonly string[], view: ColumnView, hidden: readonly string[]): ColumnView {
  const next = { ...view, hidden };
  if (keys.every((key) => hidden.includes(key))) return view;
  if (view.frozen < 2) return next;
  const shown = shownKeys(keys, next);
  const places = new Map(inOrder(keys, view.order).map((key, place) => [key, place]));
  const edge = places.get(shownKeys(keys, view)[view.frozen - 1] ?? "") ?? keys.length;
  return { ...next, frozen: Math.max(1, shown.filter((key) => (places.get(key) ?? 0) <= edge).length) };
}

/** Puts a column where another shown one stands, which makes room on the side it comes from. */
export function moveTo(keys: readonly string[], view: ColumnView, key: string, target: string): ColumnView {
  const all = inOrder(keys, view.order);
  const [from, to] = [all.indexOf(key), all.indexOf(target)];
  if (from < 0 || to < 0 || from === to) return view;
  const order = all.filter((each) => each !== key);
  order.splice(to, 0, key);
  return { ...view, order: isSame(order, keys) ? [] : order };
}

/** One place to the left (-1) or right (1) among those shown. */
export function step(keys: readonly string[], view: ColumnView, key: string, by: -1 | 1): ColumnView {
  const shown = shownKeys(keys, view);
  const target = shown[shown.indexOf(key) + by];
  return target === undefined ? view : moveTo(keys, view, key, target);
}

/** The column stands first and it alone stays. */
export function freezeAlone(keys: readonly string[], view: ColumnView, key: string): ColumnView {
  const [first] = shownKeys(keys, view);
  return { ...(first === undefined ? view : moveTo(keys, view, key, first)), frozen: 1 };
}

/** The width it was given by hand. A column may be called `toString`. */
export const widthOf = ({ widths }: ColumnView, key: string): number | undefined =>
  Object.hasOwn(widths, key) ? widths[key] : undefined;

/** A width by hand; undefined: none. */
export function withWidth(view: ColumnView, key: string, width: number | undefined): ColumnView {
  const { [key]: _, ...others } = view.widths;
  return { ...view, widths: width === undefined ? others : { ...others, [key]: width } };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);
