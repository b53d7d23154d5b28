/** Workers that read ranges side by side: nobody waits for a range that has no rows, and nobody runs far ahead. */
import { describe, expect, it } from "vitest";
import { RangePool } from "../../dist/extract/ranges.js";
import { workersFor } from "../../dist/extract/workers.js";
import { coming } from "../../dist/steps.js";
import type { ReadWorker } from "../../dist/read_worker.js";

const ranges = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    after: String(index),
    upTo: String(index + 1),
    isFirst: index === 0,
  }));

/** Workers whose ranges have these pieces; `begun` has the ranges that were opened. */
function workers(piecesOf: (range: number) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const begun: number[] = [];
  const session = {
    *openCursor(_: string, { range }: { range: { after: string } }) {
      const index = Number(range.after);
      begun.push(index);
      const batchOf = (bytes: Uint8Array) => ({ rowCount: 1, columns: [{ get: () => bytes }, { get: () => 1 }] });
      return {
        answer: {},
        batches: (use: (batch: unknown) => Iterable<unknown>) =>
          coming(
            (async function* () {
              yield* piecesOf(index);
            })(),
            (bytes) => use(batchOf(bytes)),
          ),
      };
    },
  };
  const start = () => ({ session: Promise.resolve(session), end() {} }) as unknown as ReadWorker;
  return { begun, start };
}

const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

it("takes as many workers as there are cores for", () => {
  expect([1, 2, 3, 4, 16].map((cores) => workersFor(1_000_000, cores))).toEqual([1, 2, 2, 3, 4]);
  expect(workersFor(10_000, 16)).toBe(1);
});

describe("a pool of workers", () => {
  it("goes past ranges without rows while the first one is read", async () => {
    let reached!: () => void;
    const far = new Promise<void>((resolve) => (reached = resolve));
    const { start } = workers(async function* (range) {
      if (range === 0) await far; // ends only once another worker is at the far end
      if (range === 99) reached();
      if (range === 0 || range === 99) yield new Uint8Array([range]);
    });
    const got: number[] = [];
    for await (const { bytes } of new RangePool(ranges(100), {}).pieces(start, 2)) got.push(bytes[0] as number);
    expect(got).toEqual([0, 99]);
  });

  it("begins no further range while much is waiting for the caller", async () => {
    const megabyte = new Uint8Array(2 ** 20);
    const { begun, start } = workers((range) => Array(4).fill(megabyte.with(0, range)));
    const pieces = new RangePool(ranges(100), {}).pieces(start, 2);
    const first = await pieces.next();
    await turns();
    expect(begun.length).toBeLessThan(8);
    const order = [(first.value as { bytes: Uint8Array }).bytes[0] as number];
    for await (const { bytes } of pieces) order.push(bytes[0] as number);
    expect(begun).toHaveLength(100);
    expect(order).toEqual(Array.from({ length: 400 }, (_, index) => index >> 2));
  });
});
