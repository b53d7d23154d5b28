/** Shapes and boxes through the package, against what the native engine draws of the same elements. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createEngine, type Engine, type GeometryBatch, type Snapshot } from "premap";
import initSqlJs from "premap/sqljs";
import { createEngine as createSync } from "premap/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packed, unpacked } from "./geometry_streams.ts";
import { rejection, snapshotBytes, snapshotFile } from "./support.ts";

interface Drawn {
  triangles: number;
  area: number;
  lineLength: number;
  range?: [number[], number[]];
}
interface Recorded {
  id: string;
  code: string;
  dim: number;
  graphics: Drawn;
}
const recorded = (
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../fixtures/geometry/shapes.json"), "utf8")) as {
    elements: Recorded[];
  }
).elements;

let engine: Engine;
let snapshot: Snapshot;
let all: GeometryBatch[];

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

beforeAll(async () => {
  engine = await createEngine({ worker: false });
  snapshot = await engine.open(snapshotFile("shapes.bim"));
  all = await collect(snapshot.geometry());
});
afterAll(() => engine.close());

type Point = [number, number, number];
interface Sum {
  area: number;
  lineLength: number;
  low: Point;
  high: Point;
  colors: Set<number>;
  refused: number;
}
const hex = (id: bigint) => `0x${id.toString(16)}`;
const partBit = 0x80000000;

/** What is drawn of each element, in the world: its own runs, and the parts where they stand. */
function sums(batches: readonly GeometryBatch[]): Map<string, Sum> {
  const elements = new Map<string, Sum>();
  const parts = new Map<number, { batch: GeometryBatch; run: number }[]>();
  const addRun = (sum: Sum, batch: GeometryBatch, run: number, place: (at: number) => Point, color?: number) => {
    const { runs, triangles, lines } = batch;
    const [, trianglesEnd, linesEnd, own] = runs.subarray(4 * run, 4 * run + 4) as unknown as Point & number[];
    const begin = (k: number) => (run === 0 ? 0 : runs[4 * (run - 1) + k]!);
    sum.colors.add(own === 0 ? color! : own!);
    const take = (at: number) => {
      const p = place(at);
      p.forEach((x, k) => {
        sum.low[k] = Math.min(sum.low[k]!, x);
        sum.high[k] = Math.max(sum.high[k]!, x);
      });
      return p;
    };
    for (let i = begin(1); i < trianglesEnd; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => take(triangles[i + k]!)) as [Point, Point, Point];
      const [u, v] = [b, c].map((p) => p.map((x, k) => x - a[k]!)) as [Point, Point];
      sum.area += Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
    }
    for (let i = begin(2); i < linesEnd!; i += 2) {
      const [a, b] = [take(lines[i]!), take(lines[i + 1]!)];
      sum.lineLength += Math.hypot(...a.map((x, k) => x - b[k]!));
    }
  };
  for (const batch of batches) {
    const { origin, positions, runs, instances, transforms } = batch;
    const offset = [origin.x, origin.y, origin.z];
    const here = Array.from(batch.ids, (id, i): Sum => {
      const nothing = { area: 0, lineLength: 0, colors: new Set<number>(), refused: batch.refused[i]! };
      const sum: Sum = { ...nothing, low: [Infinity, Infinity, Infinity], high: [-Infinity, -Infinity, -Infinity] };
      elements.set(hex(id), sum);
      return sum;
    });
    for (let run = 0; 4 * run < runs.length; run++) {
      const owner = runs[4 * run]!;
      if (owner >= partBit) {
        const number = owner - partBit;
        expect(number).toBeGreaterThanOrEqual(batch.firstPart);
        expect(number).toBeLessThan(batch.firstPart + batch.parts.length);
        parts.set(number, [...(parts.get(number) ?? []), { batch, run }]);
      } else {
        addRun(here[owner]!, batch, run, (at) => offset.map((o, k) => o + positions[3 * at + k]!) as Point);
      }
    }
    for (let i = 0; 3 * i < instances.length; i++) {
      const [element, part, color] = instances.subarray(3 * i, 3 * i + 3) as unknown as Point;
      const m = transforms.subarray(12 * i, 12 * i + 12);
      for (const { batch: from, run } of parts.get(part)!) {
        const place = (at: number) =>
          offset.map((o, k) => {
            const row = m.subarray(4 * k, 4 * k + 4);
            return o + row[3]! + [0, 1, 2].reduce((sum, j) => sum + row[j]! * from.positions[3 * at + j]!, 0);
          }) as Point;
        addRun(here[element]!, from, run, place, color);
      }
    }
  }
  return elements;
}

