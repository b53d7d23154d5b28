// The shapes of some neighbours as arrays for the graphics card: what the engine gives batch by batch, with shared parts put where
// they stand, and for each point the element it is of.
import type { GeometryBatch } from "../../engine";
import type { Placed } from "../../lib/placed";

export interface ShapePage {
  positions: Float32Array<ArrayBuffer>;
  normals: Float32Array<ArrayBuffer>;
  elements: Uint32Array<ArrayBuffer>;
  triangles: Uint32Array<ArrayBuffer>;
  lines: Uint32Array<ArrayBuffer>;
  /** Elements that are drawn. */
  places: number[];
  /** Of the elements asked for, how many primitives of each cannot be drawn, where there are any. */
  refused: ReadonlyMap<number, number>;
}

const partBit = 0x80000000;

/** A shape that stands in several places, in its own coordinates. */
interface Part {
  positions: Float32Array;
  normals: Float32Array;
  triangles: Uint32Array;
  lines: Uint32Array;
}

/** A list of numbers that grows without moving them one by one. */
class Growing<T extends Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>> {
  length = 0;
  #array: T;

  constructor(private readonly make: (length: number) => T) {
    this.#array = make(1024);
  }

  /** Room for more numbers: the array, and where they begin. */
  more(count: number): { array: T; at: number } {
    const at = this.length;
    this.length += count;
    if (this.length > this.#array.length) {
      const larger = this.make(Math.max(this.length, 2 * this.#array.length));
      larger.set(this.#array);
      this.#array = larger;
    }
    return { array: this.#array, at };
  }

  get whole(): T {
    return this.#array.slice(0, this.length) as T;
  }
}

export class PageMaker {
  readonly #positions = new Growing((n) => new Float32Array(n));
  readonly #normals = new Growing((n) => new Float32Array(n));
  readonly #elements = new Growing((n) => new Uint32Array(n));
  readonly #triangles = new Growing((n) => new Uint32Array(n));
  readonly #lines = new Growing((n) => new Uint32Array(n));
  readonly #parts = new Map<number, Part[]>();
  readonly #drawn = new Set<number>();
  readonly #refused = new Map<number, number>();

  /** `mostTriangles`: an element that would go beyond keeps its box. */
  constructor(
    private readonly placed: Placed,
    private readonly mostTriangles: number,
  ) {}

  add(batch: GeometryBatch): void {
    const { ids, runs, instances, transforms, refused } = batch;
    const places = Array.from(ids, (id) => this.placed.index.placeOf(id));
    for (const [index, place] of places.entries())
      if ((refused[index] as number) > 0) this.#refused.set(place, refused[index] as number);
    let [triangle, line] = [0, 0];
    for (let run = 0; run < runs.length; run += 4) {
      const owner = runs[run] as number;
      const [toTriangle, toLine] = [runs[run + 1] as number, runs[run + 2] as number];
      const piece = pieceOf(batch, triangle, toTriangle, line, toLine);
      [triangle, line] = [toTriangle, toLine];
      if (owner < partBit) this.#put(places[owner] as number, piece);
      else this.#parts.set(owner - partBit, [...(this.#parts.get(owner - partBit) ?? []), piece]);
    }
    for (let instance = 0; instance < instances.length / 3; instance += 1) {
      const place = places[instances[3 * instance] as number] as number;
      const transform = transforms.subarray(12 * instance, 12 * instance + 12);
      for (const part of this.#parts.get(instances[3 * instance + 1] as number) ?? [])
        this.#put(place, part, transform);
    }
  }

  #put(place: number, piece: Part, transform?: Float32Array): void {
    if (place < 0 || this.#left.has(place) || piece.triangles.length + piece.lines.length === 0) return;
    if (this.#triangles.length / 3 + piece.triangles.length / 3 > this.mostTriangles) {
      this.#left.add(place);
      return;
    }
    const base = this.#elements.length;
    const count = piece.positions.length / 3;
    const elements = this.#elements.more(count);
    elements.array.fill(place, elements.at, elements.at + count);
    const positions = this.#positions.more(3 * count);
    const normals = this.#normals.more(3 * count);
    if (transform) {
      moved(piece.positions, transform, true, positions.array, positions.at);
      moved(piece.normals, transform, false, normals.array, normals.at);
    } else {
      positions.array.set(piece.positions, positions.at);
      normals.array.set(piece.normals, normals.at);
    }
    shifted(piece.triangles, base, this.#triangles.more(piece.triangles.length));
    shifted(piece.lines, base, this.#lines.more(piece.lines.length));
    this.#drawn.add(place);
  }

  /** Elements that there was no room for: half a shape would be a wrong one, so what there is of it is not drawn (shaders.ts). */
  readonly #left = new Set<number>();

  made(): ShapePage {
    return {
      positions: this.#positions.whole,
      normals: this.#normals.whole,
      elements: this.#elements.whole,
      triangles: this.#triangles.whole,
      lines: this.#lines.whole,
      places: [...this.#drawn].filter((place) => !this.#left.has(place)),
      refused: this.#refused,
    };
  }
}

/** Some triangles and lines of a batch, with the points they use and no others. */
function pieceOf(batch: GeometryBatch, triangle: number, toTriangle: number, line: number, toLine: number): Part {
  const triangles = batch.triangles.slice(triangle, toTriangle);
  const lines = batch.lines.slice(line, toLine);
  let [low, high] = [Infinity, -1];
  for (const list of [triangles, lines])
    for (const point of list) {
      if (point < low) low = point;
      if (point > high) high = point;
    }
  if (high < 0) low = 0;
  for (const list of [triangles, lines]) for (let i = 0; i < list.length; i += 1) list[i] = (list[i] as number) - low;
  return {
    positions: batch.positions.subarray(3 * low, 3 * (high + 1)),
    normals: batch.normals.subarray(3 * low, 3 * (high + 1)),
    triangles,
    lines,
  };
}

function shifted(list: Uint32Array, by: number, { array, at }: { array: Uint32Array; at: number }): void {
  for (let i = 0; i < list.length; i += 1) array[at + i] = (list[i] as number) + by;
}

/** Points, or directions, through three rows of a matrix. */
function moved(from: Float32Array, rows: Float32Array, isPoint: boolean, to: Float32Array, at: number): void {
  for (let i = 0; i < from.length; i += 3) {
    const [x, y, z] = [from[i] as number, from[i + 1] as number, from[i + 2] as number];
    for (let row = 0; row < 3; row += 1) {
      const [a, b, c, d] = rows.subarray(4 * row, 4 * row + 4) as unknown as [number, number, number, number];
      to[at + i + row] = a * x + b * y + c * z + (isPoint ? d : 0);
    }
  }
}
