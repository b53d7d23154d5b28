// How well a name fits what was typed: exactly, from its start, by the first letters of its words, from the start of a word in it,
// anywhere, or by its letters in order.
// Smaller is better.

const classes = { exact: 0, start: 1000, initials: 1500, word: 2000, inside: 3000, letters: 4000, spread: 5000 };

const isUpper = (text: string, at: number): boolean => text[at] !== text[at]?.toLowerCase();
/** Or of a script without upper case. */
function isLetter(text: string, at: number): boolean {
  const letter = text[at] ?? "";
  return isUpper(text, at) || letter !== letter.toUpperCase() || (letter >= "0" && letter <= "9") || letter > "\u02ff";
}

/** Does a word begin there? Also those of `FireRating` and `Pipe_2`. */
function beginsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  if (!isLetter(text, at - 1)) return isLetter(text, at);
  return isUpper(text, at) && !isUpper(text, at - 1);
}

/** The first letters of all its words, in lower case: `fr` of `FireRating`. */
function initialsOf(text: string, lower: string): string {
  let initials = "";
  for (let at = 0; at < lower.length; at += 1) if (beginsWord(text, at)) initials += lower[at];
  return initials;
}

/** The shorter name is the better one of two that fit alike. */
const length = (text: string): number => Math.min(text.length, 200);

function byLetters(needle: string, text: string, lower: string): number | undefined {
  let at = -1;
  let gaps = 0;
  for (const letter of needle) {
    const next = lower.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    // Letters scattered through a name fit everything.
    if (at < 0 && !beginsWord(text, next)) return undefined;
    if (at >= 0 && next > at + 1 && !beginsWord(text, next)) gaps += 1;
    at = next;
  }
  return gaps > needle.length / 2 ? undefined : classes.letters + gaps * 100 + length(text);
}

/** One word that was typed, in lower case; undefined: it does not fit. `lower` is the text in lower case. */
export function fitOfWord(needle: string, text: string, lower = text.toLowerCase()): number | undefined {
  if (lower === needle) return classes.exact;
  if (lower.startsWith(needle)) return classes.start + length(text);
  const isShort = needle.length < 2;
  // Whoever types them means that name, not one that happens to hold these letters.
  if (!isShort && lower[0] === needle[0] && initialsOf(text, lower) === needle) return classes.initials + length(text);
  let at = lower.indexOf(needle);
  if (at < 0) return isShort ? undefined : byLetters(needle, text, lower);
  const inside = classes.inside + length(text);
  for (; at >= 0; at = lower.indexOf(needle, at + 1)) if (beginsWord(text, at)) return classes.word + length(text);
  return inside;
}

export interface Named {
  text: string;
  lower: string;
  /** Where it stands, in lower case: further words may fit that. */
  around: string;
}

/** All that was typed: as one, or word by word, of which each fits the name or where it stands, and one the name. */
export function fitOf(typed: string, { text, lower, around }: Named): number | undefined {
  const whole = fitOfWord(typed, text, lower);
  if (whole !== undefined && whole < classes.letters) return whole;
  const words = typed.split(/[\s./:]+/u).filter(Boolean);
  if (words.length < 2) return whole;
  let sum = classes.spread;
  let isNamed = false;
  for (const word of words) {
    const own = fitOfWord(word, text, lower);
    if (own !== undefined && own < classes.letters) isNamed = true;
    else if (!around.includes(word)) return whole;
    sum += own === undefined ? 500 : own / 10;
  }
  return isNamed ? Math.min(sum, whole ?? Infinity) : whole;
}
