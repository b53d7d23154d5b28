/**
 * Decoding batches (layout version 1, docs/architecture.md). A batch is read in place: numbers are typed arrays over its
 * bytes, text is decoded once a column and only when asked for.
 */

import { EngineError } from "./errors.js";
import type { Batch, Diagnostic, Value, Vector, VectorKind, VectorValue } from "./types.js";

const magic = 0x31424d50; // "PMB1"
const flagLast = 1;
const flagFailed = 2;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true }); // U+FEFF at the start of a text is a part of it

export interface DecodedBatch {
  batch: Batch;
  /** Nothing follows. */
  last: boolean;
}

/** Throws the EngineError of a failed batch. */
export function decodeBatch(bytes: Uint8Array): DecodedBatch {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const header = new DataView(aligned.buffer, aligned.byteOffset, 16);
  if (header.getUint32(0, true) !== magic) throw new Error("these bytes are no batch of version 1");
  const flags = header.getUint32(4, true);
  if (flags & flagFailed) {
    const envelope = JSON.parse(utf8.decode(aligned.subarray(16))) as { diagnostics: Diagnostic[] };
    throw new EngineError(envelope.diagnostics);
  }
  const rowCount = header.getUint32(8, true);
  return {
    batch: new ColumnBatch(rowCount, readColumns(aligned, rowCount, header.getUint32(12, true))),
    last: (flags & flagLast) !== 0,
  };
}

/** A cell of a column of bytes where it lies in the batch; of a batch's first row it begins at a multiple of 8. */
export function bytesIn(batch: Batch, column: number, row = 0): Uint8Array {
  return (batch.columns[column] as BytesVector).view(row);
}

class ColumnBatch implements Batch {
  constructor(
    readonly rowCount: number,
    readonly columns: readonly Vector[],
  ) {}

  row(index: number): VectorValue[] {
    const values: VectorValue[] = new Array(this.columns.length);
    for (let i = 0; i < values.length; i++) values[i] = (this.columns[i] as Vector).get(index);
    return values;
  }
}

function readColumns(bytes: Uint8Array, rowCount: number, columnCount: number): Vector[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns: Vector[] = [];
  for (let at = 16; columns.length < columnCount;) {
    const kind = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    columns.push(readColumn(kind, bytes.subarray(at + 8, at + 8 + length), rowCount));
    at += 8 + length;
  }
  return columns;
}

function readColumn(kind: number, block: Uint8Array, rowCount: number): Vector {
  const nullBytes = (rowCount + 7) >> 3;
  const nulls = block.subarray(0, nullBytes);
  const { buffer } = block;
  const data = block.byteOffset + ((nullBytes + 7) & ~7);
  switch (kind) {
    case 0:
      return new NullVector(rowCount);
    case 1:
      return new BooleanVector(nulls, new Uint8Array(buffer, data, rowCount));
    case 2:
      return new NumberVector("number", nulls, new Float64Array(buffer, data, rowCount));
    case 3:
      return new IdVector(nulls, buffer, data, rowCount);
    case 4:
    case 5:
    case 6: {
      const offsets = new Uint32Array(buffer, data, rowCount + 1);
      const start = data + (((rowCount + 1) * 4 + 7) & ~7);
      const text = new Uint8Array(buffer, start, offsets[rowCount]);
      if (kind === 6) return new BytesVector(nulls, offsets, text);
      return kind === 4 ? new TextVector(nulls, offsets, text) : new JsonVector(nulls, offsets, text);
    }
    case 7:
      return new NumberVector("verdict", nulls, new Uint16Array(buffer, data, rowCount));
    case 8:
      return new IntegerVector(nulls, buffer, data, rowCount);
    case 9:
    case 10:
      return new PointVector(nulls, new Float64Array(buffer, data, rowCount * (kind - 7)), rowCount, kind - 7);
    default:
      throw new Error(`a batch column has the unknown kind ${kind}`);
  }
}

function isSet(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3] as number) & (1 << (row & 7))) !== 0;
}