describe("shapes", () => {
  it("are those that the native engine draws, in their places", async () => {
    const drawn = sums(await collect(snapshot.geometry({ construction: true })));
    const compared: string[] = [];
    for (const { id, code, graphics } of recorded.filter(({ dim }) => dim === 3)) {
      const sum = drawn.get(id);
      if (!sum || graphics.area + graphics.lineLength === 0) continue;
      if (!graphics.range) throw new Error(code);
      const size = Math.hypot(...graphics.range[1].map((x, k) => x - graphics.range![0][k]!));
      const near = 5e-3 * size;
      for (const k of [0, 1, 2]) {
        expect(Math.abs(sum.low[k]! - graphics.range[0][k]!), code).toBeLessThanOrEqual(near);
        expect(Math.abs(sum.high[k]! - graphics.range[1][k]!), code).toBeLessThanOrEqual(near);
      }
      compared.push(code);
      expect(Math.abs(sum.area - graphics.area), code).toBeLessThanOrEqual(graphics.area * 0.005);
      expect(Math.abs(sum.lineLength - graphics.lineLength), code).toBeLessThanOrEqual(graphics.lineLength * 0.005);
    }
    expect(compared.length).toBeGreaterThanOrEqual(190);
  });

  it("keep their digits far out: positions count from near by unless an origin is given", async () => {
    const far = recorded.filter(({ code, graphics }) => code.startsWith("far") && graphics.area > 0);
    expect(far.length).toBeGreaterThanOrEqual(5);
    for (const { id, code, graphics } of far) {
      const sum = sums(all).get(id)!;
      expect(Math.abs(sum.area - graphics.area), code).toBeLessThanOrEqual(graphics.area * 0.005);
    }
    const origin = { x: 0, y: 0, z: 0 };
    expect((await collect(snapshot.geometry({ origin }))).every((batch) => batch.origin.x === 0)).toBe(true);
  });

  it("name their elements once each, with how much could not be drawn", () => {
    const ids = all.flatMap((batch) => Array.from(batch.ids, hex));
    expect(new Set(ids).size).toBe(ids.length);
    const drawn = sums(all);
    const ofCode = (code: string) => drawn.get(recorded.find((each) => each.code === code)!.id)!;
    expect(ofCode("cone").refused).toBe(0);
    expect(ofCode("brep-loft").refused).toBe(0);
    expect(ofCode("raw-index-out-of-range")).toMatchObject({ refused: 1, area: 0 });
  });

  it("are plain data over one buffer a batch, which can be handed over", () => {
    for (const batch of all) {
      const buffers = Object.values(batch).flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer] : []));
      expect(buffers).toHaveLength(11);
      expect(new Set(buffers).size).toBe(1);
    }
    const [first] = all;
    const copy = structuredClone(first!);
    const moved = structuredClone(copy, { transfer: [copy.positions.buffer] });
    expect(moved).toEqual(first);
    expect(copy.ids).toHaveLength(0);
  });

  it("take the tolerances they are asked for", async () => {
    const count = async (options: object) =>
      (await collect(snapshot.geometry(options))).reduce((sum, batch) => sum + batch.triangles.length, 0);
    const usual = await count({});
    expect(await count({ angleTolerance: 45 })).toBeLessThan(usual * 0.6);
    expect(await count({ chordTolerance: 0.0005 })).toBeGreaterThan(usual * 2);
    expect(await count({ construction: true })).toBeGreaterThan(usual);
  });

  it("end with the finest tolerances, and refuse finer ones", async () => {
    for (const finer of [{ chordTolerance: 1e-9 }, { chordTolerance: 5e-324 }, { angleTolerance: 0.1 }])
      expect(await rejection(collect(snapshot.geometry(finer)))).toMatchObject({ code: "option-value" });
    const finest = { chordTolerance: 1e-6, angleTolerance: 0.2 };
    const ids = recorded.filter(({ code }) => /^(cone|torus)$/.test(code)).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    let triangles = 0;
    let refused = 0;
    for await (const batch of snapshot.geometry({ elements: ids, ...finest })) {
      triangles += batch.triangles.length / 3;
      for (const each of batch.refused) refused += each;
    }
    expect(triangles).toBeGreaterThan(3000);
    expect(refused).toBe(1); // a whole pipe would have millions of corners
  });

  it("count from the origin that is given", async () => {
    const id = recorded.find(({ code }) => code === "cone")!.id;
    const [near] = await collect(snapshot.geometry({ elements: [id], origin: { x: 0, y: 0, z: 0 } }));
    const [moved] = await collect(snapshot.geometry({ elements: [id], origin: { x: 1, y: 2, z: -4 } }));
    expect(Array.from(moved!.positions.subarray(0, 3), (x, k) => x + [1, 2, -4][k]!)).toEqual(
      Array.from(near!.positions.subarray(0, 3), (x) => expect.closeTo(x, 5)),
    );
    expect([near!.origin, moved!.origin]).toEqual([
      { x: 0, y: 0, z: 0 },
      { x: 1, y: 2, z: -4 },
    ]);
  });
});

