/**
 * Batches of shapes into one binary glTF 2.0: a node for each element, a mesh for each part that elements share. Its description stands
 * before its numbers and is known after them, so everything waits in files beside it, and memory holds one batch, whatever the model's
 * size. Parts are placed by nodes and not by an extension: viewers that do not know one would show them once, or not at all.
 */

import { createWriteStream, renameSync, rmSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { GeometryBatch, Point3d } from "premap";
import { InputError, nameOf, unwritable } from "../input.js";
import { arrayBuffer, Runs, type Unpainted } from "./runs.js";
import { ListFile, SideFile } from "./side_file.js";

const partBit = 0x80000000;
/** A length of the format is an unsigned number of 32 bits. */
const mostBytes = 0xffffffff;
/** V8, and so every viewer that is a web page, reads no longer text. */
const longestText = 0x1fffffe8;

interface Node {
  name?: string;
  mesh?: number;
  children?: number[];
  matrix?: number[];
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
  /** The description is longer than what viewers in web pages can read. */
  isLongText: boolean;
}

/** Use: `add` each batch, then `finish`; `discard` in any case. Errors: InputError. */
export class GlbFile {
  readonly written: Written = {
    elements: 0,
    triangles: 0,
    lines: 0,
    refused: 0,
    refusedElements: 0,
    isLongText: false,
  };
  private readonly numbers: SideFile;
  private readonly lists: Record<"nodes" | "elements" | "meshes" | "accessors" | "bufferViews", ListFile>;
  /** Of the first batch: what counts from another is moved there. */
  private origin: Point3d | undefined;
  private readonly materials: object[] = [];
  private readonly materialOf = new Map<number, number>();
  private readonly parts = new Map<number, Unpainted[]>();
  private readonly paintedParts = new Map<string, number>();

  /** `most`: bytes that the file may have. */
  constructor(
    private readonly file: string,
    private readonly most = mostBytes,
  ) {
    this.numbers = new SideFile(file, "numbers");
    const list = (name: string) => new ListFile(file, name);
    this.lists = {
      nodes: list("nodes"),
      elements: list("elements"),
      meshes: list("meshes"),
      accessors: list("accessors"),
      bufferViews: list("views"),
    };
  }

  add(batch: GeometryBatch): void {
    this.origin ??= batch.origin;
    const drawn = new Runs(batch, {
      bufferView: (bytes, target) => this.bufferView(bytes, target),
      accessor: (accessor) => this.lists.accessors.add(accessor),
    });
    const own: Unpainted[][] = Array.from(batch.ids, () => []);
    for (let run = 0; 4 * run < batch.runs.length; run++) {
      const owner = batch.runs[4 * run] as number;
      const primitives = drawn.primitives(run);
      if (owner < partBit) own[owner]?.push(...primitives);
      else if (primitives.length > 0)
        this.parts.set(owner - partBit, [...(this.parts.get(owner - partBit) ?? []), ...primitives]);
    }
    const placed = Array.from(batch.ids, (): number[] => []);
    for (let i = 0; 3 * i < batch.instances.length; i++)
      placed[batch.instances[3 * i] as number]?.push(...this.instance(batch, i));
    const { x, y, z } = this.origin;
    const moved = [batch.origin.x - x, batch.origin.y - y, batch.origin.z - z];
    const translation = moved.some((by) => by !== 0) ? { translation: moved } : {};
    batch.ids.forEach((id, i) => this.addElement(id, own[i] ?? [], placed[i] ?? [], translation));
    this.count(batch);
    this.holdToLimit();
  }

  /** Puts the model where it belongs. */
  async finish(): Promise<void> {
    const beside = `${this.file}.part`;
    const output = createWriteStream(beside);
    try {
      await pipeline(this.pieces(), output);
      renameSync(beside, this.file);
    } catch (error) {
      // A file that is being opened would come after it was removed.
      if (!output.closed) await new Promise<void>((resolve) => output.once("close", () => resolve()));
      rmSync(beside, { force: true });
      throw unwritable(this.file, error);
    }
  }

  discard(): void {
    for (const each of [this.numbers, ...Object.values(this.lists)]) each.remove();
  }

  private async *pieces(): AsyncGenerator<Uint8Array> {
    const json = this.description();
    const size = json.reduce((sum, each) => sum + each.byteLength, 0);
    const padding = -size & 3;
    const { byteLength } = this.numbers;
    const length = 12 + 8 + size + padding + (byteLength > 0 ? 8 + byteLength : 0);
    if (length > this.most) throw this.tooLarge();
    yield Buffer.concat([chunkHead("glTF", 2, length), chunkHead(size + padding, "JSON")]);
    for (const each of json) yield* each instanceof ListFile ? each.pieces() : [each];
    yield Buffer.alloc(padding, " ");
    if (byteLength === 0) return;
    yield chunkHead(byteLength, "BIN\0");
    yield* this.numbers.pieces();
  }

  /** The JSON, as texts and the lists between them; lists that are empty are left out, as the format wants it. */
  private description(): (Buffer | ListFile)[] {
    const { x, y, z } = this.origin ?? { x: 0, y: 0, z: 0 };
    const { nodes, elements, meshes, accessors, bufferViews } = this.lists;
    const { byteLength } = this.numbers;
    const head = {
      asset: { version: "2.0", generator: "premap" },
      scene: 0,
      scenes: [{ nodes: [0], extras: { origin: [x, y, z] } }],
      ...(this.materials.length > 0 ? { materials: this.materials } : {}),
      ...(byteLength > 0 ? { buffers: [{ byteLength }] } : {}),
    };
    const named = ([name, list]: [string, ListFile]) =>
      list.count > 0 ? [Buffer.from(`,"${name}":[`), list, Buffer.from("]")] : [];
    // The first node turns z upwards, as mappings have it, into y upwards, as glTF has it.
    const root = `{"rotation":[${[-Math.SQRT1_2, 0, 0, Math.SQRT1_2].join()}]`;
    return [
      Buffer.from(`${JSON.stringify(head).slice(0, -1)},"nodes":[${root}`),
      ...named(["children", elements]),
      Buffer.from(nodes.count > 0 ? "}," : "}"),
      nodes,
      Buffer.from("]"),
      ...Object.entries({ meshes, accessors, bufferViews }).flatMap(named),
      Buffer.from("}"),
    ];
  }

  /** As soon as it is known, not after the last element. */
  private holdToLimit(): void {
    const text = Object.values(this.lists).reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.written.isLongText = text > longestText;
    if (text + this.numbers.byteLength > this.most) throw this.tooLarge();
  }

  private tooLarge(): InputError {
    const { elements, triangles } = this.written;
    const size = this.most === mostBytes ? "4 GiB" : `${this.most} bytes`;
    return new InputError(
      `${nameOf(this.file)} would be larger than ${size}, and a binary glTF cannot be: there is room for no more than ` +
        `about ${elements.toLocaleString("en")} elements (${triangles.toLocaleString("en")} triangles). ` +
        "Write one model for each group (--group), or take a coarser --chord or --angle",
    );
  }

  private addElement(id: bigint, own: Unpainted[], children: number[], place: { translation?: number[] }): void {
    const ecInstanceId = `0x${id.toString(16)}`;
    const node: Node = { name: ecInstanceId, extras: { ecInstanceId }, ...place };
    if (own.length > 0) node.mesh = this.mesh(own, 0);
    if (children.length > 0) node.children = children;
    this.lists.elements.add(this.node(node));
  }

  /** Behind the first one, which turns all of them. */
  private node(node: Node): number {
    return this.lists.nodes.add(node) + 1;
  }

  /** Its node; none of a part of which nothing was drawn, as a mesh has to have something. */
  private instance({ instances, transforms }: GeometryBatch, i: number): number[] {
    const [, part, color] = instances.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    if (!this.parts.has(part)) return [];
    const rows = transforms.subarray(12 * i, 12 * i + 12);
    // Column by column.
    const matrix = Array.from({ length: 16 }, (_, k) =>
      k % 4 < 3 ? (rows[4 * (k % 4) + (k >> 2)] as number) : k < 15 ? 0 : 1,
    );
    return [this.node({ mesh: this.partIn(part, color), matrix })];
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
    return this.lists.meshes.add({ primitives: painted });
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
    const byteOffset = this.numbers.byteLength;
    this.numbers.write(bytes);
    this.numbers.write(new Uint8Array(-bytes.byteLength & 3)); // what follows stays in line
    const byteStride = target === arrayBuffer ? { byteStride: 12 } : {}; // all of them are of three floats
    return this.lists.bufferViews.add({ buffer: 0, byteOffset, byteLength: bytes.byteLength, target, ...byteStride });
  }

  private count({ ids, triangles, lines, refused }: GeometryBatch): void {
    const { written } = this;
    written.elements += ids.length;
    written.triangles += triangles.length / 3;
    written.lines += lines.length / 2;
    for (const each of refused) written.refused += each;
    for (const each of refused) written.refusedElements += each > 0 ? 1 : 0;
  }
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
