// Which place an id has among a million: an open hash table over the ids' two halves, as a Map of bigints takes ten times the
// memory and the time.

export class IdIndex {
  readonly #halves: Uint32Array;
  /** Place + 1 of the id that hashes here; 0: free. */
  readonly #slots: Uint32Array;
  readonly #mask: number;

  /** Over the first `count` ids; of equal ones the first counts. */
  constructor(ids: BigUint64Array, count = ids.length) {
    this.#halves = new Uint32Array(ids.buffer, ids.byteOffset, 2 * count);
    let size = 16;
    while (size < 2 * count) size *= 2;
    this.#slots = new Uint32Array(size);
    this.#mask = size - 1;
    for (let place = 0; place < count; place += 1) {
      const slot = this.#slotOf(this.#halves[2 * place] as number, this.#halves[2 * place + 1] as number);
      if (this.#slots[slot] === 0) this.#slots[slot] = place + 1;
    }
  }

  /** The place of the id with these halves, the lower first; -1: there is none. */
  placeOfHalves(low: number, high: number): number {
    return (this.#slots[this.#slotOf(low, high)] as number) - 1;
  }

  placeOf(id: bigint): number {
    return this.placeOfHalves(Number(id & 0xffffffffn), Number(id >> 32n));
  }

  /** The places of those of these ids that are there, in the order of the ids. */
  placesOf(ids: BigUint64Array): Uint32Array {
    const halves = new Uint32Array(ids.buffer, ids.byteOffset, 2 * ids.length);
    const places = new Uint32Array(ids.length);
    let found = 0;
    for (let at = 0; at < halves.length; at += 2) {
      const place = this.placeOfHalves(halves[at] as number, halves[at + 1] as number);
      if (place >= 0) places[found++] = place;
    }
    return places.slice(0, found);
  }

  #slotOf(low: number, high: number): number {
    let slot = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    slot = (slot ^ (slot >>> 15)) & this.#mask;
    for (;;) {
      const place = (this.#slots[slot] as number) - 1;
      if (place < 0) return slot;
      if (this.#halves[2 * place] === low && this.#halves[2 * place + 1] === high) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