describe("elements are chosen", () => {
  const cones = {
    mappingName: "M",
    groups: ["cone%", "sphere%"].map((pattern) => ({
      groupName: pattern.slice(0, -1),
      query: `SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d WHERE CodeValue LIKE '${pattern}'`,
      properties: [],
    })),
  };
  const codes = (batches: { ids: BigUint64Array }[]) =>
    batches.flatMap(({ ids }) => Array.from(ids, (id) => recorded.find((each) => each.id === hex(id))!.code));

  it("by a group, by a list, or not at all", async () => {
    const grouped = codes(await collect(snapshot.geometry({ mapping: cones, group: "cone" })));
    expect(grouped).toEqual(recorded.filter(({ code }) => code.startsWith("cone")).map(({ code }) => code));
    expect(codes(await collect(snapshot.boxes({ mapping: JSON.stringify(cones), group: "cone" })))).toEqual(grouped);
    const [line] = recorded;
    expect(codes(await collect(snapshot.boxes({ elements: [line!.id, "0x1"] })))).toEqual(["line"]);
    expect(codes(await collect(snapshot.boxes())).length).toBeGreaterThan(200);
  });

  it("or as ids alone, each once and ascending, with those that have no box", async () => {
    const twice = "SELECT ECInstanceId, ECClassId FROM bis.Element WHERE ECInstanceId < 0x30";
    const mapping = {
      mappingName: "M",
      groups: [{ groupName: "G", query: `${twice} UNION ALL ${twice}`, properties: [] }],
    };
    const found = (await collect(snapshot.members(mapping))).flatMap((ids) => [...ids]);
    const wanted = await snapshot
      .query("SELECT ECInstanceId FROM bis.Element WHERE ECInstanceId < 0x30 ORDER BY 1")
      .toArray();
    expect(found.map((id) => hex(id))).toEqual(wanted.map(([id]) => id));
    const cone = (await collect(snapshot.members(cones, { group: "cone" }))).flatMap((ids) => [...ids]);
    expect(codes([{ ids: BigUint64Array.from(cone) }])).toEqual(
      recorded.filter(({ code }) => code.startsWith("cone")).map(({ code }) => code),
    );
    expect(await rejection(collect(snapshot.members(cones)))).toMatchObject({ code: "group-ambiguous" });
    expect(await rejection(collect(snapshot.members(cones, { group: "cube" })))).toMatchObject({
      code: "group-unknown",
    });
    const stopped = snapshot.members(mapping, { signal: AbortSignal.abort() });
    expect(await rejection(collect(stopped))).toMatchObject({ name: "AbortError" });
    const none = { groupName: "G", query: `${twice} AND ECInstanceId = 0`, properties: [] };
    const nothing = { mappingName: "M", groups: [none] };
    expect((await collect(snapshot.members(nothing))).flatMap((ids) => [...ids])).toEqual([]);
  });

  it("and what is wrong is told when the iteration begins", async () => {
    const fault = async (options: object) => rejection(collect(snapshot.geometry(options)));
    expect(await fault({ mapping: cones, group: "cube" })).toMatchObject({ code: "group-unknown" });
    expect(await fault({ mapping: Promise.resolve() })).toMatchObject({ code: "argument-invalid" });
    expect(await fault({ elements: new Set() })).toMatchObject({ code: "option-value" });
    expect(await fault({ chordTolerance: Number.NaN })).toMatchObject({ code: "option-value" });
    expect(await fault({ tolerance: 1 })).toMatchObject({ code: "option-unknown" });
    expect(await rejection(collect(snapshot.boxes({ signal: AbortSignal.abort() })))).toMatchObject({
      name: "AbortError",
    });
  });
});

