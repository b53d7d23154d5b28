/**
 * Batches of shapes into one binary glTF 2.0: a node for each element, a mesh for each part that elements share. The model's description
 * stands before its numbers in the file and is known after them, so the numbers wait in a file beside it.
 */

import { closeSync, createReadStream, createWriteStream, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { GeometryBatch, Point3d } from "premap";
import { unwritable } from "./input.js";

/** What glTF calls things; the numbers are those of OpenGL. */
const float = 5126;
const unsignedInt = 5125;
const arrayBuffer = 34962;
const elementArrayBuffer = 34963;
const lineMode = 1;
const partBit = 0x80000000;
/** A length of the format is an unsigned number of 32 bits. */
const mostBytes = 0xffffffff;

interface Primitive {
  attributes: { POSITION: number; NORMAL?: number };
  indices: number;
  material: number;
  mode?: number;
}
type Unpainted = Omit<Primitive, "material"> & { color: number };
interface Node {
  name?: string;
  mesh?: number;
  children?: number[];
  matrix?: number[];
  rotation?: number[];
  translation?: number[];
  extras?: object;
}

export interface Written {
  elements: number;
  triangles: number;
  lines: number;
  /** Primitives that could not be drawn, and of how many elements they are. */
  refused: number;
  refusedElements: number;
}

/** Use: `add` each batch, then `finish`; `discard` in any case. Errors: InputError. */
export class GlbFile {
  readonly written: Written = { elements: 0, triangles: 0, lines: 0, refused: 0, refusedElements: 0 };
  private readonly numbers: string;
  private readonly handle: number;
  private byteLength = 0;
  /** Of the first batch: what counts from another is moved there. */
  private origin: Point3d | undefined;
  private readonly bufferViews: object[] = [];
  private readonly accessors: object[] = [];
  private readonly materials: object[] = [];
  private readonly materialOf = new Map<number, number>();
  private readonly meshes: { primitives: Primitive[] }[] = [];
  /** The first turns z upwards, as mappings have it, into y upwards, as glTF has it. */
  private readonly nodes: Node[] = [{ rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] }];
  private readonly elements: number[] = [];
  private readonly parts = new Map<number, Unpainted[]>();
  private readonly paintedParts = new Map<string, number>();

  constructor(private readonly file: string) {
    this.numbers = `${file}.numbers.part`;
    this.handle = this.guarded(() => openSync(this.numbers, "w"));
  }

  add(batch: GeometryBatch): void {
    this.origin ??= batch.origin;
    const drawn = new Runs(batch, (bytes, target) => this.bufferView(bytes, target), this.accessors);
    const own: Unpainted[][] = Array.from(batch.ids, () => []);
    for (let run = 0; 4 * run < batch.runs.length; run++) {
      const owner = batch.runs[4 * run] as number;
      const primitives = drawn.primitives(run);
      if (owner < partBit) own[owner]?.push(...primitives);
      else this.parts.set(owner - partBit, [...(this.parts.get(owner - partBit) ?? []), ...primitives]);
    }
    const placed = Array.from(batch.ids, (): number[] => []);
    for (let i = 0; 3 * i < batch.instances.length; i++)
      placed[batch.instances[3 * i] as number]?.push(this.instance(batch, i));
    const { x, y, z } = this.origin;
    const moved = [batch.origin.x - x, batch.origin.y - y, batch.origin.z - z];
    const translation = moved.some((by) => by !== 0) ? { translation: moved } : {};
    batch.ids.forEach((id, i) => this.addElement(id, own[i] ?? [], placed[i] ?? [], translation));
    this.count(batch);
  }

  /** Puts the model where it belongs. */
  async finish(): Promise<void> {
    closeSync(this.handle);
    const beside = `${this.file}.part`;
    try {
      await pipeline(this.pieces(), createWriteStream(beside));
      renameSync(beside, this.file);
    } catch (error) {
      rmSync(beside, { force: true });
      throw unwritable(this.file, error);
    }
  }

  discard(): void {
    try {
      closeSync(this.handle);
    } catch {
      // it is closed
    }
    rmSync(this.numbers, { force: true });
  }

  private async *pieces(): AsyncGenerator<Uint8Array> {
    const text = Buffer.from(JSON.stringify(this.description()));
    const json = Buffer.concat([text, Buffer.alloc(-text.length & 3, " ")]);
    const length = 12 + 8 + json.length + (this.byteLength > 0 ? 8 + this.byteLength : 0);
    if (length > mostBytes)
      throw new Error("a binary glTF holds 4 GiB at most; take fewer elements, or a coarser tolerance");
    yield Buffer.concat([chunkHead("glTF", 2, length), chunkHead(json.length, "JSON"), json]);
    if (this.byteLength === 0) return;
    yield chunkHead(this.byteLength, "BIN\0");
    yield* createReadStream(this.numbers) as AsyncIterable<Uint8Array>;
  }

  private description(): object {
    const { x, y, z } = this.origin ?? { x: 0, y: 0, z: 0 };
    const [root, ...others] = this.nodes as [Node, ...Node[]];
    const lists = {
      materials: this.materials,
      meshes: this.meshes,
      accessors: this.accessors,
      bufferViews: this.bufferViews,
      buffers: this.byteLength > 0 ? [{ byteLength: this.byteLength }] : [],
    };
    return {
      asset: { version: "2.0", generator: "premap" },
      scene: 0,
      scenes: [{ nodes: [0], extras: { origin: [x, y, z] } }],
      nodes: [this.elements.length > 0 ? { ...root, children: this.elements } : root, ...others],
      ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    };
  }

  private addElement(id: bigint, own: Unpainted[], children: number[], place: { translation?: number[] }): void {
    const ecInstanceId = `0x${id.toString(16)}`;
    const node: Node = { name: ecInstanceId, extras: { ecInstanceId }, ...place };
    if (own.length > 0) node.mesh = this.mesh(own, 0);
    if (children.length > 0) node.children = children;
    this.elements.push(this.nodes.push(node) - 1);
  }

  private instance({ instances, transforms }: GeometryBatch, i: number): number {
    const [, part, color] = instances.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    const rows = transforms.subarray(12 * i, 12 * i + 12);
    // Column by column.
    const matrix = Array.from({ length: 16 }, (_, k) =>
      k % 4 < 3 ? (rows[4 * (k % 4) + (k >> 2)] as number) : k < 15 ? 0 : 1,
    );
    return this.nodes.push({ mesh: this.partIn(part, color), matrix }) - 1;
  }

  /** A part in the colour of its instance; where it has colours of its own alone, there is one for all. */
  private partIn(part: number, color: number): number {
    const primitives = this.parts.get(part) ?? [];
    const key = `${part}:${primitives.some((each) => each.color === 0) ? color : 0}`;
    const known = this.paintedParts.get(key) ?? this.mesh(primitives, color);
    this.paintedParts.set(key, known);
    return known;
  }

  private mesh(primitives: Unpainted[], ofInstance: number): number {
    const painted = primitives.map(({ color, ...rest }) => ({ ...rest, material: this.material(color || ofInstance) }));
    return this.meshes.push({ primitives: painted }) - 1;
  }

  private material(color: number): number {
    const known = this.materialOf.get(color);
    if (known !== undefined) return known;
    const alpha = (color >>> 24) / 255;
    const baseColorFactor = [...[0, 8, 16].map((shift) => linear(((color >>> shift) & 255) / 255)), alpha];
    const made = this.materials.push({
      pbrMetallicRoughness: { baseColorFactor, metallicFactor: 0, roughnessFactor: 0.9 },
      doubleSided: true,
      ...(alpha < 1 ? { alphaMode: "BLEND" } : {}),
    });
    this.materialOf.set(color, made - 1);
    return made - 1;
  }

  private bufferView(bytes: Uint8Array, target: number): number {
    this.guarded(() => {
      for (let done = 0; done < bytes.byteLength;) done += writeSync(this.handle, bytes, done);
    });
    const byteOffset = this.byteLength;
    this.byteLength += bytes.byteLength; // numbers are of four bytes: what follows stays in line
    const byteStride = target === arrayBuffer ? { byteStride: 12 } : {}; // all of them are of three floats
    return this.bufferViews.push({ buffer: 0, byteOffset, byteLength: bytes.byteLength, target, ...byteStride }) - 1;
  }

  private count({ ids, triangles, lines, refused }: GeometryBatch): void {
    const { written } = this;
    written.elements += ids.length;
    written.triangles += triangles.length / 3;
    written.lines += lines.length / 2;
    for (const each of refused) written.refused += each;
    for (const each of refused) written.refusedElements += each > 0 ? 1 : 0;
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw unwritable(this.file, error);
    }
  }
}

