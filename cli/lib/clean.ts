/** Texts of others on a terminal: what steers it, or turns the order of letters around, is spelt out. */

// C0, DEL, C1; marks and isolates of the writing direction; separators of lines; what is never seen.
const steering = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** In one line: a name, a message, a path. */
export function shown(text: string): string {
  return text.replace(steering, (character) => (character === "\n" ? "\\n" : escaped(character)));
}

/** Of several lines, which stay as they are: SQL, a piece of a file. */
export function shownLines(text: string): string {
  return text.replace(steering, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

export { jsonShown } from "premap/reports";
