// Shapes where one looks: pages of neighbours are asked for, largest on screen first, while there is room; what was not looked at for
// longest goes when there is none. What is kept and what `looks` says of it change together; `changed` is called after.
import { BufferAttribute, BufferGeometry, Group, LineSegments, Mesh, type RawShaderMaterial } from "three";
import type { Bounds, Placed } from "../../lib/placed";
import { extend, noBounds } from "../../lib/placed";
import { flag } from "./looks";
import { type Ray, triangleHit } from "./ray";
import { PageMaker, type ShapePage } from "./shape_page";
import { type GeometryBatch, toProblem, wasRestarted } from "../../engine";

/** Elements of a page. */
const pageLength = 256;
/** A shape smaller than this on screen looks like its box. */
const leastPixels = 5;

export type ReadShapes = (
  places: readonly number[],
  chordTolerance: number,
  signal: AbortSignal,
) => AsyncIterable<GeometryBatch>;

interface Page {
  start: number;
  end: number;
  bounds: Bounds;
  /** Of its largest element, in metres. */
  size: number;
}

interface Kept {
  page: Page;
  shapes: ShapePage;
  group: Group;
  /** To which chord tolerance it was cut, or would have been had there been room. */
  tolerance: number;
  seen: number;
  triangles: number;
  /** For each element where its triangles begin and end. */
  ranges: Map<number, [number, number][]>;
}

/** How large a page's elements are on screen: pixels a metre. */
export type Nearness = (bounds: Bounds) => number;

export class ShapeLayer {
  readonly group = new Group();
  readonly #pages: Page[] = [];
  readonly #kept = new Map<Page, Kept>();
  /** Elements without a shape that can be drawn, and how many primitives could not be read. */
  readonly refused = new Map<number, number>();
  /** Why shapes could not be read when they were last asked for. */
  fault: string | undefined;
  #runCount = 0;
  #clock = 0;
  #triangles = 0;
  #asked: AbortController | undefined;

  constructor(
    private readonly placed: Placed,
    /** Whose `looks` say which elements have a shape. */
    private readonly owner: { readonly looks: Uint8Array },
    private readonly material: RawShaderMaterial,
    private readonly read: ReadShapes,
    /** Triangles there is room for. */
    private readonly most: number,
    /** More shapes are there, or fewer. */
    private readonly changed: () => void,
  ) {}

