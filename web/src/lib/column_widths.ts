// How wide columns are: between what they need and the room there is.

export const narrowest = 56;
export const widest = 1600;

export const clampWidth = (width: number): number => Math.round(Math.max(narrowest, Math.min(widest, width)));

/** Room that is left over goes to the columns whose texts are cut, in equal parts, and to none beyond what it needs. */
export function grown(widths: readonly number[], needs: readonly number[], room: number): number[] {
  const result = [...widths];
  let left = room - widths.reduce((sum, width) => sum + width, 0);
  // Those that need least first: what they do not take is there for the others.
  const cut = widths.map((_, index) => index).filter((index) => (needs[index] ?? 0) > (widths[index] ?? 0));
  cut.sort((a, b) => lack(a) - lack(b));
  for (const [at, index] of cut.entries()) {
    const part = Math.min(lack(index), Math.floor(left / (cut.length - at)));
    if (part <= 0) continue;
    result[index] = (result[index] ?? 0) + part;
    left -= part;
  }
  return result;

  function lack(index: number): number {
    return (needs[index] ?? 0) - (widths[index] ?? 0);
  }
}

/** How many of the columns that are to stay can: they leave at least two fifths of the room to the others. */
export function frozenThatFit(widths: readonly number[], wanted: number, room: number): number {
  let sum = 0;
  for (let index = 0; index < Math.min(wanted, widths.length); index += 1) {
    sum += widths[index] ?? 0;
    if (sum > 0.6 * room) return index;
  }
  return Math.min(wanted, widths.length);
}
