/** How many columns of a terminal a text takes. */

// East Asian Wide and Fullwidth; emoji tell themselves.
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x1d300, 0x1d37f],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const isPlain = (text: string): boolean => /^[\u0020-\u007e\u00a0-\u02ff]*$/.test(text);

export function width(text: string): number {
  if (isPlain(text)) return text.length;
  let sum = 0;
  for (const { segment } of clusters.segment(text)) sum += widthOfCluster(segment);
  return sum;
}

/** The text, or as much of it as fits with a sign that it was cut. */
export function cut(text: string, most: number): string {
  if (width(text) <= most) return text;
  let [end, sum] = [0, 0];
  for (const { segment } of clusters.segment(text)) {
    sum += widthOfCluster(segment);
    if (sum > most - 1) break;
    end += segment.length;
  }
  return `${text.slice(0, end)}…`;
}

/** What is seen as one character: a letter with its marks, an emoji of several. */
function widthOfCluster(cluster: string): number {
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]*$/u.test(cluster)) return 0;
  if (/\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u.test(cluster)) return 2;
  return isWide(cluster.codePointAt(0) ?? 0) ? 2 : 1;
}

function isWide(code: number): boolean {
  return code >= 0x1100 && wideRanges.some(([first, last]) => code >= first && code <= last);
}
