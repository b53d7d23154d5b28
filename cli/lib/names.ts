/** Names that somebody may have meant. */

import { UsageError } from "./usage.js";

/** "did you mean X?", or nothing when no name comes near. */
export function didYouMean(given: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, distance: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(name.length, given.length) / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && `did you mean ${near.name}?`;
}

/** "did you mean X? There are X, Y, Z", with a name for what they are. */
export function unknownName(message: string, given: string, names: readonly string[], what: string): UsageError {
  const near = didYouMean(given, names);
  const all = names.length ? `${what}: ${names.slice(0, 30).join(", ")}${names.length > 30 ? ", …" : ""}` : "";
  return new UsageError([message + (near ? `; ${near}` : ""), all].filter(Boolean).join("\n"));
}

/** Letters to change, add, leave out or swap with the next. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(before, j - 2) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: number[], index: number): number => row[index] ?? 0;