type AddView = (bytes: Uint8Array, target: number) => number;

/** The runs of a batch over its arrays, which are written as they are but that indices count from a run's first point. */
class Runs {
  private readonly views = new Map<string, number>();
  private readonly indices: { triangles: Uint32Array; lines: Uint32Array };

  constructor(
    private readonly batch: GeometryBatch,
    private readonly addView: AddView,
    private readonly accessors: object[],
  ) {
    this.indices = { triangles: batch.triangles.slice(), lines: batch.lines.slice() };
    for (let run = 0; 4 * run < batch.runs.length; run++)
      for (const kind of ["triangles", "lines"] as const) this.rebase(kind, run);
  }

  primitives(run: number): Unpainted[] {
    const color = this.batch.runs[4 * run + 3] as number;
    return [this.primitive("triangles", run, color), this.primitive("lines", run, color)].flatMap((each) => each ?? []);
  }

  private primitive(kind: "triangles" | "lines", run: number, color: number): Unpainted | undefined {
    const [from, to] = this.range(kind, run);
    if (from === to) return undefined;
    const [low, high] = pointsOf(this.batch[kind], from, to);
    const { positions, normals } = this.batch;
    const point = { byteOffset: 12 * low, componentType: float, count: high - low + 1, type: "VEC3" };
    const POSITION = this.accessor({
      ...this.view("positions", positions, arrayBuffer),
      ...point,
      ...bounds(positions, low, high),
    });
    const view = () => this.view("normals", withLengths(normals), arrayBuffer);
    const NORMAL = kind === "triangles" ? this.accessor({ ...view(), ...point }) : undefined;
    const ofIndices = { byteOffset: 4 * from, componentType: unsignedInt, count: to - from, type: "SCALAR" };
    const indices = this.accessor({ ...this.view(kind, this.indices[kind], elementArrayBuffer), ...ofIndices });
    const attributes = NORMAL === undefined ? { POSITION } : { POSITION, NORMAL };
    return { attributes, indices, color, ...(kind === "lines" ? { mode: lineMode } : {}) };
  }

