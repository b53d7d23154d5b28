/** The file of a model by itself: what it does at the limit of its format, and that memory does not hold it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { validateBytes } from "gltf-validator";
import type { GeometryBatch } from "premap";
import { describe, expect, test } from "vitest";
import { GlbFile } from "../../cli/lib/glb/glb_file.ts";
import { folder } from "./support.ts";

/** Of one tetrahedron each. */
function madeBatch(first: number, count: number): GeometryBatch {
  const corners = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
  const facets = [0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3];
  const of = Array.from({ length: count }, (_, i) => i);
  return {
    origin: { x: 0, y: 0, z: 0 },
    firstPart: 0,
    ids: BigUint64Array.from(of, (i) => BigInt(first + i)),
    refused: new Uint32Array(count),
    boxes: new Float64Array(6 * count),
    positions: Float32Array.from(of.flatMap((i) => corners.map((x, k) => (k % 3 === 0 ? x + 2 * i : x)))),
    normals: Float32Array.from(of.flatMap(() => corners.map((_, k) => (k % 3 === 2 ? 1 : 0)))),
    triangles: Uint32Array.from(of.flatMap((i) => facets.map((at) => at + 4 * i))),
    lines: new Uint32Array(0),
    runs: Uint32Array.from(of.flatMap((i) => [i, 12 * (i + 1), 0, 0xff])),
    parts: new BigUint64Array(0),
    instances: new Uint32Array(0),
    transforms: new Float32Array(0),
  } as GeometryBatch;
}

const left = (output: string) =>
  readdirSync(path.dirname(output)).filter((name) => name.startsWith(path.basename(output)));

describe("a model's file", () => {
  test("is refused as soon as it would be too large, with what to do, and leaves nothing behind", async () => {
    const output = path.join(folder, "large.glb");
    const model = new GlbFile(output, 1_000_000);
    const add = () => {
      for (let first = 1; first < 100_000; first += 100) model.add(madeBatch(first, 100));
    };
    expect(add).toThrow(
      /large\.glb would be larger than 1000000 bytes.*room for no more than about 1,\d00 elements.*--group.*--chord/s,
    );
    expect(model.written.elements).toBeLessThan(2_000);
    model.discard();
    expect(left(output)).toEqual([]);
  });

  test("is refused at its end when only then it is too large", async () => {
    const output = path.join(folder, "edge.glb");
    const model = new GlbFile(output, 1_000);
    model.add(madeBatch(1, 1));
    await expect(model.finish()).rejects.toThrow(/would be larger than 1000 bytes/);
    model.discard();
    expect(left(output)).toEqual([]);
  });

  test("leaves out instances of a part of which nothing was drawn", async () => {
    const output = path.join(folder, "refused-part.glb");
    const model = new GlbFile(output);
    const turned = Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0);
    model.add({
      ...madeBatch(1, 1),
      parts: BigUint64Array.of(7n),
      instances: Uint32Array.of(0, 0, 0xff),
      transforms: turned,
    });
    await model.finish();
    model.discard();
    const { issues } = await validateBytes(new Uint8Array(readFileSync(output)));
    expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]);
  });

  test("grows on the disk, not in memory", async () => {
    const output = path.join(folder, "many.glb");
    const model = new GlbFile(output);
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const heap = () => (collect(), process.memoryUsage().heapUsed);
    model.add(madeBatch(1, 1000));
    const before = heap();
    for (let first = 1001; first < 10_000; first += 1000) model.add(madeBatch(first, 1000));
    expect(heap() - before).toBeLessThan(2 << 20);
    await model.finish();
    model.discard();
    expect(left(output)).toEqual(["many.glb"]);
    const { issues, info } = await validateBytes(new Uint8Array(readFileSync(output)), { maxIssues: 20 });
    expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]);
    expect(info.totalTriangleCount).toBe(40_000);
  });

  test("has indices of four bytes where two are not enough", async () => {
    const output = path.join(folder, "wide.glb");
    const model = new GlbFile(output);
    const batch = madeBatch(1, 20_000);
    // One run over all of them.
    model.add({ ...batch, runs: Uint32Array.from([0, batch.triangles.length, 0, 0xff]) });
    model.add(madeBatch(30_000, 3));
    await model.finish();
    model.discard();
    const bytes = new Uint8Array(readFileSync(output));
    const json = JSON.parse(Buffer.from(bytes.subarray(20, 20 + Buffer.from(bytes).readUInt32LE(12))).toString()) as {
      accessors: { componentType: number; type: string; count: number }[];
    };
    const scalars = json.accessors
      .filter(({ type }) => type === "SCALAR")
      .map(({ componentType, count }) => [componentType, count]);
    expect(scalars).toEqual([
      [5125, 240_000],
      [5123, 12],
      [5123, 12],
      [5123, 12],
    ]);
    const { issues } = await validateBytes(bytes, { maxIssues: 20 });
    expect(issues.messages.filter(({ severity }) => severity < 2)).toEqual([]);
  });
});
