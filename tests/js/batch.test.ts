/** Decoding batches, from bytes written by hand to the layout in docs/architecture.md. */
import { describe, expect, it } from "vitest";
import { decodeBatch } from "../../dist/batch.js";
import { EngineError } from "../../dist/errors.js";

type Block = { kind: number; nulls?: number[]; data: number[] };

const u32 = (value: number): number[] => [...new Uint8Array(new Uint32Array([value]).buffer)];
const f64 = (value: number): number[] => [...new Uint8Array(new Float64Array([value]).buffer)];
const u64 = (value: bigint): number[] => [...new Uint8Array(new BigUint64Array([value]).buffer)];
const padded = (bytes: number[]): number[] => [...bytes, ...new Array((8 - (bytes.length % 8)) % 8).fill(0)];

function texts(...values: (string | number[])[]): number[] {
  const cells = values.map((value) => (typeof value === "string" ? [...new TextEncoder().encode(value)] : value));
  let end = 0;
  const offsets = [0, ...cells.map((cell) => (end += cell.length))];
  return [...padded(offsets.flatMap(u32)), ...cells.flat()];
}

function batchOf(rows: number, blocks: Block[], flags = 0): Uint8Array {
  const bytes = [...u32(0x31424d50), ...u32(flags), ...u32(rows), ...u32(blocks.length)];
  for (const { kind, nulls = [], data } of blocks) {
    const bitmap = new Array(Math.ceil(rows / 8)).fill(0);
    for (const row of nulls) bitmap[row >> 3] |= 1 << (row & 7);
    const block = padded([...padded(bitmap), ...data]);
    bytes.push(...u32(kind), ...u32(block.length), ...block);
  }
  return new Uint8Array(bytes);
}

const column = (rows: number, block: Block): unknown[] => {
  const { batch } = decodeBatch(batchOf(rows, [block]));
  return Array.from({ length: rows }, (_, row) => batch.columns[0]?.get(row));
};