  private range(kind: "triangles" | "lines", run: number): [number, number] {
    const column = kind === "triangles" ? 1 : 2;
    const end = (at: number) => this.batch.runs[4 * at + column] as number;
    return [run === 0 ? 0 : end(run - 1), end(run)];
  }

  private rebase(kind: "triangles" | "lines", run: number): void {
    const [from, to] = this.range(kind, run);
    const [low] = pointsOf(this.batch[kind], from, to);
    const indices = this.indices[kind];
    for (let i = from; i < to; i++) indices[i] = (indices[i] as number) - low;
  }

  /** Written when it is first asked for: what nothing refers to is left out. */
  private view(name: string, array: Float32Array | Uint32Array, target: number): { bufferView: number } {
    const bytes = () => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const bufferView = this.views.get(name) ?? this.addView(bytes(), target);
    this.views.set(name, bufferView);
    return { bufferView };
  }

  private accessor(accessor: object): number {
    return this.accessors.push(accessor) - 1;
  }
}

/** The first and the last point that is named between two places. */
function pointsOf(indices: Uint32Array, from: number, to: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let i = from; i < to; i++) {
    const at = indices[i] as number;
    if (at < low) low = at;
    if (at > high) high = at;
  }
  return [low, high];
}

function bounds(positions: Float32Array, low: number, high: number): { min: number[]; max: number[] } {
  const min = Array.from(positions.subarray(3 * low, 3 * low + 3));
  const max = [...min];
  for (let i = 3 * low; i < 3 * high + 3; i++) {
    const x = positions[i] as number;
    if (x < (min[i % 3] as number)) min[i % 3] = x;
    if (x > (max[i % 3] as number)) max[i % 3] = x;
  }
  return { min, max };
}

/** Points of lines, and of facets without area, have no normal, and in glTF there is none without a length. */
function withLengths(normals: Float32Array): Float32Array {
  const all = normals.slice();
  for (let i = 0; i < all.length; i += 3) if (all[i] === 0 && all[i + 1] === 0 && all[i + 2] === 0) all[i + 2] = 1;
  return all;
}

/** Of a colour as screens have it (sRGB) the amount of light. */
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

function chunkHead(...words: (number | string)[]): Buffer {
  return Buffer.concat(
    words.map((word) => {
      if (typeof word === "string") return Buffer.from(word, "latin1");
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(word);
      return bytes;
    }),
  );
}
