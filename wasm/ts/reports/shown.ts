/** JSON that is safe to look at on a terminal. */

// DEL, C1; marks and isolates of the writing direction; separators of lines; what is never seen.
const steeringBeyondAscii = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** The same JSON with what steers a terminal spelt out: JSON itself escapes only what is below U+0020. */
export function jsonShown(text: string): string {
  return text.replace(steeringBeyondAscii, escaped);
}
