/** Edits behind edits. */

import type { TextEdit } from "premap";

/** A replacement of bytes. */
export interface Edit {
  begin: number;
  end: number;
  text: Buffer;
}

export const editsOf = (edits: readonly TextEdit[]): Edit[] =>
  edits.map(({ span, text }) => ({ begin: span.begin, end: span.end, text: Buffer.from(text) }));

/** A stretch of the text that edits leave: of the original, or new. */
interface Piece {
  begin: number;
  end: number;
  added?: Buffer;
}

const sizeOf = ({ begin, end, added }: Piece): number => (added ? added.length : end - begin);

/** The edits that do at once what `first` and then `second` do, which counts in the text that `first` leaves. */
export function joined(first: readonly Edit[], second: readonly Edit[]): Edit[] {
  if (first.length === 0) return [...second];
  const pieces = piecesOf(first);
  const edits: Edit[] = [];
  let added: Buffer[] = [];
  let done = 0; // of the original
  let [next, at] = [0, 0]; // in the text between
  const keep = (piece: Piece): void => {
    if (piece.added) return void added.push(piece.added);
    if (piece.begin > done || added.length > 0)
      edits.push({ begin: done, end: piece.begin, text: Buffer.concat(added) });
    [added, done] = [[], piece.end];
  };
  const read = (end: number, use: (piece: Piece) => void): void => {
    for (let piece = pieces[next]; piece && at < end; piece = pieces[next]) {
      const length = Math.min(sizeOf(piece), end - at);
      if (length > 0) use(front(piece, length));
      at += length;
      if (sizeOf(piece) === 0) next += 1;
    }
  };
  for (const edit of second) {
    read(edit.begin, keep);
    read(edit.end, () => {});
    if (edit.text.length > 0) added.push(edit.text);
  }
  read(Infinity, keep);
  return edits;
}

function piecesOf(edits: readonly Edit[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { begin, end, text } of edits) {
    pieces.push({ begin: at, end: begin }, { begin: end, end, added: text });
    at = end;
  }
  return [...pieces, { begin: at, end: Infinity }];
}

/** Takes so many bytes off the piece. */
function front(piece: Piece, length: number): Piece {
  const { begin, end, added } = piece;
  if (added) {
    piece.added = added.subarray(length);
    return { begin, end, added: added.subarray(0, length) };
  }
  piece.begin = begin + length;
  return { begin, end: begin + length };
}
