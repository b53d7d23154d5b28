/** Read-ahead: few reads for scans, small reads for lookups, bounded memory, offsets beyond 4 GB. */
import { describe, expect, it } from "vitest";
import { readAhead } from "../../dist/sources/read_ahead.js";

/** A source whose byte at offset n is n % 251, which writes down every read. */
function recorded(size: number) {
  const reads: { offset: number; length: number }[] = [];
  const source = {
    size,
    read(offset: number, target: Uint8Array) {
      reads.push({ offset, length: target.length });
      for (let i = 0; i < target.length; i++) target[i] = (offset + i) % 251;
      return true;
    },
    close() {},
  };
  return { source, reads };
}

function page(
  source: { read(offset: number, target: Uint8Array): boolean | "changed" },
  offset: number,
  length = 4096,
): Uint8Array {
  const target = new Uint8Array(length);
  expect(source.read(offset, target)).toBe(true);
  return target;
}

const right = (bytes: Uint8Array, offset: number): boolean => bytes.every((byte, i) => byte === (offset + i) % 251);

describe("read-ahead", () => {
  it("scans in few reads that double up to the most", () => {
    const { source, reads } = recorded(8 << 20);
    const ahead = readAhead(source);
    for (let at = 0; at < source.size; at += 4096)
      if (!right(page(ahead, at), at)) throw new Error(`wrong bytes at ${at}`);
    expect(reads.slice(0, 4).map((read) => read.length)).toEqual([16384, 32768, 65536, 131072]);
    expect(Math.max(...reads.map((read) => read.length))).toBe(1 << 20);
    expect(reads.length).toBeLessThan(16);
  });

  it("keeps two scans at once fast", () => {
    const { source, reads } = recorded(16 << 20);
    const ahead = readAhead(source);
    for (let at = 0; at < 4 << 20; at += 4096) {
      page(ahead, at);
      page(ahead, at + (8 << 20));
    }
    expect(reads.length).toBeLessThan(26);
  });

  it("reads little for lookups", () => {
    const { source, reads } = recorded(1 << 30);
    const ahead = readAhead(source);
    for (let i = 0; i < 100; i++) page(ahead, ((i * 7919) % 260000) * 4096);
    expect(reads.every((read) => read.length === 16384)).toBe(true);
  });

  it("reads a page once while it is kept, and lets go of old ones", () => {
    const { source, reads } = recorded(64 << 20);
    const ahead = readAhead(source, { cache: 64 * 1024 });
    page(ahead, 0);
    page(ahead, 4096);
    expect(reads.length).toBe(1);
    for (let at = 1 << 20; at < 2 << 20; at += 65536) page(ahead, at);
    const before = reads.length;
    page(ahead, 0);
    expect(reads.length).toBe(before + 1);
  });

  it("reads across pieces and up to the very end", () => {
    const { source } = recorded(100_001);
    const ahead = readAhead(source);
    expect(right(page(ahead, 10_000, 80_000), 10_000)).toBe(true);
    expect(right(page(ahead, 99_000, 1001), 99_000)).toBe(true);
    expect(ahead.read(99_000, new Uint8Array(1002))).toBe(false);
  });

  it("works beyond 4 GB", () => {
    const { source, reads } = recorded(6 * 2 ** 30);
    const at = 5 * 2 ** 30 + 4096;
    expect(right(page(readAhead(source), at), at)).toBe(true);
    expect(reads[0]?.offset).toBe(at);
  });

  it("says so when a read fails", () => {
    const ahead = readAhead({ size: 8192, read: () => false, close() {} });
    expect(ahead.read(0, new Uint8Array(16))).toBe(false);
  });
});