describe("boxes", () => {
  it("hold what is drawn", async () => {
    const drawn = sums(all);
    for (const { ids, boxes } of await collect(snapshot.boxes()))
      ids.forEach((id, i) => {
        const sum = drawn.get(hex(id));
        if (!sum || sum.low[0] === Infinity) return;
        const box = boxes.subarray(6 * i, 6 * i + 6);
        const size = Math.hypot(...[0, 1, 2].map((k) => box[k + 3]! - box[k]!)) + Math.max(...box.map(Math.abs)) * 1e-4;
        const { code } = recorded.find((each) => each.id === hex(id))!;
        if (code.startsWith("raw-")) return; // made by hand, their boxes too
        for (const k of [0, 1, 2]) {
          expect(sum.low[k], code).toBeGreaterThanOrEqual(box[k]! - 1e-3 * size - 1e-3);
          expect(sum.high[k], code).toBeLessThanOrEqual(box[k + 3]! + 1e-3 * size + 1e-3);
        }
      });
  });
});

describe("the other engines", () => {
  it("answer the same in a worker, and without promises", async () => {
    const other = await createEngine({ worker: true });
    const shown = await collect((await other.open(snapshotFile("shapes.bim"))).geometry());
    other.close();
    expect(sums(shown)).toEqual(sums(all));
    const sync = await createSync();
    const opened = sync.open(snapshotFile("shapes.bim"));
    expect(sums([...opened.geometry()])).toEqual(sums(all));
    expect([...opened.boxes({ elements: [recorded[0]!.id] })]).toHaveLength(1);
    const query = "SELECT ECInstanceId, ECClassId FROM bis.GeometricElement3d";
    const mapping = { mappingName: "M", groups: [{ groupName: "G", query, properties: [] }] };
    expect([...opened.members(mapping)].flatMap((ids) => [...ids]).length).toBeGreaterThan(200);
    sync.close();
  });

  it("leave no cursor behind when the iteration is left", async () => {
    for await (const _ of snapshot.geometry()) break;
    const { heapBytes } = await snapshot.stats();
    for (let i = 0; i < 10; i++) for await (const _ of snapshot.geometry()) break;
    expect((await snapshot.stats()).heapBytes - heapBytes).toBeLessThan(64 * 1024);
  });

  it("tell when their part cannot be had", async () => {
    const other = await createEngine({ worker: false, partsWasm: { geometry: "./nowhere/geometry.wasm" } });
    const opened = await other.open(snapshotFile("shapes.bim"));
    expect(await rejection(collect(opened.geometry()))).toMatchObject({ code: "part-not-loaded" });
    expect(await rejection(collect(opened.boxes()))).toMatchObject({ code: "part-not-loaded" });
    other.close();
  });
});