  get shapeCount(): number {
    let count = 0;
    for (const { shapes } of this.#kept.values()) count += shapes.places.length;
    return count;
  }

  /** Takes up the runs that have come since. */
  grow(): void {
    const { placed } = this;
    for (const run of placed.runs.slice(this.#runCount)) {
      for (let start = run.start; start < run.end; start += pageLength) {
        const end = Math.min(run.end, start + pageLength);
        const bounds = noBounds();
        for (let place = start; place < end; place += 1) extend(bounds, placed.boxes, 6 * place);
        const first = placed.boxes.subarray(6 * start, 6 * start + 6) as unknown as number[];
        const side = (axis: number) => (first[axis + 3] as number) - (first[axis] as number);
        this.#pages.push({ start, end, bounds, size: Math.hypot(side(0), side(1), side(2)) });
      }
    }
    this.#runCount = placed.runs.length;
  }

  /** Asks for the shapes of what is in sight, until everything is there that there is room for, or `stop` is called. */
  async look(pixelsAMetre: Nearness): Promise<void> {
    this.stop();
    const asked = (this.#asked = new AbortController());
    this.#clock += 1;
    this.#tellFault(undefined);
    const wanted = this.#pages
      .map((page) => ({ page, pixels: page.size * pixelsAMetre(page.bounds), scale: pixelsAMetre(page.bounds) }))
      .filter(({ pixels }) => pixels >= leastPixels)
      .sort((a, b) => b.pixels - a.pixels);
    for (const { page } of wanted) {
      const kept = this.#kept.get(page);
      if (kept) kept.seen = this.#clock;
    }
    for (const { page, scale } of wanted) {
      if (asked.signal.aborted) return;
      const tolerance = toleranceOf(scale);
      const kept = this.#kept.get(page);
      if (kept && kept.tolerance <= tolerance) continue;
      const shapes = await this.#read(page, tolerance, asked.signal);
      if (!shapes) return;
      if (kept && shapes.places.length < kept.shapes.places.length) {
        // So fine there is no room for all of the page: the coarser shapes stay, and are not asked for again.
        kept.tolerance = tolerance;
        continue;
      }
      const triangles = shapes.triangles.length / 3;
      // Where there is no room for a finer shape the one that is there stays.
      if (!this.#makeRoom(triangles - (kept?.triangles ?? 0))) return;
      if (kept) this.#drop(kept);
      this.#keep(page, shapes, tolerance, triangles);
      this.changed();
    }
  }

  /** What is on its way comes; nothing more is asked for. */
  stop(): void {
    this.#asked?.abort();
    this.#asked = undefined;
  }

  /** Undefined: they were given up, or cannot be read, which is told; what has no shape stays a box. */
  async #read(page: Page, tolerance: number, signal: AbortSignal): Promise<ShapePage | undefined> {
    const places = Array.from({ length: page.end - page.start }, (_, i) => page.start + i);
    while (!signal.aborted) {
      const maker = new PageMaker(this.placed, this.most / 4);
      try {
        for await (const batch of this.read(places, tolerance, signal)) {
          maker.add(batch);
          if (signal.aborted) return undefined;
        }
        return maker.made();
      } catch (thrown) {
        const problem = toProblem(thrown);
        if (signal.aborted || problem.kind === "cancelled") return undefined;
        if (wasRestarted(problem)) continue;
        this.#tellFault(problem.diagnostics[0]?.message);
        return undefined;
      }
    }
    return undefined;
  }

  #tellFault(fault: string | undefined): void {
    if (fault === this.fault) return;
    this.fault = fault;
    this.changed();
  }

  /** Drops what is not looked at, the longest unseen first, so that so many more triangles fit; nothing where they do not. */
  #makeRoom(more: number): boolean {
    const unseen = [...this.#kept.values()].filter(({ seen }) => seen < this.#clock).sort((a, b) => a.seen - b.seen);
    const free = unseen.reduce((sum, { triangles }) => sum + triangles, 0);
    if (this.#triangles - free + more > this.most) return false;
    for (const kept of unseen) {
      if (this.#triangles + more <= this.most) break;
      this.#drop(kept);
    }
    return true;
  }

  #keep(page: Page, shapes: ShapePage, tolerance: number, triangles: number): void {
    const group = new Group();
    const attributes = {
      position: new BufferAttribute(shapes.positions, 3),
      normal: new BufferAttribute(shapes.normals, 3),
      element: new BufferAttribute(shapes.elements, 1),
    };
    for (const [list, Kind] of [
      [shapes.triangles, Mesh],
      [shapes.lines, LineSegments],
    ] as const) {
      if (list.length === 0) continue;
      const geometry = new BufferGeometry();
      for (const [name, attribute] of Object.entries(attributes)) geometry.setAttribute(name, attribute);
      geometry.setIndex(new BufferAttribute(list, 1));
      const drawn = new Kind(geometry, this.material);
      drawn.frustumCulled = false;
      group.add(drawn);
    }
    this.group.add(group);
    const kept = { page, shapes, group, tolerance, seen: this.#clock, triangles, ranges: rangesOf(shapes) };
    this.#kept.set(page, kept);
    this.#triangles += triangles;
    for (const place of shapes.places) this.#mark(place, true);
    for (const [place, count] of shapes.refused) this.refused.set(place, count);
  }

  #drop(kept: Kept): void {
    this.#kept.delete(kept.page);
    this.#triangles -= kept.triangles;
    this.group.remove(kept.group);
    for (const drawn of kept.group.children) (drawn as Mesh).geometry.dispose();
    for (const place of kept.shapes.places) this.#mark(place, false);
  }

  #mark(place: number, isShaped: boolean): void {
    const at = 4 * place + 3;
    const { looks } = this.owner;
    looks[at] = isShaped ? (looks[at] as number) | flag.shaped : (looks[at] as number) & ~flag.shaped;
  }

  /** Where a ray meets an element's shape; its box counts where there are lines alone. */
  hit(place: number, ray: Ray, boxHit: number | undefined): number | undefined {
    for (const { page, shapes, ranges } of this.#kept.values()) {
      if (place < page.start || place >= page.end) continue;
      const mine = ranges.get(place);
      if (!mine) return boxHit;
      let best: number | undefined;
      for (const [from, to] of mine) {
        for (let i = from; i < to; i += 3) {
          const [a, b, c] = shapes.triangles.subarray(i, i + 3) as unknown as [number, number, number];
          const at = triangleHit(ray, shapes.positions, a, b, c);
          if (at !== undefined && (best === undefined || at < best)) best = at;
        }
      }
      return best;
    }
    return boxHit;
  }

  dispose(): void {
    this.stop();
    for (const kept of [...this.#kept.values()]) this.#drop(kept);
  }
}

/** Half a pixel, in steps of four: a step nearer does not ask for everything anew. */
const toleranceOf = (pixelsAMetre: number): number => 4 ** Math.floor(Math.log(0.5 / pixelsAMetre) / Math.log(4));

function rangesOf({ triangles, elements }: ShapePage): Map<number, [number, number][]> {
  const ranges = new Map<number, [number, number][]>();
  for (let i = 0; i < triangles.length;) {
    const place = elements[triangles[i] as number] as number;
    const from = i;
    while (i < triangles.length && elements[triangles[i] as number] === place) i += 3;
    ranges.set(place, [...(ranges.get(place) ?? []), [from, i]]);
  }
  return ranges;
}
