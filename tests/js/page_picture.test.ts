/** The model in the page, without a screen: where elements are, what a ray meets, what colours say, and how shapes are put together. */
import { createEngine, type Engine, EngineError, type GeometryBatch, type Snapshot } from "premap";
import { RawShaderMaterial } from "three";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { EngineRoom } from "../../web/src/engine/engine.js";
import { noGroup, Picture } from "../../web/src/engine/picture.js";
import { valueOf } from "../../web/src/engine/jobs.js";
import { enclosedGroup } from "../../web/src/features/picture/enclosed_group.js";
import {
  colourByGroup,
  colourByValue,
  flag,
  nothingHidden,
  shadeOf,
  shownPlaces,
  writeLooks,
} from "../../web/src/features/picture/looks.js";
import { firstOn } from "../../web/src/features/picture/ray.js";
import { ShapeLayer } from "../../web/src/features/picture/shape_layer.js";
import { PageMaker } from "../../web/src/features/picture/shape_page.js";
import { IdIndex } from "../../web/src/lib/id_index.js";
import { Placed, runLength } from "../../web/src/lib/placed.js";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine();
});
afterAll(() => engine.close());

/** Numbers that are always the same, and look like any. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

it("finds each of many ids at its place, and no other", () => {
  const random = dice(7);
  const ids = BigUint64Array.from(
    { length: 20_000 },
    () => (BigInt(Math.floor(random() * 2 ** 20)) << 40n) + BigInt(Math.floor(random() * 2 ** 30)),
  );
  const expected = new Map<bigint, number>();
  for (const [place, id] of ids.entries()) if (!expected.has(id)) expected.set(id, place);
  const index = new IdIndex(ids);
  for (const [id, place] of expected) expect(index.placeOf(id)).toBe(place);
  for (let tries = 0; tries < 1000; tries += 1) {
    const id = BigInt(Math.floor(random() * 2 ** 50));
    expect(index.placeOf(id)).toBe(expected.get(id) ?? -1);
  }
  expect([...index.placesOf(ids.slice(5, 9))]).toEqual([5, 6, 7, 8].map((p) => expected.get(ids[p] as bigint)));
});

it("keeps boxes in runs, the largest of each first, within a tenth of a millimetre far from zero", () => {
  const random = dice(3);
  const count = 2 * runLength + 100;
  const ids = BigUint64Array.from({ length: count }, (_, i) => BigInt(i + 1));
  const boxes = Float64Array.from({ length: 6 * count }, () => 0);
  for (let i = 0; i < count; i += 1)
    for (let axis = 0; axis < 3; axis += 1) {
      boxes[6 * i + axis] = 5_987_000 + 300 * random();
      boxes[6 * i + axis + 3] = (boxes[6 * i + axis] as number) + 3 * random();
    }
  boxes[6] = NaN;
  const placed = new Placed();
  placed.add(ids, boxes);
  expect([placed.count, placed.runs.length, placed.placeOf("0x2")]).toEqual([count - 1, 3, -1]);
  const size = (place: number) =>
    Math.hypot(
      ...[0, 1, 2].map((a) => (placed.boxes[6 * place + a + 3] as number) - (placed.boxes[6 * place + a] as number)),
    );
  for (const { start, end } of placed.runs)
    for (let place = start + 1; place < end; place += 1) expect(size(place)).toBeLessThan(size(place - 1) + 1e-3);
  for (let place = 0; place < placed.count; place += 1) {
    const at = 6 * (Number(placed.idAt(place)) - 1);
    for (let i = 0; i < 6; i += 1)
      expect(
        Math.abs(
          (placed.boxes[6 * place + i] as number) + (placed.origin[i % 3] as number) - (boxes[at + i] as number),
        ),
      ).toBeLessThan(1e-4);
  }
});

it("leaves strays out of the first look, and nothing else", () => {
  const placed = new Placed();
  const row = (count: number, at: number) =>
    Float64Array.from({ length: 6 * count }, (_, i) => at + Math.floor(i / 6) + (i % 6 > 2 ? 1 : 0));
  placed.add(
    BigUint64Array.from({ length: 50 }, (_, i) => BigInt(i)),
    row(50, 0),
  );
  expect([...placed.usual()]).toEqual([...placed.bounds]);
  placed.add(BigUint64Array.of(99n), row(1, 1e6));
  expect((placed.usual()[3] as number) - (placed.usual()[0] as number)).toBe(50);
});

it("meets the first box that is to be seen, as a search of all of them does", () => {
  const random = dice(11);
  const count = 3000;
  const boxes = new Float64Array(6 * count);
  for (let i = 0; i < count; i += 1)
    for (let axis = 0; axis < 3; axis += 1) {
      boxes[6 * i + axis] = 100 * random();
      boxes[6 * i + axis + 3] = (boxes[6 * i + axis] as number) + 4 * random();
    }
  const placed = new Placed();
  placed.add(
    BigUint64Array.from({ length: count }, (_, i) => BigInt(i)),
    boxes,
  );
  const looks = Uint8Array.from({ length: 4 * count }, (_, i) => (i % 4 === 3 && random() < 0.3 ? flag.hidden : 0));
  const [ox, oy, oz] = placed.origin;
  let hits = 0;
  for (let tries = 0; tries < 200; tries += 1) {
    const from = [-50 - ox, 100 * random() - oy, 100 * random() - oz] as const;
    const along = [1, random() - 0.5, random() - 0.5] as const;
    let [best, found] = [Infinity, -1];
    for (let place = 0; place < count; place += 1) {
      if (looks[4 * place + 3] === flag.hidden) continue;
      let [near, far] = [0, Infinity];
      for (let axis = 0; axis < 3; axis += 1) {
        const one = ((placed.boxes[6 * place + axis] as number) - (from[axis] as number)) / (along[axis] as number);
        const two = ((placed.boxes[6 * place + axis + 3] as number) - (from[axis] as number)) / (along[axis] as number);
        near = Math.max(near, Math.min(one, two));
        far = Math.min(far, Math.max(one, two));
      }
      if (near <= far && near < best) [best, found] = [near, place];
    }
    hits += found >= 0 ? 1 : 0;
    expect(firstOn({ from, along }, placed, looks, () => undefined)).toBe(found);
  }
  expect(hits).toBeGreaterThan(20);
});

const outline = {
  groups: [
    { name: "Beams", query: "SELECT ECInstanceId FROM bt.Beam" },
    { name: "All", query: "SELECT ECInstanceId FROM bis.PhysicalElement" },
    { name: "Broken", query: "SELECT ECInstanceId FROM bt.Nothing" },
  ],
};

async function pictureOf(file: string) {
  const snapshot = await engine.open(file);
  const documents = { outlined: Promise.resolve(outline), now: { text: "" } };
  const files: { snapshot: Snapshot | null } = { snapshot };
  const rooms = { documents, files } as unknown as ConstructorParameters<typeof Picture>[1];
  return { snapshot, files, documents, picture: new Picture(new EngineRoom(() => Promise.resolve(engine)), rooms) };
}

it("knows of every element its groups as the mapping has them, and its model, category and class", async () => {
  const { snapshot, picture } = await pictureOf("build/fixtures/building.bim");
  await picture.show();
  const { drawn } = picture.state;
  const grouping = valueOf(picture.grouping.state);
  const facets = valueOf(picture.facets.state);
  if (!drawn || !grouping || !facets) throw new Error("nothing is drawn");
  const { placed } = drawn;
  expect(drawn.elementCount - placed.count).toBe(55);
  expect(grouping.faults.map((fault) => fault !== undefined)).toEqual([false, false, true]);
  for (const [index, { query }] of outline.groups.slice(0, 2).entries()) {
    const ids = (await snapshot.query(query).toArray()).map(([id]) => placed.placeOf(String(id))).filter((p) => p >= 0);
    expect([...(grouping.members[index] as Uint32Array)]).toEqual(ids.sort((a, b) => a - b));
  }
  const classes = await snapshot
    .query("SELECT ECInstanceId, ECClassId, Model.Id FROM bis.GeometricElement3d", {
      convertClassIdsToClassNames: true,
    })
    .toArray();
  for (const [id, name] of classes) {
    const place = placed.placeOf(String(id));
    if (place >= 0) expect(facets.class.names[facets.class.of[place] as number]).toBe(String(name));
  }
  const { legend, itemOf } = colourByGroup(grouping, placed.count);
  expect(legend.items.reduce((sum, { count }) => sum + count, 0)).toBe(placed.count);
  for (let place = 0; place < placed.count; place += 1) {
    const groups = picture.groupsOf(place);
    const key = legend.items[itemOf[place] as number]?.key;
    const name = outline.groups[groups[0] as number]?.name;
    expect(key).toBe(groups.length === 0 ? "none" : groups.length > 1 ? "several" : `group ${name}`);
    expect(grouping.first[place]).toBe(groups[0] ?? noGroup);
  }
  // What is hidden stays so whatever colour it has, and a shape is not forgotten.
  const looks = new Uint8Array(4 * placed.count).fill(flag.shaped);
  writeLooks(
    looks,
    colourByGroup(grouping, placed.count),
    { ...nothingHidden, facets: { ...nothingHidden.facets, class: new Set([0]) } },
    facets,
  );
  for (let place = 0; place < placed.count; place += 1)
    expect((looks[4 * place + 3] as number) & (flag.hidden | flag.shaped)).toBe(
      flag.shaped | (facets.class.of[place] === 0 ? flag.hidden : 0),
    );
  snapshot.close();
});

it("reads boxes once, whatever is asked meanwhile, and the groups as they are then", async () => {
  const { snapshot, picture, documents } = await pictureOf("build/fixtures/building.bim");
  const boxes = vi.spyOn(snapshot, "boxes");
  const ofAll = () => boxes.mock.calls.filter(([options]) => !options?.mapping && !options?.elements).length;
  const shown = picture.show();
  const groups = [{ name: "Columns", query: "SELECT ECInstanceId FROM bt.Column" }];
  documents.outlined = Promise.resolve({ groups });
  await Promise.all([picture.group(), picture.show(), shown]);
  expect([ofAll(), valueOf(picture.grouping.state)?.names]).toEqual([1, ["Columns"]]);
  documents.outlined = Promise.resolve({ groups: [] });
  await Promise.all([picture.show(), picture.group()]);
  expect([ofAll(), valueOf(picture.grouping.state)?.names]).toEqual([1, []]);
  snapshot.close();
});

it("goes on with the drawing that was chosen while that is read", async () => {
  const { snapshot, picture } = await pictureOf("build/fixtures/shapes.bim");
  const shown = picture.show({ model: "0x18" });
  await Promise.all([picture.show(), shown]);
  expect([picture.state.drawn?.space, picture.state.drawn?.placed.count]).toEqual([{ model: "0x18" }, 12]);
  snapshot.close();
});

it("ends in silence when the snapshot goes, however far it is", async () => {
  for (let steps = 0; steps < 40; steps += 3) {
    const { snapshot, files, picture } = await pictureOf("build/fixtures/building.bim");
    const asked = [picture.show()];
    for (let step = 0; step < steps; step += 1) await new Promise((resolve) => setImmediate(resolve));
    asked.push(picture.group(), picture.valuesOf({ group: "Beams", column: "Length" }));
    // As a file is closed.
    picture.closing();
    snapshot.close();
    files.snapshot = null;
    asked.push(
      picture.show().then(() => picture.closing()),
      picture.valuesOf({ group: "Beams", column: "Length" }),
    );
    expect((await Promise.allSettled(asked)).filter(({ status }) => status === "rejected")).toEqual([]);
    expect([picture.state.drawn, picture.reading.state.phase, picture.values.state.phase]).toEqual([
      null,
      "none",
      "none",
    ]);
  }
});

it("makes a query that selects what was enclosed, by class where that is the same", async () => {
  const { snapshot, picture } = await pictureOf("build/fixtures/building.bim");
  await picture.show();
  const { drawn } = picture.state;
  const facets = valueOf(picture.facets.state);
  if (!drawn || !facets) throw new Error("nothing is drawn");
  const select = async (places: number[]) => {
    const { query = "", words } = enclosedGroup(places, drawn, facets);
    const rows = await snapshot.query(query).toArray();
    return {
      words,
      places: rows
        .map(([id]) => drawn.placed.placeOf(String(id)))
        .filter((p) => p >= 0)
        .sort((a, b) => a - b),
    };
  };
  const some = [...drawn.placed.ids.keys()].slice(0, 7);
  expect((await select(some)).places).toEqual(some);
  const ofClass = [...facets.class.of.keys()].filter((place) => facets.class.of[place] === 0);
  const byClass = await select(ofClass);
  expect(byClass.places).toEqual(ofClass);
  expect(byClass.words).toMatch(/selects that class\.$/);
  const many = new Placed();
  many.add(
    BigUint64Array.from({ length: 600 }, (_, i) => BigInt(i)),
    new Float64Array(3600).fill(1),
  );
  expect(
    enclosedGroup([...many.ids.keys()], { space: "3d", placed: many, elementCount: 600 }, undefined).query,
  ).toBeUndefined();
  snapshot.close();
});

it("says what else comes with a class, and keeps to the drawing that is looked at", async () => {
  const { snapshot, picture } = await pictureOf("build/fixtures/shapes.bim");
  await picture.show();
  const groupOfAll = () => {
    const { drawn } = picture.state;
    if (!drawn) throw new Error("nothing is drawn");
    return enclosedGroup([...drawn.placed.ids.keys()], drawn, valueOf(picture.facets.state));
  };
  const inSpace = groupOfAll();
  expect(await snapshot.query(inSpace.query ?? "").toArray()).toHaveLength(229);
  expect(inSpace.words).toContain("and with it 1 element without a place");
  await picture.show({ model: "0x18" });
  const inDrawing = groupOfAll();
  expect(inDrawing.query).toBe("SELECT ECInstanceId, ECClassId FROM ONLY BisCore.DrawingGraphic WHERE Model.Id = 0x18");
  expect(await snapshot.query(inDrawing.query ?? "").toArray()).toHaveLength(12);
  snapshot.close();
});

it("puts names of classes in brackets that would be read otherwise", () => {
  const placed = new Placed();
  placed.add(BigUint64Array.of(1n, 2n), new Float64Array(12).fill(1));
  const none = { names: [], counts: [], placeless: [], of: new Uint16Array(2) };
  const facets = {
    ...{ model: none, category: none },
    class: { names: ["Order.Group"], counts: [2], placeless: [0], of: new Uint16Array(2) },
  };
  const drawn = { space: "3d" as const, placed, elementCount: 2 };
  expect(enclosedGroup([0, 1], drawn, facets).query).toContain("FROM ONLY [Order].[Group]");
  expect(enclosedGroup([1], drawn, facets).query).toContain("FROM [Order].[Group] WHERE");
});

it("colours numbers along a scale and texts by how often they occur", () => {
  const of = Uint32Array.of(0, 1, 2, 0xfffffffe, 0xffffffff, 2);
  const numbers = colourByValue({ column: "Length", group: "G", values: [1, 3, 5], of });
  expect(numbers.legend.scale).toEqual({ low: 1, high: 5 });
  expect([0, 1, 2].map((place) => numbers.colourAt(place))).toEqual([0, 0.5, 1].map(shadeOf));
  expect(numbers.legend.items.map(({ key, count }) => [key, count])).toEqual([
    ["empty", 1],
    ["outside", 1],
  ]);
  const texts = colourByValue({ column: "Mark", group: "G", values: ["a", "b", "c"], of });
  expect(texts.legend.items.map(({ words, count }) => [words, count])).toEqual([
    ["c", 2],
    ["a", 1],
    ["b", 1],
    ["Empty", 1],
    ["Not in this group", 1],
  ]);
  const values = Array.from({ length: 20 }, (_, i) => `v${i}`);
  const many = colourByValue({
    column: "Mark",
    group: "G",
    values,
    of: Uint32Array.from({ length: 40 }, (_, i) => i % 20),
  });
  expect(many.legend.items.find(({ key }) => key === "rest")).toMatchObject({ words: "8 other values", count: 16 });
});

it("keeps hidden what is hidden when groups and values come before it", () => {
  const of = Uint32Array.of(0, 1, 1);
  const hidden = (key: string) => ({ ...nothingHidden, items: new Set([key]) });
  const texts = (values: string[]) => colourByValue({ column: "Mark", group: "G", values, of });
  const key = texts(["a", "b"]).legend.items.find(({ words }) => words === "b")?.key ?? "";
  expect(shownPlaces(texts(["a", "b"]), hidden(key), undefined)).toEqual([0]);
  expect(shownPlaces(texts(["b", "a"]), hidden(key), undefined)).toEqual([1, 2]);
  const groups = (names: string[], first: number[]) =>
    colourByGroup(
      {
        ...{ names, first: Uint16Array.from(first), counts: new Uint8Array(3).fill(1) },
        ...{ members: names.map(() => new Uint32Array(0)), faults: names.map(() => undefined) },
      },
      3,
    );
  const both = groups(["Beams", "Columns", "Columns"], [0, 1, 2]);
  expect(new Set(both.legend.items.map((item) => item.key)).size).toBe(5);
  expect(shownPlaces(both, hidden(both.legend.items[1]?.key ?? ""), undefined)).toEqual([0, 2]);
  const later = groups(["Columns", "Beams"], [1, 0, 0]);
  expect(shownPlaces(later, hidden(both.legend.items[1]?.key ?? ""), undefined)).toEqual([0]);
});

it("puts every shape where its box is, shared parts too", async () => {
  const { snapshot, picture } = await pictureOf("build/fixtures/shapes.bim");
  await picture.show();
  const placed = picture.state.drawn?.placed as Placed;
  const near = [...placed.ids.keys()].filter((place) =>
    placed.boxes.subarray(6 * place, 6 * place + 6).every((value) => Math.abs(value) < 5000),
  );
  const maker = new PageMaker(placed, 1e6);
  const batches: GeometryBatch[] = [];
  for await (const batch of picture.shapesOf(near, 0.01, new AbortController().signal))
    (batches.push(batch), maker.add(batch));
  const page = maker.made();
  expect(batches.some(({ instances }) => instances.length > 0)).toBe(true);
  expect(page.places.length).toBeGreaterThan(150);
  for (const list of [page.triangles, page.lines])
    for (const point of list) expect(point).toBeLessThan(page.elements.length);
  const outside = new Set<number>();
  for (let point = 0; point < page.elements.length; point += 1) {
    const place = page.elements[point] as number;
    for (let axis = 0; axis < 3; axis += 1) {
      const value = page.positions[3 * point + axis] as number;
      const [low, high] = [placed.boxes[6 * place + axis] as number, placed.boxes[6 * place + axis + 3] as number];
      if (value < low - 0.05 * (1 + high - low) || value > high + 0.05 * (1 + high - low)) outside.add(place);
    }
  }
  // Two of the elements have a box in the file that is not theirs: raw-part-negative-scale and raw-catenary.
  expect([...outside].map((place) => placed.hexAt(place)).sort()).toEqual(["0xdf", "0xe2"]);
  // A page that is full keeps boxes rather than half shapes.
  const small = new PageMaker(placed, 50);
  for (const batch of batches) small.add(batch);
  expect(small.made().triangles.length / 3).toBeLessThanOrEqual(50);
  expect(small.made().places.length).toBeLessThan(page.places.length);
  snapshot.close();
});

/** Elements with so many triangles each, and nothing else. */
const batchOf = (ids: bigint[], triangles: number): GeometryBatch => ({
  ...{ origin: { x: 0, y: 0, z: 0 }, ids: BigUint64Array.from(ids), refused: new Uint32Array(ids.length) },
  ...{ boxes: new Float64Array(6 * ids.length), positions: new Float32Array(9), normals: new Float32Array(9) },
  triangles: Uint32Array.from({ length: 3 * triangles * ids.length }, (_, i) => i % 3),
  runs: Uint32Array.from(ids.flatMap((_, i) => [i, 3 * triangles * (i + 1), 0, 0xff0000ff])),
  ...{ lines: new Uint32Array(0), firstPart: 0, parts: new BigUint64Array(0) },
  ...{ instances: new Uint32Array(0), transforms: new Float32Array(0) },
});