class NullVector implements Vector {
  readonly kind = "null";
  readonly numbers = undefined;
  constructor(readonly length: number) {}
  isNull(): boolean {
    return true;
  }
  get(): null {
    return null;
  }
}

class BooleanVector implements Vector {
  readonly kind = "boolean";
  readonly length: number;
  constructor(
    private readonly nulls: Uint8Array,
    readonly numbers: Uint8Array,
  ) {
    this.length = numbers.length;
  }
  isNull(row: number): boolean {
    return isSet(this.nulls, row);
  }
  get(row: number): boolean | null {
    return isSet(this.nulls, row) ? null : this.numbers[row] === 1;
  }
}

class NumberVector implements Vector {
  readonly length: number;
  constructor(
    readonly kind: "number" | "verdict",
    private readonly nulls: Uint8Array,
    readonly numbers: Float64Array | Uint16Array,
  ) {
    this.length = numbers.length;
  }
  isNull(row: number): boolean {
    return isSet(this.nulls, row);
  }
  get(row: number): number | null {
    return isSet(this.nulls, row) ? null : (this.numbers[row] as number);
  }
}

/** Whole numbers of 64 bits: numbers as long as every digit is right, which needs no bigint for nearly all of them. */
class IntegerVector implements Vector {
  readonly kind = "integer";
  readonly numbers: BigInt64Array;
  private readonly halves: Uint32Array;
  constructor(
    private readonly nulls: Uint8Array,
    buffer: ArrayBufferLike,
    offset: number,
    readonly length: number,
  ) {
    this.numbers = new BigInt64Array(buffer as ArrayBuffer, offset, length);
    this.halves = new Uint32Array(buffer, offset, length * 2);
  }
  isNull(row: number): boolean {
    return isSet(this.nulls, row);
  }
  get(row: number): number | bigint | null {
    if (isSet(this.nulls, row)) return null;
    const high = (this.halves[row * 2 + 1] as number) | 0; // signed
    const value = high * 4294967296 + (this.halves[row * 2] as number);
    return Number.isSafeInteger(value) ? value : (this.numbers[row] as bigint);
  }
}

/** Hex text from the two halves of an id: many times faster than by way of a bigint. */
class IdVector implements Vector {
  readonly kind = "id";
  private readonly halves: Uint32Array;
  constructor(
    private readonly nulls: Uint8Array,
    private readonly buffer: ArrayBufferLike,
    private readonly offset: number,
    readonly length: number,
  ) {
    this.halves = new Uint32Array(buffer, offset, length * 2);
  }
  get numbers(): BigUint64Array {
    return new BigUint64Array(this.buffer as ArrayBuffer, this.offset, this.length);
  }
  isNull(row: number): boolean {
    return isSet(this.nulls, row);
  }
  get(row: number): string | null {
    if (isSet(this.nulls, row)) return null;
    const low = this.halves[row * 2] as number;
    const high = this.halves[row * 2 + 1] as number;
    return high === 0 ? `0x${low.toString(16)}` : `0x${high.toString(16)}${low.toString(16).padStart(8, "0")}`;
  }
}

/** The text of a column, decoded whole on first use; cells are then cut out of it. */
class TextColumn {
  private text: string | undefined;
  private ends: Uint32Array | undefined; // UTF-16 offsets; the byte offsets where all is ASCII
  constructor(
    private readonly offsets: Uint32Array,
    private readonly bytes: Uint8Array,
  ) {}

  get(row: number): string {
    if (this.text === undefined) this.decode();
    const from = (this.ends as Uint32Array)[row] as number;
    return (this.text as string).slice(from, (this.ends as Uint32Array)[row + 1]);
  }

  private decode(): void {
    this.text = utf8.decode(this.bytes);
    if (this.text.length === this.bytes.length) {
      this.ends = this.offsets;
      return;
    }
    this.ends = utf16Offsets(this.offsets, this.bytes);
    // Damaged UTF-8 decodes to a length of its own: then cell by cell, with offsets to match.
    if (this.ends[this.ends.length - 1] !== this.text.length) this.decodeCells();
  }

