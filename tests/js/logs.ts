/** Logs as SQLite writes them, for the tests: the pages of a file changed in a write-ahead log, or kept in a rollback journal. */

export interface Page {
  number: number;
  bytes: Uint8Array;
}

export const pageSizeOf = (file: Uint8Array): number => {
  const size = ((file[16] as number) << 8) | (file[17] as number);
  return size === 1 ? 65536 : size;
};

/** The page that holds a text which occurs once, with another of the same length in its place. */
export function pageWith(file: Uint8Array, text: string, other: string): Page {
  const size = pageSizeOf(file);
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const at = bytes.indexOf(text);
  if (at < 0 || bytes.indexOf(text, at + 1) >= 0 || text.length !== other.length) throw new Error(`not once: ${text}`);
  const start = at - (at % size);
  const page = Uint8Array.from(bytes.subarray(start, start + size));
  Buffer.from(page.buffer).write(other, at - start, "latin1");
  return { number: start / size + 1, bytes: page };
}

/** The file with pages written over. */
export function withPages(file: Uint8Array, ...pages: Page[]): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(file);
  for (const { number, bytes } of pages) changed.set(bytes, (number - 1) * bytes.byteLength);
  return changed;
}

export interface WalOptions {
  /** Tells one generation of the log from the next. */
  salt?: number;
  pageSize?: number;
}

/** A log of one commit for each list of pages. `pageCount` is the file's. */
export function makeWal(
  pageCount: number,
  commits: Page[][],
  { salt = 1, pageSize }: WalOptions = {},
): Uint8Array<ArrayBuffer> {
  const size = pageSize ?? commits[0]?.[0]?.bytes.byteLength ?? 4096;
  const frames = commits.flat().length;
  const log = new Uint8Array(32 + frames * (24 + size));
  const view = new DataView(log.buffer);
  let sums: [number, number] = [0, 0];
  const sum = (from: number, to: number) => {
    let [first, second] = sums;
    for (let at = from; at < to; at += 8) {
      first = (first + view.getUint32(at, true) + second) >>> 0;
      second = (second + view.getUint32(at + 4, true) + first) >>> 0;
    }
    sums = [first, second];
  };
  const put = (at: number, ...words: number[]) => words.forEach((word, index) => view.setUint32(at + 4 * index, word));
  put(0, 0x377f0682, 3007000, size, 0, salt, salt * 7);
  sum(0, 24);
  put(24, ...sums);
  let at = 32;
  for (const commit of commits)
    for (const [index, page] of commit.entries()) {
      put(at, page.number, index === commit.length - 1 ? pageCount : 0, salt, salt * 7);
      log.set(page.bytes.subarray(0, size), at + 24);
      sum(at, at + 8);
      sum(at + 24, at + 24 + size);
      put(at + 16, ...sums);
      at += 24 + size;
    }
  return log;
}

/** A journal that puts these pages back. */
export function makeJournal(pageCount: number, pages: Page[]): Uint8Array<ArrayBuffer> {
  const sector = 512;
  const size = (pages[0] as Page).bytes.byteLength;
  const journal = new Uint8Array(sector + pages.length * (size + 8));
  const view = new DataView(journal.buffer);
  const nonce = 4711;
  journal.set([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
  [pages.length, nonce, pageCount, sector, size].forEach((word, index) => view.setUint32(8 + 4 * index, word));
  pages.forEach((page, index) => {
    const at = sector + index * (size + 8);
    view.setUint32(at, page.number);
    journal.set(page.bytes, at + 4);
    let sum = nonce;
    for (let from = size - 200; from > 0; from -= 200) sum += page.bytes[from] as number;
    view.setUint32(at + 4 + size, sum);
  });
  return journal;
}
