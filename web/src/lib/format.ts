// Numbers and sizes as people read them.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** 12345 -> "12,345" */
export const count = (value: number): string => whole.format(value);

/** "1 row", "2 rows" */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** "1,200 of 5,000 rows"; "1,200 rows" where it is not known how many there are. */
export const ofAll = (rows: number, rowCount: number | undefined): string =>
  rowCount === undefined ? plural(rows, "row") : `${count(rows)} of ${plural(rowCount, "row")}`;

/** "about 12 s left", "about 3 min left" */
export const timeLeft = (seconds: number): string =>
  seconds < 90 ? `about ${Math.max(1, Math.round(seconds))} s left` : `about ${Math.round(seconds / 60)} min left`;

/** 1802240 -> "1.8 MB" */
export function byteSize(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? plural(bytes, "byte") : `${value < 10 ? value.toFixed(1) : whole.format(value)} ${units[unit]}`;
}

/** 0.034 s -> "34 ms", 2.31 s -> "2.3 s" */
export const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** "several aspects" -> "Several aspects" */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The parts of a sentence that tell a reason, as two. */
export const sentences = ({ what, todo }: { what: string; todo: string }): string =>
  `${capital(what)}. ${capital(todo)}.`;

/** Share of `total` as text; never rounds something to nothing or nearly all to all. */
export function percent(part: number, total: number): string {
  if (total === 0) return "0%";
  const value = (100 * part) / total;
  if (part > 0 && value < 1) return "<1%";
  if (part < total && value > 99) return ">99%";
  return `${Math.round(value)}%`;
}

/** The most frequent values as a list: "2.75, 3.1". */
export function samplesOf(top: readonly { value: unknown }[], most: number): string {
  const texts = top.slice(0, most).map(({ value }) => (value === "" ? "empty text" : String(value)));
  return texts.map((text) => (text.length > 32 ? `${text.slice(0, 31)}…` : text)).join(", ");
}
