/** Names as OData allows them (SimpleIdentifier): letters first, at most 128 characters, none twice. */

const wrong = /[^\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]/gu;
const mostLength = 128;

/**
 * The text with what may not stand in a name replaced, and with a number behind it when it is taken; it is then taken. `keyOf` is the
 * same for names that count as one.
 */
export function freeIdentifier(text: string, taken: Set<string>, keyOf = (name: string): string => name): string {
  const cleaned = text.replace(wrong, "_");
  const whole = /^[\p{L}\p{Nl}_]/u.test(cleaned) ? cleaned : `_${cleaned}`;
  let name = cut(whole, mostLength);
  for (let n = 2; taken.has(keyOf(name)); n++) name = `${cut(whole, mostLength - `_${n}`.length)}_${n}`;
  taken.add(keyOf(name));
  return name;
}

/** Counted in UTF-16 units, as those do who check it, and never through a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const part = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(part) ? part.slice(0, -1) : part;
}