const perPage = 256;

/** Pages of elements, 10 m apart, in which each shape has as many triangles as it is told. */
function pagesOf(count: number, most: number, triangles: (page: number, tolerance: number) => number) {
  const placed = new Placed();
  const boxes = Float64Array.from(
    { length: 6 * perPage * count },
    (_, i) => (i % 6 < 3 ? 0 : 1) + 10 * Math.floor(i / (6 * perPage)),
  );
  placed.add(
    BigUint64Array.from({ length: perPage * count }, (_, i) => BigInt(i + 1)),
    boxes,
  );
  const owner = { looks: new Uint8Array(4 * perPage * count) };
  const told: string[] = [];
  const layer = new ShapeLayer(
    ...([placed, owner, new RawShaderMaterial()] as const),
    async function* (places, tolerance) {
      const ids = places.map((place) => placed.idAt(place));
      yield batchOf(ids, triangles(Math.floor((places[0] as number) / perPage), tolerance));
    },
    most,
    () => told.push(layer.fault ?? `${layer.group.children.length} pages`),
  );
  layer.grow();
  /** Looks at these pages, so near that a metre is so many pixels. */
  const look = (pages: number[], near: number) =>
    layer.look(([x = 0]) => (pages.includes(Math.round((x + placed.origin[0]) / 10)) ? near : 0));
  /** Of each page how many elements are marked as having a shape. */
  const shaped = () =>
    Array.from({ length: count }, (_, page) => {
      const bytes = owner.looks.subarray(4 * perPage * page, 4 * perPage * (page + 1));
      return bytes.filter((byte) => byte & flag.shaped).length;
    });
  return { layer, told, look, shaped };
}