describe("a batch column", () => {
  it("of kind 0 is all null", () => {
    expect(column(3, { kind: 0, nulls: [0, 1, 2], data: [] })).toEqual([null, null, null]);
  });

  it("holds booleans", () => {
    expect(column(3, { kind: 1, nulls: [1], data: [1, 0, 0] })).toEqual([true, null, false]);
  });

  it("holds doubles, not finite ones too", () => {
    const data = [1.5, -0, Number.NaN, Number.POSITIVE_INFINITY].flatMap(f64);
    expect(column(4, { kind: 2, data })).toEqual([1.5, -0, Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it("holds whole numbers: numbers as long as every digit is right, bigints beyond", () => {
    const values = [0n, 7n, -7n, 4294967296n, -4294967297n, 9007199254740991n, 9007199254740992n, -9007199254740993n];
    const data = [...values, 9223372036854775807n, -9223372036854775808n, 0n].flatMap((v) =>
      u64(BigInt.asUintN(64, v)),
    );
    expect(column(11, { kind: 8, nulls: [10], data })).toEqual([
      ...[0, 7, -7, 4294967296, -4294967297, 9007199254740991],
      ...[9007199254740992n, -9007199254740993n, 9223372036854775807n, -9223372036854775808n, null],
    ]);
  });

  it("holds text that begins with U+FEFF", () => {
    expect(column(3, { kind: 4, data: texts("\ufeffbom", "", "a\ufeff") })).toEqual(["\ufeffbom", "", "a\ufeff"]);
  });

  it("holds ids as hex text, all 64 bits", () => {
    const data = [0x2dn, 0x10000000001n, 0xffffffffffffffffn, 0n].flatMap(u64);
    expect(column(4, { kind: 3, nulls: [3], data })).toEqual(["0x2d", "0x10000000001", "0xffffffffffffffff", null]);
  });

  it("holds text, empty and not ASCII", () => {
    const cells = ["a", "", "Bâtiment Ω", "😀", "", "z"];
    expect(column(6, { kind: 4, nulls: [4], data: texts(...cells) })).toEqual(["a", "", "Bâtiment Ω", "😀", null, "z"]);
  });

  it("keeps cells apart when one holds damaged UTF-8", () => {
    const data = texts("é", [0xf0, 0x9f], "b", [0xff], "ü");
    expect(column(5, { kind: 4, data })).toEqual(["é", "\ufffd", "b", "\ufffd", "ü"]);
  });

  it("holds JSON", () => {
    const data = texts('{"X":1,"Y":2}', "[1,null]", '"text"');
    expect(column(3, { kind: 5, data })).toEqual([{ X: 1, Y: 2 }, [1, null], "text"]);
  });

  it("holds JSON in many rows", () => {
    const cells = Array.from({ length: 50 }, (_, row) => `{"é":${row}}`);
    const expected = cells.map((cell, row) => (row === 49 ? null : JSON.parse(cell)));
    expect(column(50, { kind: 5, nulls: [49], data: texts(...cells.slice(0, 49), "") })).toEqual(expected);
  });

  it("holds JSON with bytes inside", () => {
    const data = texts('{"b":"encoding=base64;AQL/","n":[1]}', '"no encoding=base64;"');
    expect(column(2, { kind: 5, data })).toEqual([{ b: new Uint8Array([1, 2, 255]), n: [1] }, "no encoding=base64;"]);
  });

  it("holds bytes, which are the caller's own", () => {
    const bytes = batchOf(2, [{ kind: 6, nulls: [1], data: texts([1, 2, 255], []) }]);
    const { batch } = decodeBatch(bytes);
    const cell = batch.columns[0]?.get(0) as Uint8Array;
    bytes.fill(0);
    expect([...cell]).toEqual([1, 2, 255]);
    expect(batch.columns[0]?.isNull(0)).toBe(false);
  });

  it("gives no bytes as no bytes", () => {
    expect(column(2, { kind: 6, data: texts([1, 2], []) })).toEqual([new Uint8Array([1, 2]), new Uint8Array()]);
  });

  it("holds verdict numbers", () => {
    expect(column(2, { kind: 7, data: [3, 0, 0, 1] })).toEqual([3, 256]);
  });

  it("finds nulls beyond the first eight rows", () => {
    const data = Array.from({ length: 20 }, () => f64(1)).flat();
    const values = column(20, { kind: 2, nulls: [8, 19], data });
    expect(values.flatMap((value, row) => (value === null ? [row] : []))).toEqual([8, 19]);
  });

  it("offers its numbers without copying", () => {
    const { batch } = decodeBatch(batchOf(2, [{ kind: 3, data: [...u64(7n), ...u64(8n)] }]));
    expect(batch.columns[0]?.numbers).toEqual(new BigUint64Array([7n, 8n]));
  });
});

describe("a batch", () => {
  it("reads several columns of unequal length", () => {
    const { batch, last } = decodeBatch(
      batchOf(
        1,
        [
          { kind: 4, data: texts("abc") },
          { kind: 1, data: [1] },
          { kind: 2, data: f64(2) },
        ],
        1,
      ),
    );
    expect(batch.row(0)).toEqual(["abc", true, 2]);
    expect(last).toBe(true);
  });

  it("without rows is fine", () => {
    const { batch, last } = decodeBatch(batchOf(0, [{ kind: 4, data: texts() }], 1));
    expect([batch.rowCount, batch.columns.length, last]).toEqual([0, 1, true]);
  });

  it("may stand anywhere in a buffer", () => {
    const bytes = batchOf(1, [{ kind: 2, data: f64(2.5) }]);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(decodeBatch(moved.subarray(3)).batch.row(0)).toEqual([2.5]);
  });

  it("that failed throws its diagnostics", () => {
    const envelope = { ok: false, diagnostics: [{ code: "cancelled", severity: "error", message: "stopped" }] };
    const json = new TextEncoder().encode(JSON.stringify(envelope));
    const bytes = new Uint8Array([...batchOf(0, [], 3), ...json]);
    expect(() => decodeBatch(bytes)).toThrow(EngineError);
    expect(() => decodeBatch(bytes)).toThrow("stopped");
  });

  it("of another format is refused", () => {
    expect(() => decodeBatch(new Uint8Array(32))).toThrow("no batch of version 1");
  });
});
