// The boxes of all elements as the graphics card has them: each run of neighbours in three slices, the largest elements first, so
// that a picture can be begun with the slices that matter most and ended whenever there is time.
import {
  BufferAttribute,
  BufferGeometry,
  type Frustum,
  Group,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  type RawShaderMaterial,
  Sphere,
  Vector3,
  Box3,
} from "three";
import type { Placed, PlacedRun } from "../../lib/placed";

/** Where the slices of a run begin. */
const sliceStarts = [0, 256, 1024];

export interface Slice {
  run: PlacedRun;
  count: number;
  box: Box3;
  ball: Sphere;
  /** Of its largest element. */
  size: number;
  mesh: Mesh<InstancedBufferGeometry, RawShaderMaterial>;
  /** How much there is to be seen of it. */
  weight: number;
}

/** The three sides of a box at one of its corners. */
function sides(): BufferGeometry {
  const corners: number[] = [];
  const axes: number[] = [];
  const triangles: number[] = [];
  for (let axis = 0; axis < 3; axis += 1) {
    const first = axes.length;
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      const corner = [0, 0, 0];
      corner[axis] = 1;
      corner[(axis + 1) % 3] = u;
      corner[(axis + 2) % 3] = v;
      corners.push(...corner);
      axes.push(axis);
    }
    triangles.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("corner", new BufferAttribute(new Float32Array(corners), 3));
  geometry.setAttribute("axis", new BufferAttribute(new Float32Array(axes), 1));
  geometry.setIndex(triangles);
  return geometry;
}

export class BoxLayer {
  readonly group = new Group();
  readonly slices: Slice[] = [];
  readonly #sides = sides();
  #runCount = 0;

  constructor(private readonly material: RawShaderMaterial) {}

  /** Takes up the runs that have come since. */
  grow(placed: Placed): void {
    for (const run of placed.runs.slice(this.#runCount)) {
      for (const [index, from] of sliceStarts.entries()) {
        const start = run.start + from;
        const end = Math.min(run.end, run.start + (sliceStarts[index + 1] ?? Infinity));
        if (start < end) this.slices.push(this.#slice(placed, run, start, end));
      }
    }
    this.#runCount = placed.runs.length;
  }

  #slice(placed: Placed, run: PlacedRun, start: number, end: number): Slice {
    const geometry = new InstancedBufferGeometry();
    for (const name of ["corner", "axis"])
      geometry.setAttribute(name, this.#sides.getAttribute(name) as BufferAttribute);
    geometry.setIndex(this.#sides.getIndex());
    const boxes = new InstancedInterleavedBuffer(placed.boxes.slice(6 * start, 6 * end), 6);
    // The graphics card has it then; it need not be here twice.
    boxes.onUpload(function (this: InstancedInterleavedBuffer) {
      (this as { array: unknown }).array = null;
    } as () => void);
    geometry.setAttribute("low", new InterleavedBufferAttribute(boxes, 3, 0));
    geometry.setAttribute("high", new InterleavedBufferAttribute(boxes, 3, 3));
    geometry.instanceCount = end - start;
    const mesh = new Mesh(geometry, this.material);
    mesh.frustumCulled = false;
    mesh.visible = false;
    mesh.onBeforeRender = () => {
      (this.material.uniforms["base"] as { value: number }).value = start;
      this.material.uniformsNeedUpdate = true;
    };
    this.group.add(mesh);
    const [x, y, z, toX, toY, toZ] = run.bounds as unknown as [number, number, number, number, number, number];
    const box = new Box3(new Vector3(x, y, z), new Vector3(toX, toY, toZ));
    const b = placed.boxes.subarray(6 * start, 6 * start + 6) as unknown as [number, number, number, number, number, number];
    const size = Math.hypot(b[3] - b[0], b[4] - b[1], b[5] - b[2]);
    return { run, count: end - start, box, ball: box.getBoundingSphere(new Sphere()), size, mesh, weight: 0 };
  }

  /** The slices that may be seen, those first of whose elements there is most to be seen. */
  inSight(frustum: Frustum, pixelsAt: (middle: Vector3, radius: number) => number): Slice[] {
    const seen = this.slices.filter(({ box }) => frustum.intersectsBox(box));
    for (const slice of seen) slice.weight = slice.size * pixelsAt(slice.ball.center, slice.ball.radius);
    return seen.sort((a, b) => b.weight - a.weight);
  }

  dispose(): void {
    for (const { mesh } of this.slices) mesh.geometry.dispose();
    this.#sides.dispose();
  }
}