it("keeps the shapes that are there where there is no room for finer ones", async () => {
  const { look, shaped } = pagesOf(5, 2100, (_, tolerance) => (tolerance < 0.01 ? 2 : 1));
  const all = [0, 1, 2, 3, 4];
  await look(all, 20);
  expect(shaped()).toEqual([256, 256, 256, 256, 256]);
  // Three of the finer pages fit beside two of the others.
  await look(all, 200);
  expect(shaped()).toEqual([256, 256, 256, 256, 256]);
});

it("keeps every shape of a page that is too large when it is finer", async () => {
  let asked = 0;
  const { look, shaped } = pagesOf(1, 1100, (_, tolerance) => ((asked += 1), tolerance < 0.01 ? 2 : 1));
  await look([0], 20);
  await look([0], 200);
  await look([0], 200);
  expect([shaped(), asked]).toEqual([[256], 2]);
});

it("drops shapes for others that fit then, and tells of it", async () => {
  const { look, shaped, told, layer } = pagesOf(6, 2060, (page) => (page === 0 || page === 4 ? 1 : 2));
  await look([0], 20);
  await look([1, 2, 3, 4], 20);
  expect(shaped()).toEqual([256, 256, 256, 256, 256, 0]);
  // Without the first there would still be no room.
  await look([1, 2, 3, 4, 5], 20);
  expect([shaped(), told.length]).toEqual([[256, 256, 256, 256, 256, 0], 5]);
  await look([1, 2, 3, 5], 20);
  expect(shaped()).toEqual([0, 256, 256, 256, 0, 256]);
  expect([layer.group.children.length, told.at(-1)]).toEqual([4, "4 pages"]);
});

it("says why shapes could not be read, until they can, and nothing where they were given up", async () => {
  const faults: (() => void)[] = [];
  const { layer, look, told, shaped } = pagesOf(2, 10_000, () => (faults.shift()?.(), 1));
  const fault = (code: "engine-restarted" | "part-not-loaded", message: string) => () => {
    throw new EngineError([{ code, severity: "error", message }]);
  };
  faults.push(fault("engine-restarted", "again"), fault("part-not-loaded", "no geometry.wasm"));
  await look([0, 1], 20);
  expect([told, shaped()]).toEqual([["no geometry.wasm"], [0, 0]]);
  await look([0, 1], 20);
  expect([told.slice(1), shaped()]).toEqual([
    ["0 pages", "1 pages", "2 pages"],
    [256, 256],
  ]);
  faults.push(() => {
    layer.stop();
    throw new DOMException("given up", "AbortError");
  });
  await look([0, 1], 2000);
  expect([told.length, faults.length]).toEqual([4, 0]);
});
