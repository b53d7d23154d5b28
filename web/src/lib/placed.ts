// The boxes of all elements as the picture draws them: flat arrays, in runs of neighbours, in each run the largest first. So the
// head of every run is a coarse picture of all, and a run that is out of sight is passed over whole.
import { IdIndex } from "./id_index";

/** Elements of a run; what is looked at together should lie together, and a run be cheap to pass over. */
export const runLength = 4096;

/** The smallest box around something, as six numbers: low x, y, z, high x, y, z. */
export type Bounds = Float64Array;

/** Neighbours: elements from `start` to `end`, the largest first. */
export interface PlacedRun {
  start: number;
  end: number;
  bounds: Bounds;
}

export const noBounds = (): Bounds => new Float64Array([Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]);

export class Placed {
  /** Where the boxes count from: floats have seven digits. */
  origin: readonly [number, number, number] = [0, 0, 0];
  count = 0;
  readonly runs: PlacedRun[] = [];
  readonly bounds = noBounds();
  #ids = new BigUint64Array(0);
  #boxes = new Float32Array(0);
  #index: IdIndex | undefined;

  /** The ids of the elements, in the order in which they are drawn. */
  get ids(): BigUint64Array {
    return this.#ids.subarray(0, this.count);
  }

  /** For each six numbers from `origin`: low x, y, z, high x, y, z. */
  get boxes(): Float32Array {
    return this.#boxes.subarray(0, 6 * this.count);
  }

  idAt(place: number): bigint {
    return this.#ids[place] as bigint;
  }

  /** As the engine writes ids. */
  hexAt(place: number): string {
    return `0x${this.idAt(place).toString(16)}`;
  }

  /** Where an element stands in the arrays; -1: it has no box. */
  get index(): IdIndex {
    return (this.#index ??= new IdIndex(this.#ids, this.count));
  }

  placeOf(id: string): number {
    return /^0x[0-9a-f]+$/i.test(id) ? this.index.placeOf(BigInt(id)) : -1;
  }

  /** Boxes as the engine gives them, neighbours after each other. Numbers that are none are no place. */
  add(ids: BigUint64Array, boxes: Float64Array): void {
    const places = placesOf(boxes);
    if (places.length === 0) return;
    if (this.count === 0) this.origin = middleOf(boxes, places[0] as number);
    this.#reserve(this.count + places.length);
    for (let from = 0; from < places.length; from += runLength)
      this.#addRun(ids, boxes, places.subarray(from, from + runLength));
    this.#index = undefined;
  }

  #addRun(ids: BigUint64Array, boxes: Float64Array, places: Uint32Array): void {
    const sizes = new Float32Array(places.length);
    for (let i = 0; i < places.length; i += 1) sizes[i] = diagonal(boxes, 6 * (places[i] as number));
    const order = Uint32Array.from(places.keys()).sort((a, b) => (sizes[b] as number) - (sizes[a] as number));
    const bounds = noBounds();
    const start = this.count;
    for (const which of order) {
      const from = 6 * (places[which] as number);
      this.#ids[this.count] = ids[places[which] as number] as bigint;
      for (let axis = 0; axis < 6; axis += 1)
        this.#boxes[6 * this.count + axis] = (boxes[from + axis] as number) - (this.origin[axis % 3] as number);
      extend(bounds, this.#boxes, 6 * this.count);
      this.count += 1;
    }
    extend(this.bounds, bounds, 0);
    this.runs.push({ start, end: this.count, bounds });
  }

  #reserve(count: number): void {
    if (this.#ids.length >= count) return;
    const size = Math.max(count, 2 * this.#ids.length);
    const [ids, boxes] = [new BigUint64Array(size), new Float32Array(6 * size)];
    (ids.set(this.#ids), boxes.set(this.#boxes));
    [this.#ids, this.#boxes] = [ids, boxes];
  }

  /** The box around some elements; around all of them without `places`. */
  around(places?: Iterable<number>): Bounds {
    if (!places) return this.usual();
    const bounds = noBounds();
    for (const place of places) extend(bounds, this.#boxes, 6 * place);
    return bounds;
  }

  /** The box around all but strays: an element far from all others would leave nothing of them to be seen. */
  usual(): Bounds {
    const step = Math.max(1, Math.floor(this.count / 5000));
    const sample = Array.from({ length: Math.ceil(this.count / step) }, (_, i) => i * step);
    const middles = [0, 1, 2].map((axis) => {
      const sorted = sample.map((place) => this.#middle(place, axis)).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
      return { low: at(0.15), high: at(0.85) };
    });
    const spread = 4 * Math.max(...middles.map(({ low, high }) => high - low));
    const isStray = (place: number) =>
      middles.some(({ low, high }, axis) => {
        const middle = this.#middle(place, axis);
        return middle < low - spread || middle > high + spread;
      });
    const usual = noBounds();
    for (let place = 0; place < this.count; place += 1) if (!isStray(place)) extend(usual, this.#boxes, 6 * place);
    return sizeOf(this.bounds) > 4 * sizeOf(usual) && sizeOf(usual) > 0 ? usual : this.bounds;
  }

  #middle(place: number, axis: number): number {
    return ((this.#boxes[6 * place + axis] as number) + (this.#boxes[6 * place + axis + 3] as number)) / 2;
  }
}

/** The longest side. */
const sizeOf = (b: Bounds): number =>
  Math.max(...[0, 1, 2].map((axis) => (b[axis + 3] as number) - (b[axis] as number)));

export function extend(bounds: Bounds, box: ArrayLike<number>, at: number): void {
  for (let axis = 0; axis < 3; axis += 1) {
    if ((box[at + axis] as number) < (bounds[axis] as number)) bounds[axis] = box[at + axis] as number;
    if ((box[at + 3 + axis] as number) > (bounds[axis + 3] as number)) bounds[axis + 3] = box[at + 3 + axis] as number;
  }
}

function diagonal(boxes: ArrayLike<number>, at: number): number {
  const x = (boxes[at + 3] as number) - (boxes[at] as number);
  const y = (boxes[at + 4] as number) - (boxes[at + 1] as number);
  const z = (boxes[at + 5] as number) - (boxes[at + 2] as number);
  return Math.sqrt(x * x + y * y + z * z);
}

function placesOf(boxes: Float64Array): Uint32Array {
  const places = new Uint32Array(boxes.length / 6);
  let found = 0;
  for (let place = 0; place < places.length; place += 1) {
    let sum = 0;
    for (let axis = 0; axis < 6; axis += 1) sum += boxes[6 * place + axis] as number;
    if (Number.isFinite(sum)) places[found++] = place;
  }
  return places.subarray(0, found);
}

function middleOf(boxes: Float64Array, place: number): [number, number, number] {
  const middle = (axis: number) =>
    Math.round(((boxes[6 * place + axis] as number) + (boxes[6 * place + axis + 3] as number)) / 2);
  return [middle(0), middle(1), middle(2)];
}
