/** A text that places refer to: a mapping's, or a query. */

import type { Span } from "premap";

/** Before the place so many bytes are shown, and in all. */
const shownBefore = 40;
const shownInAll = 110;

export class Source {
  private encoded: Buffer | undefined;

  constructor(
    /** File name, or `query`. */
    readonly name: string,
    readonly text: string,
    /** Bytes of the file before its text; undefined where the file is no UTF-8, and bytes count otherwise. */
    readonly offset: number | undefined = 0,
    /** The text in UTF-8, where it is at hand. */
    bytes?: Buffer,
  ) {
    this.encoded = bytes;
  }

  get bytes(): Buffer {
    return (this.encoded ??= Buffer.from(this.text));
  }

  /** As editors write it. */
  at(span: Span): string {
    return `${this.name}:${span.line}:${span.column}`;
  }

  /** The line around a place, and what of it is marked; of a long line a piece. Cost: that of the piece. */
  excerpt(span: Span): { before: string; marked: string; after: string } {
    const { bytes } = this;
    const begin = Math.min(span.begin, bytes.length);
    const end = Math.min(Math.max(span.end, begin), bytes.length);
    const from = lineStart(bytes, begin, begin - 2 * shownInAll);
    const to = lineEnd(bytes, begin, begin + 2 * shownInAll);
    const isCut = to - from > shownInAll;
    const first = isCut ? Math.max(from, whole(bytes, begin - shownBefore)) : from;
    const last = isCut ? Math.min(to, whole(bytes, first + shownInAll)) : to;
    const text = (start: number, stop: number) => bytes.toString("utf8", start, Math.max(start, stop));
    return {
      before: text(first, begin),
      marked: text(begin, Math.min(end, last)),
      after: text(Math.min(end, last), last),
    };
  }
}

const isBreak = (byte: number | undefined): boolean => byte === 10 || byte === 13;

function lineStart(bytes: Buffer, at: number, least: number): number {
  let start = at;
  while (start > 0 && start > least && !isBreak(bytes[start - 1])) start -= 1;
  return whole(bytes, start);
}

function lineEnd(bytes: Buffer, at: number, most: number): number {
  let end = at;
  while (end < bytes.length && end < most && !isBreak(bytes[end])) end += 1;
  return whole(bytes, end);
}

/** The offset, or the next at which a character begins. */
function whole(bytes: Buffer, offset: number): number {
  let at = Math.max(0, offset);
  while (at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1;
  return Math.min(at, bytes.length);
}
