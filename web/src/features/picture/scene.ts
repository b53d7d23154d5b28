// The picture itself: a camera, the boxes and shapes, and when to draw. It knows places and colours, no mapping. Nothing is drawn
// while nothing changes; a frame begins with what matters most and goes on while there is time, so that the camera never waits.
import {
  Box3,
  BufferAttribute,
  BufferGeometry,
  Color,
  ColorManagement,
  DataTexture,
  Frustum,
  GLSL3,
  LineBasicMaterial,
  LineSegments,
  LinearFilter,
  LinearSRGBColorSpace,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  NearestFilter,
  type Object3D,
  OrthographicCamera,
  PlaneGeometry,
  PerspectiveCamera,
  RawShaderMaterial,
  RGBAIntegerFormat,
  Scene,
  type Texture,
  UnsignedByteType,
  Vector3,
  WebGLRenderer,
  WebGLRenderTarget,
  DoubleSide,
  MOUSE,
  TOUCH,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { Bounds, Placed } from "../../lib/placed";
import { BoxLayer, drawnOf, type Slice } from "./box_layer";
import { flag } from "./looks";
import { firstOn, type Ray } from "./ray";
import { boxFragment, boxVertex, pointFragment, pointVertex, shapeFragment, shapeVertex } from "./shaders";
import { type ReadShapes, ShapeLayer } from "./shape_layer";

// Colours are what the page says, to the last bit: nothing here calculates with light.
ColorManagement.enabled = false;

/** Elements that are told one by one. */
const mostListed = 100;
/** Elements that are framed when they are chosen. */
const mostFramed = 500;
/** How long the camera has to stand still before more is asked for (ms). */
const rest = 220;

/** Points that are drawn in any step, however slow. */
const leastBudget = 30_000;

export interface Sight {
  /** The elements in view, the largest on screen first. */
  places: number[];
  count: number;
}

export interface Progress {
  /** Elements drawn as their shape. */
  shapes: number;
  /** Why the others could not be read, where that failed. */
  fault: string | undefined;
}

export interface SceneEvents {
  /** The camera stands still. */
  onRest(sight: Sight): void;
  onProgress(progress: Progress): void;
  onLost(): void;
}

export interface SceneColours {
  ground: string;
  accent: string;
}

/** A step that the card was given. */
interface Fence {
  sync: WebGLSync;
  sent: number;
  boxes: number;
  cost: number;
  isFirst: boolean;
}

/** Thrown when the browser draws nothing in 3D. */
export class NoGraphics extends Error {}

export class PictureScene {
  /** Drawn by the processor. */
  readonly isSoftware: boolean;
  readonly looks: Uint8Array;
  readonly #renderer: WebGLRenderer;
  readonly #gl: WebGL2RenderingContext;
  readonly #scene = new Scene();
  readonly #overlay = new Scene();
  readonly #round: PerspectiveCamera;
  readonly #flat: OrthographicCamera;
  readonly #controls: { round: OrbitControls; flat: OrbitControls };
  readonly #boxes: BoxLayer;
  readonly #shapes: ShapeLayer;
  readonly #materials: readonly RawShaderMaterial[];
  readonly #uniforms;
  /** Where a picture is put together, however many steps it takes. */
  readonly #target = new WebGLRenderTarget(1, 1, {
    depthBuffer: true,
    magFilter: LinearFilter,
    minFilter: LinearFilter,
  });
  readonly #screen: Screen;
  readonly #frame: LineSegments<BufferGeometry, LineBasicMaterial>;
  #texture: DataTexture;
  #isPlan = false;
  #isDirty = true;
  #queue: Slice[] = [];
  #asked = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #shown: ReturnType<typeof setTimeout> | undefined;
  #fence: Fence | undefined;
  /** What fits into a step, in points. */
  #budget: number;
  #begun = 0;
  /** What is on screen stays there until all of what comes in its place is drawn. */
  #isQuiet = false;
  /** Shapes have not been looked for from where one looks. */
  #isMoved = true;
  /** The graphics card has what `looks` was before. */
  #isRecoloured = false;
  #isClosed = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly placed: Placed,
    readShapes: ReadShapes,
    private readonly events: SceneEvents,
  ) {
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: false, powerPreference: "high-performance" });
    if (!gl) throw new NoGraphics();
    const named = gl.getExtension("WEBGL_debug_renderer_info");
    const name = String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    this.isSoftware = /swiftshader|llvmpipe|software|basic render/i.test(name);
    this.#gl = gl;
    this.#budget = this.isSoftware ? 100_000 : 4_000_000;
    this.#renderer = new WebGLRenderer({ canvas, context: gl });
    this.#renderer.autoClear = false;
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
    this.#renderer.sortObjects = false;
    // Two pixels for one smooth the edges where that costs nothing.
    this.#renderer.setPixelRatio(this.isSoftware ? 1 : 2);
    this.looks = new Uint8Array(4096);
    this.#texture = textureOver(this.looks);
    this.#uniforms = {
      looks: { value: this.#texture },
      eye: { value: new Vector3() },
      gaze: { value: new Vector3() },
      isFlat: { value: false },
      ground: { value: new Color() },
      accent: { value: new Color() },
      base: { value: 0 },
      boxes: { value: null as Texture | null },
      pixelSize: { value: 0 },
    };
    const material = (vertexShader: string, fragmentShader: string) =>
      new RawShaderMaterial({
        glslVersion: GLSL3,
        vertexShader,
        fragmentShader,
        uniforms: this.#uniforms,
        side: DoubleSide,
      });
    const forBoxes = { boxes: material(boxVertex, boxFragment), points: material(pointVertex, pointFragment) };
    const forShapes = material(shapeVertex, shapeFragment);
    this.#materials = [forBoxes.boxes, forBoxes.points, forShapes];
    this.#screen = screenOver(this.#target.texture);
    this.#boxes = new BoxLayer(forBoxes);
    const most = this.isSoftware ? 400_000 : 4_000_000;
    this.#shapes = new ShapeLayer(placed, this, forShapes, readShapes, most, () => this.#shapesChanged());
    this.#scene.add(this.#shapes.group, this.#boxes.group);
    this.#frame = new LineSegments(
      new BufferGeometry(),
      new LineBasicMaterial({ depthTest: false, depthWrite: false, toneMapped: false }),
    );
    this.#frame.frustumCulled = false;
    this.#overlay.add(this.#frame);
    this.#round = new PerspectiveCamera(45, 1, 0.1, 1000);
    this.#round.up.set(0, 0, 1);
    this.#round.position.set(-1, -1.6, 1.2);
    this.#flat = new OrthographicCamera(-1, 1, 1, -1, 0.1, 1000);
    this.#controls = { round: this.#control(this.#round), flat: this.#control(this.#flat) };
    const { flat } = this.#controls;
    flat.enableRotate = false;
    flat.screenSpacePanning = true;
    flat.mouseButtons = { LEFT: MOUSE.PAN, MIDDLE: MOUSE.DOLLY, RIGHT: MOUSE.PAN };
    flat.touches = { ONE: TOUCH.PAN, TWO: TOUCH.DOLLY_PAN };
    flat.enabled = false;
    canvas.addEventListener("webglcontextlost", this.#onLost);
  }

  #control(camera: PerspectiveCamera | OrthographicCamera): OrbitControls {
    const controls = new OrbitControls(camera, this.canvas);
    controls.zoomToCursor = true;
    controls.addEventListener("change", () => this.invalidate());
    return controls;
  }

  readonly #onLost = (event: Event): void => {
    event.preventDefault();
    this.events.onLost();
  };

  get #camera(): PerspectiveCamera | OrthographicCamera {
    return this.#isPlan ? this.#flat : this.#round;
  }

  get #steering(): OrbitControls {
    return this.#isPlan ? this.#controls.flat : this.#controls.round;
  }

  // ------------------------------------------------------------------------------------------------------ what is there

  /** More elements have come. */
  grow(): void {
    const { count } = this.placed;
    const rows = Math.max(1, Math.ceil(count / 1024));
    if (4 * 1024 * rows > this.looks.length) {
      const larger = new Uint8Array(4 * 1024 * Math.max(rows, Math.min(2 * (this.looks.length / 4096), 16384)));
      larger.set(this.looks);
      (this as { looks: Uint8Array }).looks = larger;
      this.#texture.dispose();
      this.#texture = textureOver(larger);
      this.#uniforms.looks.value = this.#texture;
    }
    this.#boxes.grow(this.placed);
    this.#shapes.grow();
    this.recoloured();
    this.invalidate();
  }

  /** The bytes of `looks` have changed. */
  recoloured(): void {
    this.#isRecoloured = true;
    this.#redraw();
  }

  setColours({ ground, accent }: SceneColours): void {
    // As they are: nothing here calculates with light.
    this.#uniforms.ground.value.setStyle(ground);
    this.#uniforms.accent.value.setStyle(accent);
    this.#frame.material.color.setStyle(accent);
    this.#renderer.setClearColor(this.#uniforms.ground.value);
    this.invalidate();
  }

  #shapesChanged(): void {
    this.#isRecoloured = true;
    if (this.#shown !== undefined) return;
    // Several together: each costs a whole picture.
    this.#shown = setTimeout(() => {
      this.#shown = undefined;
      this.events.onProgress({ shapes: this.#shapes.shapeCount, fault: this.#shapes.fault });
      this.recoloured();
    }, 120);
  }

  /** How many primitives of an element cannot be drawn; undefined: as far as is known all can. */
  refusedOf(place: number): number | undefined {
    return this.#shapes.refused.get(place);
  }

  isShaped(place: number): boolean {
    return ((this.looks[4 * place + 3] as number) & flag.shaped) !== 0;
  }

  // ------------------------------------------------------------------------------------------------------------- camera

  resize(width: number, height: number): void {
    if (width === 0 || height === 0) return;
    this.#renderer.setSize(width, height, false);
    this.#target.setSize(this.canvas.width, this.canvas.height);
    this.#round.aspect = width / height;
    this.#round.updateProjectionMatrix();
    const half = (this.#flat.top - this.#flat.bottom) / 2;
    this.#flat.left = (-half * width) / height;
    this.#flat.right = (half * width) / height;
    this.#flat.updateProjectionMatrix();
    this.invalidate();
  }

  /** Looks at a box, from where one looked before. */
  fit(bounds: Bounds): void {
    const [low, high] = [new Vector3(...bounds.subarray(0, 3)), new Vector3(...bounds.subarray(3, 6))];
    if (!(low.x <= high.x)) return;
    const middle = low.clone().add(high).multiplyScalar(0.5);
    const radius = Math.max(0.5 * low.distanceTo(high), 0.05);
    const away = this.#round.position.clone().sub(this.#controls.round.target);
    if (away.lengthSq() === 0) away.set(-1, -1.6, 1.2);
    const distance = this.#distanceTo(low, high, middle, away.clone().normalize());
    this.#round.position.copy(middle).add(away.setLength(distance));
    this.#controls.round.target.copy(middle);
    const half = (0.55 * Math.max(high.y - low.y, (high.x - low.x) / this.#round.aspect, 0.1)) / 1;
    this.#flat.zoom = 1;
    [this.#flat.top, this.#flat.bottom] = [half, -half];
    [this.#flat.left, this.#flat.right] = [-half * this.#round.aspect, half * this.#round.aspect];
    this.#flat.position.set(middle.x, middle.y, this.placed.bounds[5] as number).z += radius + 1;
    this.#controls.flat.target.set(middle.x, middle.y, middle.z);
    this.#flat.updateProjectionMatrix();
    this.#controls.round.update();
    this.#controls.flat.update();
    this.invalidate();
  }

  /** From how far away all corners of a box are on the canvas, looking from a direction at its middle. */
  #distanceTo(low: Vector3, high: Vector3, middle: Vector3, from: Vector3): number {
    const right = new Vector3().crossVectors(this.#round.up, from).normalize();
    const above = new Vector3().crossVectors(from, right);
    const tall = Math.tan((this.#round.fov * Math.PI) / 360) / 1.08;
    let distance = 0.05;
    for (let bits = 0; bits < 8; bits += 1) {
      const corner = new Vector3(bits & 1 ? high.x : low.x, bits & 2 ? high.y : low.y, bits & 4 ? high.z : low.z).sub(
        middle,
      );
      const [x, y] = [Math.abs(corner.dot(right)), Math.abs(corner.dot(above))];
      const needed = Math.max(y / tall, x / (tall * this.#round.aspect));
      distance = Math.max(distance, needed + corner.dot(from));
    }
    return distance;
  }

  setPlan(isPlan: boolean): void {
    if (isPlan === this.#isPlan) return;
    this.#isPlan = isPlan;
    this.#controls.round.enabled = !isPlan;
    this.#controls.flat.enabled = isPlan;
    this.invalidate();
  }

  /** Off while the pointer means something else. */
  setSteering(isOn: boolean): void {
    this.#steering.enabled = isOn;
  }

  turn(left: number, up: number): void {
    if (this.#isPlan) return this.move(-left * 120, up * 120);
    this.#controls.round.rotateLeft(left);
    this.#controls.round.rotateUp(up);
    this.#controls.round.update();
  }

  move(x: number, y: number): void {
    this.#steering.pan(x, y);
    this.#steering.update();
  }

  zoom(isNearer: boolean): void {
    if (isNearer) this.#steering.dollyIn(0.85);
    else this.#steering.dollyOut(0.85);
    this.#steering.update();
  }

  /** Near and far, so that the depths between them suffice for what is there. */
  #aim(): void {
    const camera = this.#camera;
    camera.updateMatrixWorld();
    const b = this.placed.bounds;
    const middle = new Vector3(...[0, 1, 2].map((axis) => ((b[axis] as number) + (b[axis + 3] as number)) / 2));
    const radius = Math.max(0.5 * Math.hypot(...[0, 1, 2].map((i) => (b[i + 3] as number) - (b[i] as number))), 0.1);
    const distance = camera.position.distanceTo(middle);
    camera.far = distance + 1.01 * radius + 1;
    // What is looked at is in front of it, however far away the farthest stray is.
    const ahead = 0.02 * this.#round.position.distanceTo(this.#controls.round.target);
    camera.near = this.#isPlan
      ? 0.01
      : Math.max(distance - 1.01 * radius, Math.min(camera.far * 1e-4, ahead), ahead * 0.05, 1e-3);
    camera.updateProjectionMatrix();
    this.#uniforms.eye.value.copy(camera.position);
    camera.getWorldDirection(this.#uniforms.gaze.value);
    this.#uniforms.isFlat.value = this.#isPlan;
    const { height } = this.canvas;
    this.#uniforms.pixelSize.value = this.#isPlan
      ? (this.#flat.top - this.#flat.bottom) / (this.#flat.zoom * height)
      : (2 * Math.tan((this.#round.fov * Math.PI) / 360)) / height;
  }

  /** Pixels that a metre has on screen, for what is in a ball. */
  #pixelsAt(middle: Vector3, radius: number): number {
    const { height } = this.canvas;
    if (this.#isPlan) return (height * this.#flat.zoom) / (this.#flat.top - this.#flat.bottom);
    const distance = Math.max(this.#round.position.distanceTo(middle) - radius, this.#round.near);
    return height / (2 * Math.tan((this.#round.fov * Math.PI) / 360) * distance);
  }

  #frustum(): Frustum {
    const camera = this.#camera;
    return new Frustum().setFromProjectionMatrix(
      new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse),
    );
  }

  // ------------------------------------------------------------------------------------------------------------ drawing

  /** The camera has moved: what is seen at once counts. */
  invalidate(): void {
    this.#isQuiet = false;
    this.#isMoved = true;
    this.#isDirty = true;
    this.#shapes?.stop();
    clearTimeout(this.#resting);
    this.#schedule();
  }

  /** Something looks otherwise, from where one looks anyway. */
  #redraw(): void {
    if (this.#isDirty) return;
    // Over a picture that is not whole yet there is nothing to keep.
    if (this.#queue.length === 0) this.#isQuiet = true;
    this.#isDirty = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#asked === 0 && !this.#isClosed) this.#asked = requestAnimationFrame(() => this.#step());
  }

  #step(): void {
    this.#asked = 0;
    if (this.#isClosed || this.#gl.isContextLost()) return;
    if (this.#fence && !this.#isDrawn(this.#fence)) return this.#schedule();
    if (this.#isDirty) this.#begin();
    else if (this.#queue.length === 0) return this.#end();
    else this.#draw(false);
    this.#schedule();
  }

  /** Whether the card is done with the step before; then it is known how much fits into one. */
  #isDrawn({ sync, sent, boxes, cost, isFirst }: Fence): boolean {
    const status = this.#gl.clientWaitSync(sync, 0, 0);
    if (status === this.#gl.TIMEOUT_EXPIRED) return false;
    this.#gl.deleteSync(sync);
    this.#fence = undefined;
    const took = performance.now() - sent;
    this.#learn(took, cost);
    this.#mark("step", { took, boxes, isFirst });
    return true;
  }

  /** How much fits into a step, from how long one took; less than the least takes as long whatever is in it. */
  #learn(took: number, cost: number): void {
    const aim = this.isSoftware ? 40 : 17;
    if (took > 1.3 * aim) this.#budget = Math.max(leastBudget, 0.75 * this.#budget);
    else if (took < aim && cost > 0.5 * this.#budget) this.#budget = Math.min(3e7, 1.3 * this.#budget);
  }

  #begin(): void {
    this.#isDirty = false;
    this.#begun = performance.now();
    // Here alone: a picture half of which is with the looks of before would have holes.
    if (this.#isRecoloured) this.#texture.needsUpdate = true;
    this.#isRecoloured = false;
    this.#aim();
    this.#queue = this.#boxes.inSight(this.#frustum(), (middle, radius) => this.#pixelsAt(middle, radius));
    this.#renderer.setRenderTarget(this.#target);
    this.#renderer.clear();
    this.#draw(true);
  }

  /** Draws as many of the boxes that are left as fit into a step. */
  #draw(isFirst: boolean): void {
    let [boxes, cost] = [0, 0];
    const shown: Object3D[] = [];
    const most = isFirst && !this.#isQuiet ? this.#budget : 2 * this.#budget;
    while (this.#queue.length > 0 && (shown.length === 0 || cost < most)) {
      const slice = this.#queue.shift() as Slice;
      const part = drawnOf(slice);
      part.drawn.visible = true;
      shown.push(part.drawn);
      boxes += slice.count;
      cost += part.cost;
    }
    this.#shapes.group.visible = isFirst;
    this.#renderer.setRenderTarget(this.#target);
    this.#renderer.render(this.#scene, this.#camera);
    if (!this.#isQuiet || this.#queue.length === 0) this.#present();
    for (const each of shown) each.visible = false;
    const sync = this.#gl.fenceSync(this.#gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#gl.flush();
    if (sync) this.#fence = { sync, sent: performance.now(), boxes, cost, isFirst };
  }

  /** Puts what is drawn so far on the screen. */
  #present(): void {
    this.#renderer.setRenderTarget(null);
    this.#renderer.render(this.#screen.scene, this.#screen.camera);
    this.#renderer.render(this.#overlay, this.#camera);
  }

  /** Everything is drawn. */
  #end(): void {
    this.#mark("whole", { took: performance.now() - this.#begun });
    this.#isQuiet = true;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.events.onRest(this.sight());
      // Those that are asked for already come; other colours meanwhile are no reason to forget that none is yet.
      if (this.#isMoved) this.#lookForShapes();
    }, rest);
  }

  #lookForShapes(): void {
    this.#isMoved = false;
    const frustum = this.#frustum();
    void this.#shapes.look((bounds) => {
      const { box, middle, radius } = boxOf(bounds);
      return frustum.intersectsBox(box) ? this.#pixelsAt(middle, radius) : 0;
    });
  }

  /** For whoever measures (docs/performance.md). */
  #mark(what: "step" | "whole", detail: object): void {
    this.canvas.dispatchEvent(new CustomEvent(`picture-${what}`, { detail, bubbles: true }));
  }

  // -------------------------------------------------------------------------------------------------- what is where

  /** The element at a point of the canvas, in pixels of the page; -1: there is none. */
  at(x: number, y: number): number {
    const { clientWidth, clientHeight } = this.canvas;
    this.#aim();
    const [u, v] = [(2 * x) / clientWidth - 1, 1 - (2 * y) / clientHeight];
    const camera = this.#camera;
    const from = new Vector3(u, v, -1).unproject(camera);
    const to = new Vector3(u, v, 1).unproject(camera).sub(from).normalize();
    const start = this.#isPlan ? from : camera.position;
    const ray: Ray = { from: [start.x, start.y, start.z], along: [to.x, to.y, to.z] };
    return firstOn(ray, this.placed, this.looks, (place, r, boxHit) => this.#shapes.hit(place, r, boxHit));
  }

  /** Elements that are to be seen and whose middle is on the canvas, with where that is; in runs that are in sight. */
  #eachInSight(visit: (place: number, x: number, y: number, depth: number) => void): void {
    this.#aim();
    const camera = this.#camera;
    const frustum = this.#frustum();
    const m = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse).elements;
    const { boxes, runs } = this.placed;
    const row = (i: 0 | 1 | 3, x: number, y: number, z: number) =>
      (m[i] as number) * x + (m[i + 4] as number) * y + (m[i + 8] as number) * z + (m[i + 12] as number);
    for (const run of runs) {
      if (!frustum.intersectsBox(boxOf(run.bounds).box)) continue;
      for (let place = run.start; place < run.end; place += 1) {
        if (((this.looks[4 * place + 3] as number) & flag.hidden) !== 0) continue;
        const at = 6 * place;
        const [x, y, z] = [0, 1, 2].map((i) => ((boxes[at + i] as number) + (boxes[at + i + 3] as number)) / 2) as [
          number,
          number,
          number,
        ];
        const w = row(3, x, y, z);
        if (w <= 0) continue;
        const [u, v] = [row(0, x, y, z) / w, row(1, x, y, z) / w];
        if (u >= -1 && u <= 1 && v >= -1 && v <= 1) visit(place, u, v, w);
      }
    }
  }

  /** What is in view. */
  sight(): Sight {
    const { boxes } = this.placed;
    const best: { place: number; size: number }[] = [];
    let count = 0;
    let least = 0;
    this.#eachInSight((place, _x, _y, depth) => {
      count += 1;
      const at = 6 * place;
      const side = (i: number) => (boxes[at + i + 3] as number) - (boxes[at + i] as number);
      const size = (side(0) + side(1) + side(2)) / (this.#isPlan ? 1 : depth);
      if (best.length >= 4 * mostListed && size <= least) return;
      best.push({ place, size });
      if (best.length < 8 * mostListed) return;
      best.sort((a, b) => b.size - a.size);
      best.length = mostListed;
      least = best.at(-1)?.size ?? 0;
    });
    best.sort((a, b) => b.size - a.size);
    return { places: best.slice(0, mostListed).map(({ place }) => place), count };
  }

  /** Every element in view. */
  all(): number[] {
    const found: number[] = [];
    this.#eachInSight((place) => found.push(place));
    return found;
  }

  /** The elements whose middle lies within a line around them, in pixels of the page, whatever stands before them. */
  within(line: readonly (readonly [number, number])[]): number[] {
    const { clientWidth, clientHeight } = this.canvas;
    const found: number[] = [];
    this.#eachInSight((place, u, v) => {
      if (isInside(line, ((u + 1) / 2) * clientWidth, ((1 - v) / 2) * clientHeight)) found.push(place);
    });
    return found;
  }

  /** Marks elements, and frames them so that they are seen behind others. */
  choose(places: readonly number[]): void {
    for (let at = 3; at < 4 * this.placed.count; at += 4) this.looks[at] = (this.looks[at] as number) & ~flag.chosen;
    for (const place of places) this.looks[4 * place + 3] = (this.looks[4 * place + 3] as number) | flag.chosen;
    const lines: number[] = [];
    for (const place of places.slice(0, mostFramed)) pushEdges(lines, this.placed.boxes, 6 * place);
    this.#frame.geometry.dispose();
    this.#frame.geometry = new BufferGeometry();
    this.#frame.geometry.setAttribute("position", new BufferAttribute(new Float32Array(lines), 3));
    this.#frame.visible = lines.length > 0;
    this.recoloured();
  }

  dispose(): void {
    this.#isClosed = true;
    cancelAnimationFrame(this.#asked);
    clearTimeout(this.#resting);
    clearTimeout(this.#shown);
    this.canvas.removeEventListener("webglcontextlost", this.#onLost);
    this.#controls.round.dispose();
    this.#controls.flat.dispose();
    this.#shapes.dispose();
    this.#boxes.dispose();
    this.#frame.geometry.dispose();
    this.#frame.material.dispose();
    for (const material of this.#materials) material.dispose();
    this.#texture.dispose();
    this.#target.dispose();
    this.#screen.dispose();
    this.#renderer.dispose();
  }
}

interface Screen {
  scene: Scene;
  camera: OrthographicCamera;
  dispose: () => void;
}

/** The whole canvas, with a picture on it. */
function screenOver(picture: Texture): Screen {
  const material = new MeshBasicMaterial({ map: picture, depthTest: false, depthWrite: false, toneMapped: false });
  const geometry = new PlaneGeometry(2, 2);
  const scene = new Scene();
  scene.add(new Mesh(geometry, material));
  const dispose = () => (geometry.dispose(), material.dispose());
  return { scene, camera: new OrthographicCamera(-1, 1, 1, -1, -1, 1), dispose };
}

function textureOver(looks: Uint8Array): DataTexture {
  const rows = looks.length / 4096;
  const texture = new DataTexture(looks as Uint8Array<ArrayBuffer>, 1024, rows, RGBAIntegerFormat, UnsignedByteType);
  texture.internalFormat = "RGBA8UI";
  texture.minFilter = texture.magFilter = NearestFilter;
  texture.generateMipmaps = false;
  texture.needsUpdate = true;
  return texture;
}

function boxOf(bounds: Bounds) {
  const [x, y, z, toX, toY, toZ] = bounds as unknown as [number, number, number, number, number, number];
  const box = new Box3(new Vector3(x, y, z), new Vector3(toX, toY, toZ));
  const middle = box.getCenter(new Vector3());
  return { box, middle, radius: middle.distanceTo(box.max) };
}

/** The twelve edges of a box, as pairs of corners. */
function pushEdges(lines: number[], boxes: Float32Array, at: number): void {
  const corner = (bits: number) => [0, 1, 2].map((axis) => boxes[at + axis + ((bits >> axis) & 1 ? 3 : 0)] as number);
  for (let bits = 0; bits < 8; bits += 1)
    for (const axis of [1, 2, 4]) if ((bits & axis) === 0) lines.push(...corner(bits), ...corner(bits | axis));
}

/** Whether a point is inside a line around it, by how often a ray from it crosses that. */
function isInside(line: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let isIn = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [ax, ay] = line[i] as readonly [number, number];
    const [bx, by] = line[j] as readonly [number, number];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}
