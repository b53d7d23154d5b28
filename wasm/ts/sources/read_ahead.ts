/**
 * Read-ahead for the logs beside a snapshot, whose records are read one by one, where a single read is dear (a `File`: 0.75 ms
 * whatever its size). Of the snapshot itself the engine reads ahead, straight into its cache (include/premap/sqlite/page_cache.h).
 *
 * It starts small, and a window doubles only where a read goes on exactly where an earlier one ended, so that lookups by
 * index stay cheap while scans get fast. Several scans may run at once: every fetched piece remembers its own window.
 */

import type { ByteSource, ReadResult } from "./source.js";

const pageSize = 4096;

export interface ReadAheadOptions {
  /** Bytes of the first read in a new place. */
  first?: number;
  /** Most bytes of one read. */
  most?: number;
  /** Bytes kept, of what was read last. */
  cache?: number;
}

interface Piece {
  start: number;
  bytes: Uint8Array;
  window: number;
}

export function readAhead(inner: ByteSource, options: ReadAheadOptions = {}): ByteSource {
  const { first = 16 * 1024, most = 1024 * 1024, cache = 8 * 1024 * 1024 } = options;
  const byPage = new Map<number, Piece>();
  const byEnd = new Map<number, Piece>();
  const pieces = new Set<Piece>(); // oldest first
  let kept = 0;

  function forget(piece: Piece): void {
    pieces.delete(piece);
    kept -= piece.bytes.byteLength;
    const end = piece.start + piece.bytes.byteLength;
    if (byEnd.get(end) === piece) byEnd.delete(end);
    for (let at = piece.start; at < end; at += pageSize) if (byPage.get(at) === piece) byPage.delete(at);
  }

  function keep(piece: Piece): void {
    const end = piece.start + piece.bytes.byteLength;
    for (let at = piece.start; at < end; at += pageSize) byPage.set(at, piece);
    byEnd.set(end, piece);
    pieces.add(piece);
    kept += piece.bytes.byteLength;
    for (const oldest of pieces) {
      if (kept <= cache || oldest === piece) break;
      forget(oldest);
    }
  }

  function fetchPiece(start: number): Piece | Exclude<ReadResult, true> {
    const previous = byEnd.get(start);
    const window = previous ? Math.min(previous.window * 2, most) : first;
    const bytes = new Uint8Array(Math.min(window, inner.size - start));
    const isRead = inner.read(start, bytes);
    if (isRead !== true) return isRead;
    const piece = { start, bytes, window };
    keep(piece);
    return piece;
  }

  return {
    size: inner.size,
    read(offset, target) {
      if (offset + target.byteLength > inner.size) return false;
      for (let done = 0; done < target.byteLength;) {
        const at = offset + done;
        const start = at - (at % pageSize);
        const piece = byPage.get(start) ?? fetchPiece(start);
        if (piece === false || piece === "changed") return piece;
        const from = at - piece.start;
        const part = piece.bytes.subarray(from, from + target.byteLength - done);
        target.set(part, done);
        done += part.byteLength;
      }
      return true;
    },
    close() {
      byPage.clear();
      byEnd.clear();
      pieces.clear();
      return inner.close();
    },
  };
}
