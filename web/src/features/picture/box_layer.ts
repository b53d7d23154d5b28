// The boxes of all elements as the graphics card has them: each run of neighbours in three slices, the largest elements first, so
// that a picture can be begun with the slices that matter most and ended whenever there is time.
import {
  Box3,
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  FloatType,
  type Frustum,
  Group,
  Mesh,
  Points,
  type RawShaderMaterial,
  RGBAFormat,
  Sphere,
  Vector3,
} from "three";
import { type Placed, type PlacedRun, runLength } from "../../lib/placed";

/** Where the slices of a run begin. */
const sliceStarts = [0, 256, 1024];
/** Corners of the three sides of a box that are drawn. */
const cornersOfBox = 12;
const indexesOfBox = 18;
/** Boxes that are smaller on screen are points (pixels). */
const pointPixels = 2.5;

export interface Slice {
  count: number;
  box: Box3;
  ball: Sphere;
  /** Of its largest element. */
  size: number;
  boxes: Mesh;
  points: Points;
  /** How large its largest element is on screen (pixels). */
  weight: number;
}

/** What is drawn of a slice, by how large it is on screen, and what that costs: a point is one. */
export const drawnOf = ({ weight, boxes, points, count }: Slice): { drawn: Mesh | Points; cost: number } =>
  weight < pointPixels ? { drawn: points, cost: count } : { drawn: boxes, cost: 8 * count };

/** The three sides of a box at one of its corners: x, y, z, and which side that is. */
function sides(): { corners: number[]; triangles: number[] } {
  const corners: number[] = [];
  const triangles: number[] = [];
  for (let axis = 0; axis < 3; axis += 1) {
    const first = 4 * axis;
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      const corner = [0, 0, 0, axis];
      corner[axis] = 1;
      corner[(axis + 1) % 3] = u;
      corner[(axis + 2) % 3] = v;
      corners.push(...corner);
    }
    triangles.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  return { corners, triangles };
}

/** The corners of as many boxes as a run has; which box they are of is told by their number. */
function manySides(): { corner: BufferAttribute; index: BufferAttribute } {
  const { corners, triangles } = sides();
  const corner = new Uint8Array(4 * cornersOfBox * runLength);
  const index = new Uint16Array(indexesOfBox * runLength);
  for (let box = 0; box < runLength; box += 1) {
    corner.set(corners, 4 * cornersOfBox * box);
    for (const [i, vertex] of triangles.entries()) index[indexesOfBox * box + i] = cornersOfBox * box + vertex;
  }
  return { corner: new BufferAttribute(corner, 4), index: new BufferAttribute(index, 1) };
}

export class BoxLayer {
  readonly group = new Group();
  readonly slices: Slice[] = [];
  readonly #sides = manySides();
  /** Points have no attribute of their own, but want one that says how many they are. */
  readonly #places = new BufferAttribute(new Uint8Array(runLength), 1);
  readonly #textures: DataTexture[] = [];
  #runCount = 0;

  constructor(private readonly materials: { boxes: RawShaderMaterial; points: RawShaderMaterial }) {}

  /** Takes up the runs that have come since. */
  grow(placed: Placed): void {
    for (const run of placed.runs.slice(this.#runCount)) {
      const texture = textureOf(placed, run);
      this.#textures.push(texture);
      for (const [index, from] of sliceStarts.entries()) {
        const start = run.start + from;
        const end = Math.min(run.end, run.start + (sliceStarts[index + 1] ?? Infinity));
        if (start < end) this.slices.push(this.#slice(placed, run, texture, start, end));
      }
    }
    this.#runCount = placed.runs.length;
  }

  #slice(placed: Placed, run: PlacedRun, texture: DataTexture, start: number, end: number): Slice {
    const [first, count] = [start - run.start, end - start];
    const sidesOfSlice = new BufferGeometry();
    sidesOfSlice.setAttribute("corner", this.#sides.corner);
    sidesOfSlice.setIndex(this.#sides.index);
    sidesOfSlice.setDrawRange(indexesOfBox * first, indexesOfBox * count);
    const middles = new BufferGeometry();
    middles.setAttribute("position", this.#places);
    middles.setDrawRange(first, count);
    const boxes = this.#put(new Mesh(sidesOfSlice, this.materials.boxes), texture, run.start);
    const points = this.#put(new Points(middles, this.materials.points), texture, run.start);
    const [x, y, z, toX, toY, toZ] = run.bounds as unknown as [number, number, number, number, number, number];
    const box = new Box3(new Vector3(x, y, z), new Vector3(toX, toY, toZ));
    const side = (axis: number) =>
      (placed.boxes[6 * start + axis + 3] as number) - (placed.boxes[6 * start + axis] as number);
    const size = Math.hypot(side(0), side(1), side(2));
    return { count, box, ball: box.getBoundingSphere(new Sphere()), size, boxes, points, weight: 0 };
  }

  #put<T extends Mesh | Points>(drawn: T, texture: DataTexture, base: number): T {
    drawn.frustumCulled = false;
    drawn.visible = false;
    drawn.onBeforeRender = () => {
      const material = drawn.material as RawShaderMaterial;
      (material.uniforms["base"] as { value: number }).value = base;
      (material.uniforms["boxes"] as { value: DataTexture }).value = texture;
      material.uniformsNeedUpdate = true;
    };
    this.group.add(drawn);
    return drawn;
  }

  /** The slices that may be seen, those first of whose elements there is most to be seen. */
  inSight(frustum: Frustum, pixelsAt: (middle: Vector3, radius: number) => number): Slice[] {
    const seen = this.slices.filter(({ box }) => frustum.intersectsBox(box));
    for (const slice of seen) slice.weight = slice.size * pixelsAt(slice.ball.center, slice.ball.radius);
    return seen.sort((a, b) => b.weight - a.weight);
  }

  dispose(): void {
    for (const { boxes, points } of this.slices) (boxes.geometry.dispose(), points.geometry.dispose());
    for (const texture of this.#textures) texture.dispose();
  }
}

/** The two corners of each box of a run, as the shaders read them. */
function textureOf(placed: Placed, run: PlacedRun): DataTexture {
  const rows = Math.ceil((2 * (run.end - run.start)) / 128);
  const corners = new Float32Array(4 * 128 * rows);
  const { boxes } = placed;
  for (let place = run.start; place < run.end; place += 1) {
    const to = 8 * (place - run.start);
    for (let axis = 0; axis < 3; axis += 1) {
      corners[to + axis] = boxes[6 * place + axis] as number;
      corners[to + 4 + axis] = boxes[6 * place + 3 + axis] as number;
    }
  }
  const texture = new DataTexture(corners, 128, rows, RGBAFormat, FloatType);
  texture.internalFormat = "RGBA32F";
  // The graphics card has it then; it need not be here twice.
  texture.onUpdate = () => {
    (texture.image as { data: unknown }).data = null;
  };
  texture.needsUpdate = true;
  return texture;
}