describe("streams with changed bytes", () => {
  type Change = (ops: Uint8Array, random: (below: number) => number) => Uint8Array;

  /** Some bytes, so that some still are what they were, and some lead anywhere. */
  const changeBytes: Change = (ops, random) => {
    const changed = ops.slice();
    for (let i = random(6); i >= 0; i--) changed[random(changed.length)] = random(256);
    return changed;
  };

  async function drawn(
    rounds: number,
    change = changeBytes,
  ): Promise<{ refused: number; triangles: number; streams: number }> {
    const SQL = await initSqlJs();
    const database = new SQL.Database(snapshotBytes("shapes.bim"));
    const select = "SELECT ElementId, GeometryStream FROM bis_GeometricElement3d WHERE GeometryStream IS NOT NULL";
    const [result] = database.exec(select);
    const streams = result!.values.flatMap(([id, blob]) => {
      try {
        return [[id as number, unpacked(blob as Uint8Array)] as const];
      } catch {
        return [];
      }
    });
    let seed = 11;
    const random = (below: number) => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) % below;
    const sum = { refused: 0, triangles: 0, streams: 0 };
    for (let round = 0; round < rounds; round++) {
      for (const [id, ops] of streams)
        database.run("UPDATE bis_GeometricElement3d SET GeometryStream=? WHERE ElementId=?", [
          packed(change(ops, random)),
          id,
        ]);
      const opened = await engine.open(database);
      for await (const batch of opened.geometry({ angleTolerance: 30, construction: true })) {
        const points = batch.positions.length / 3;
        expect(batch.triangles.every((at) => at < points)).toBe(true);
        expect(batch.lines.every((at) => at < points)).toBe(true);
        expect(batch.positions.every(Number.isFinite)).toBe(true);
        expect(batch.transforms.every(Number.isFinite)).toBe(true);
        sum.refused += batch.refused.reduce((a, b) => a + b, 0);
        sum.triangles += batch.triangles.length / 3;
        sum.streams += batch.ids.length;
      }
      expect((await opened.stats()).heapBytes).toBeLessThan(64 << 20);
      opened.close();
    }
    database.close();
    return sum;
  }

  it("are drawn as far as they can be read", async () => {
    const { refused, triangles, streams } = await drawn(2);
    expect(streams).toBeGreaterThan(400);
    expect(refused).toBeGreaterThan(20);
    expect(triangles).toBeGreaterThan(5_000);
  });

  it("with counts whose products are right in 32 bits alone, are not made room for", async () => {
    const { id } = recorded.find(({ code }) => code === "surface-uniform-knots")!;
    const SQL = await initSqlJs();
    const database = new SQL.Database(snapshotBytes("shapes.bim"));
    const [found] = database.exec(`SELECT GeometryStream FROM bis_GeometricElement3d WHERE ElementId=${Number(id)}`);
    const ops = unpacked(found!.values[0]![0] as Uint8Array);
    database.close();
    // 8 rows of 2 + 2 ** 29 poles would be 16 of them, and no knots (there are 4) are as many as are wanted.
    const words = new DataView(ops.buffer);
    const holding = (value: number) =>
      Array.from({ length: ops.length >> 2 }, (_, i) => 4 * i).filter((at) => words.getUint32(at, true) === value);
    const changes = holding(2).flatMap((count) => holding(4).map((knots) => ({ count, knots })));
    expect(changes.length).toBeGreaterThan(2);
    let next = 0;
    await drawn(Math.ceil(changes.length / 200), () => {
      const { count, knots } = changes[next++ % changes.length]!;
      const changed = ops.slice();
      new DataView(changed.buffer).setUint32(count, 2 + 2 ** 29, true);
      new DataView(changed.buffer).setUint32(knots, 0, true);
      return changed;
    });
    expect(next).toBeGreaterThanOrEqual(changes.length);
  });

  it("ten thousand of them", { tags: ["nightly"], timeout: 600_000 }, async () => {
    expect((await drawn(45)).streams).toBeGreaterThan(10_000);
  });
});