  private decodeCells(): void {
    const ends = new Uint32Array(this.offsets.length);
    let text = "";
    for (let row = 0; row + 1 < ends.length; row++) {
      text += utf8.decode(this.bytes.subarray(this.offsets[row], this.offsets[row + 1]));
      ends[row + 1] = text.length;
    }
    this.text = text;
    this.ends = ends;
  }
}

function utf16Offsets(offsets: Uint32Array, bytes: Uint8Array): Uint32Array {
  const ends = new Uint32Array(offsets.length);
  let units = 0;
  let at = 0;
  for (let row = 1; row < offsets.length; row++) {
    for (const end = offsets[row] as number; at < end; at++) {
      const byte = bytes[at] as number;
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    ends[row] = units;
  }
  return ends;
}

/** A column whose cells are points: the text of one is made when somebody looks at it. */
class PointVector implements Vector {
  readonly kind = "text";
  readonly numbers = undefined;
  constructor(
    private readonly nulls: Uint8Array,
    private readonly coordinates: Float64Array,
    readonly length: number,
    private readonly dimensions: number,
  ) {}
  isNull(row: number): boolean {
    return isSet(this.nulls, row);
  }
  get(row: number): string | null {
    if (isSet(this.nulls, row)) return null;
    const [x, y, z] = this.coordinates.subarray(row * this.dimensions, (row + 1) * this.dimensions);
    return this.dimensions === 2 ? `{"x":${x},"y":${y}}` : `{"x":${x},"y":${y},"z":${z}}`;
  }
}

abstract class CellVector implements Vector {
  abstract readonly kind: VectorKind;
  readonly numbers = undefined;
  readonly length: number;
  constructor(
    protected readonly nulls: Uint8Array,
    protected readonly offsets: Uint32Array,
    protected readonly bytes: Uint8Array,
  ) {
    this.length = offsets.length - 1;
  }
  isNull(row: number): boolean {
    return isSet(this.nulls, row);
  }
  abstract get(row: number): Value;
}

class TextVector extends CellVector {
  readonly kind = "text";
  private readonly column = new TextColumn(this.offsets, this.bytes);
  get(row: number): string | null {
    return isSet(this.nulls, row) ? null : this.column.get(row);
  }
}

const binaryMark = "encoding=base64;";

/** Composite values are JSON text; binary members in them are marked base64 and become bytes. */
function valueFromJson(json: string): Value {
  if (!json.includes(binaryMark)) return JSON.parse(json) as Value;
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(binaryMark) ? bytesFromBase64(value.slice(binaryMark.length)) : value,
  ) as Value;
}

function bytesFromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Cells are parsed one by one at first, all together when many are wanted: one long parse is far cheaper than many short ones. */
const fewCells = 16;

class JsonVector extends CellVector {
  readonly kind = "json";
  private readonly column = new TextColumn(this.offsets, this.bytes);
  private asked = 0;
  private parsed: Value[] | undefined;
  get(row: number): Value {
    if (isSet(this.nulls, row)) return null;
    if (this.parsed) return this.parsed[row] as Value;
    if (++this.asked <= fewCells) return valueFromJson(this.column.get(row));
    this.parsed = this.parseAll();
    return this.parsed[row] as Value;
  }
  text(row: number): string | null {
    return isSet(this.nulls, row) ? null : this.column.get(row);
  }
  private parseAll(): Value[] {
    const cells: string[] = new Array(this.length);
    for (let row = 0; row < this.length; row++) cells[row] = this.text(row) ?? "null";
    return valueFromJson(`[${cells.join(",")}]`) as Value[];
  }
}

/** The cell of a `json` column as it stands, not parsed. */
export function jsonText(vector: Vector, row: number): string | null {
  return vector instanceof JsonVector ? vector.text(row) : null;
}

class BytesVector extends CellVector {
  readonly kind = "bytes";
  /** Without a copy: over the batch's own buffer, and not null. */
  view(row: number): Uint8Array {
    return this.bytes.subarray(this.offsets[row], this.offsets[row + 1]);
  }
  get(row: number): Uint8Array | null {
    return isSet(this.nulls, row) ? null : this.bytes.slice(this.offsets[row], this.offsets[row + 1]);
  }
}
