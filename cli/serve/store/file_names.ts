/** File names for mappings: their names, as far as every file system takes them. */

import { createHash } from "node:crypto";

/** Below the 255 bytes that file systems take, with room for a number and the ending. */
const longest = 180;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** `NAME.json`, or `NAME_2.json` and so on where that is taken. */
export function fileNameFor(name: string, isTaken: (file: string) => boolean): string {
  const stem = stemOf(name);
  for (let number = 1; ; number += 1) {
    const file = number === 1 ? `${stem}.json` : `${stem}_${number}.json`;
    if (!isTaken(file)) return file;
  }
}

/** Names that differ only by letter case, or by how accents are composed, are one file to some systems. */
export const folded = (file: string): string => file.normalize("NFC").toLowerCase();

function stemOf(name: string): string {
  const safe = name.normalize("NFC").replace(/[^\p{L}\p{N}\p{M}\p{Pc}-]/gu, "_") || "_";
  if (reserved.test(safe)) return `${safe}_`;
  if (Buffer.byteLength(safe) <= longest) return safe;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  let kept = safe;
  while (Buffer.byteLength(kept) > longest) kept = [...kept].slice(0, -1).join("");
  return `${kept}-${hash}`;
}
