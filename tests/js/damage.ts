/**
 * Damages snapshots as disks, networks and hostile hands do: pages swapped, copied and cut off, pointers that lead elsewhere or in
 * circles, cells and sizes that are not true. A seed gives the same damage again.
 */

/** mulberry32: the same numbers on every machine. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const interiorTable = 5;
const interiorIndex = 2;
const leafTable = 13;

/** A SQLite file as its pages, numbered from 1. */
export class Pages {
  readonly size: number;
  readonly count: number;
  readonly #view: DataView;
  constructor(readonly bytes: Uint8Array<ArrayBuffer>) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const told = this.#view.getUint16(16);
    this.size = told === 1 ? 65536 : told;
    this.count = Math.floor(bytes.length / this.size);
  }
  at = (page: number): number => (page - 1) * this.size;
  /** Where the page's B-tree header begins: behind the file's on the first one. */
  header = (page: number): number => this.at(page) + (page === 1 ? 100 : 0);
  kind = (page: number): number => this.bytes[this.header(page)]!;
  isInterior = (page: number): boolean => [interiorTable, interiorIndex].includes(this.kind(page));
  cellCount = (page: number): number => this.u16(this.header(page) + 3);
  /** Where the page says that its nth cell lies. */
  pointer = (page: number, cell: number): number => this.header(page) + (this.isInterior(page) ? 12 : 8) + 2 * cell;
  u16 = (at: number): number => (at + 2 <= this.bytes.length ? this.#view.getUint16(at) : 0);
  u32 = (at: number): number => (at + 4 <= this.bytes.length ? this.#view.getUint32(at) : 0);
  put16(at: number, value: number): void {
    if (at + 2 <= this.bytes.length) this.#view.setUint16(at, value & 0xffff);
  }
  put32(at: number, value: number): void {
    if (at + 4 <= this.bytes.length) this.#view.setUint32(at, value >>> 0);
  }

  /** The pages of a tree, without those that long values go on in. */
  treeOf(root: number): number[] {
    const found: number[] = [];
    const waiting = [root];
    for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
      if (page < 1 || page > this.count || found.includes(page)) continue;
      found.push(page);
      if (!this.isInterior(page)) continue;
      waiting.push(this.u32(this.header(page) + 8));
      for (let cell = 0; cell < this.cellCount(page); cell++)
        waiting.push(this.u32(this.at(page) + this.u16(this.pointer(page, cell))));
    }
    return found;
  }
}

type Damage = (pages: Pages, page: number, other: number, random: Random) => void;

const someCell = (pages: Pages, page: number, random: Random): number =>
  pages.at(page) + pages.u16(pages.pointer(page, random.below(Math.max(1, pages.cellCount(page)))));

const damages: readonly Damage[] = [
  function swapPages(pages, page, other) {
    const kept = pages.bytes.slice(pages.at(page), pages.at(page) + pages.size);
    pages.bytes.copyWithin(pages.at(page), pages.at(other), pages.at(other) + pages.size);
    pages.bytes.set(kept, pages.at(other));
  },
  function copyPage(pages, page, other) {
    pages.bytes.copyWithin(pages.at(page), pages.at(other), pages.at(other) + pages.size);
  },
  function clearPage(pages, page, _other, random) {
    pages.bytes.fill(random.below(3) ? 0 : 0xff, pages.at(page), pages.at(page) + pages.size);
  },
  function moveCell(pages, page, _other, random) {
    pages.put16(pages.pointer(page, random.below(Math.max(1, pages.cellCount(page)))), random.below(0x10000));
  },
  function swapCells(pages, page, _other, random) {
    const count = Math.max(1, pages.cellCount(page));
    const [a, b] = [pages.pointer(page, random.below(count)), pages.pointer(page, random.below(count))];
    const kept = pages.u16(a);
    pages.put16(a, pages.u16(b));
    pages.put16(b, kept);
  },
  function changeCellCount(pages, page, _other, random) {
    pages.put16(pages.header(page) + 3, random.pick([0, 1, pages.cellCount(page) + 1, random.below(0x10000)]));
  },
  function changeKind(pages, page, _other, random) {
    pages.bytes[pages.header(page)] = random.pick([interiorIndex, interiorTable, 10, leafTable, random.below(256)]);
  },
  // A leaf's cell begins with the size of what it holds, an interior one's with a page.
  function changeSize(pages, page, _other, random) {
    const cell = someCell(pages, page, random);
    for (let i = 0, bytes = 1 + random.below(5); i < bytes; i++) pages.bytes[cell + i] = 0x80 | random.below(128);
  },
  function changeRecord(pages, page, _other, random) {
    pages.bytes[someCell(pages, page, random) + random.below(24)] = random.below(256);
  },
  function leadElsewhere(pages, page, other, random) {
    const cell = pages.isInterior(page) ? someCell(pages, page, random) : pages.at(page);
    pages.put32(cell, random.pick([other, page, 0, 0xffffffff, pages.count + 1]));
  },
  function leadBack(pages, page, other) {
    pages.put32(pages.header(page) + 8, other);
  },
  // The last bytes of a long value's cell name the page where it goes on, the first of that page the next one.
  function bendChain(pages, page, other, random) {
    for (let from = 1; from <= pages.count; from++) {
      const chained = 1 + ((page + from) % pages.count);
      if (chained !== 1 && ![2, 5, 10, 13].includes(pages.kind(chained))) {
        pages.put32(pages.at(chained), random.pick([chained, other, 0, pages.count + 9]));
        return;
      }
    }
  },
  function changeBytes(pages, page, _other, random) {
    for (let i = 0, bytes = 1 + random.below(12); i < bytes; i++)
      pages.bytes[pages.at(page) + random.below(pages.size)] = random.below(256);
  },
];

/** A damaged copy. Most damage strikes the pages of `aims`; the file's own header is left alone mostly. */
export function damaged(original: Uint8Array, aims: readonly number[], seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const pages = new Pages(new Uint8Array(original));
  const somePage = (): number => (random.below(4) ? random.pick(aims) : 1 + random.below(pages.count));
  for (let i = 0, count = 1 + random.below(random.pick([2, 8, 40])); i < count; i++) {
    const page = somePage();
    if (page !== 1 || random.below(20) === 0) random.pick(damages)(pages, page, somePage(), random);
  }
  if (random.below(25) === 0) pages.bytes[random.below(100)] = random.below(256);
  if (random.below(25) > 0) return pages.bytes;
  // Cut off; half of them are honest about it.
  const kept = 2 + random.below(pages.count - 2);
  if (random.below(2)) pages.put32(28, kept);
  return pages.bytes.slice(0, kept * pages.size + (random.below(3) ? 0 : random.below(pages.size)));
}
