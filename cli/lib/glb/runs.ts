/** The runs of a batch as primitives of glTF: which bytes of the batch's arrays are written, and what describes them. */

import type { GeometryBatch } from "premap";
import { Indices } from "./indices.js";

/** What glTF calls things; the numbers are those of OpenGL. */
const float = 5126;
export const arrayBuffer = 34962;
const elementArrayBuffer = 34963;
const lineMode = 1;

/** A primitive before it has a material; `color` 0: it takes that of its instance. */
export interface Unpainted {
  attributes: { POSITION: number; NORMAL?: number };
  indices: number;
  color: number;
  mode?: number;
}

/** Where bytes and descriptions go; each answers with the number to refer to it by. */
export interface Sink {
  bufferView(bytes: Uint8Array, target: number): number;
  accessor(accessor: object): number;
}

type Kind = "triangles" | "lines";

export class Runs {
  private readonly views = new Map<string, number>();
  private readonly indices: Record<Kind, Indices>;

  constructor(
    private readonly batch: GeometryBatch,
    private readonly sink: Sink,
  ) {
    const ends = (column: number) =>
      Array.from({ length: batch.runs.length / 4 }, (_, run) => batch.runs[4 * run + column] as number);
    this.indices = { triangles: new Indices(batch.triangles, ends(1)), lines: new Indices(batch.lines, ends(2)) };
  }

  primitives(run: number): Unpainted[] {
    const color = this.batch.runs[4 * run + 3] as number;
    return (["triangles", "lines"] as const).flatMap((kind) => this.primitive(kind, run, color) ?? []);
  }

  private primitive(kind: Kind, run: number, color: number): Unpainted | undefined {
    const indices = this.indices[kind].of(run);
    if (!indices) return undefined;
    const { low, high, isShort, accessor } = indices;
    const { positions, normals } = this.batch;
    const points = { byteOffset: 12 * low, componentType: float, count: high - low + 1, type: "VEC3" };
    const view = this.view("positions", () => positions);
    const POSITION = this.sink.accessor({ ...view, ...points, ...boundsOf(positions, low, high) });
    const attributes =
      kind === "lines"
        ? { POSITION }
        : { POSITION, NORMAL: this.sink.accessor({ ...this.view("normals", () => withLengths(normals)), ...points }) };
    const named = () => (isShort ? this.indices[kind].short : this.indices[kind].long);
    return {
      attributes,
      indices: this.sink.accessor({ ...this.view(`${kind}${isShort}`, named, elementArrayBuffer), ...accessor }),
      color,
      ...(kind === "lines" ? { mode: lineMode } : {}),
    };
  }

  /** Written when it is first asked for: what nothing refers to is left out. */
  private view(
    name: string,
    numbers: () => Float32Array | Uint32Array | Uint16Array,
    target = arrayBuffer,
  ): { bufferView: number } {
    const known = this.views.get(name);
    if (known !== undefined) return { bufferView: known };
    const { buffer, byteOffset, byteLength } = numbers();
    const bufferView = this.sink.bufferView(new Uint8Array(buffer, byteOffset, byteLength), target);
    this.views.set(name, bufferView);
    return { bufferView };
  }
}

function boundsOf(positions: Float32Array, low: number, high: number): { min: number[]; max: number[] } {
  const min = Array.from(positions.subarray(3 * low, 3 * low + 3));
  const max = [...min];
  for (let k = 0; k < 3; k++) {
    let least = min[k] as number;
    let most = least;
    for (let i = 3 * low + k; i < 3 * high + 3; i += 3) {
      const x = positions[i] as number;
      if (x < least) least = x;
      else if (x > most) most = x;
    }
    min[k] = least;
    max[k] = most;
  }
  return { min, max };
}

/** Points of lines, and of facets without area, have no normal, and in glTF there is none without a length. */
function withLengths(normals: Float32Array): Float32Array {
  const all = normals.slice();
  for (let i = 0; i < all.length; i += 3) if (all[i] === 0 && all[i + 1] === 0 && all[i + 2] === 0) all[i + 2] = 1;
  return all;
}
