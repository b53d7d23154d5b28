// Which element a ray meets first. Over boxes, run by run, and over the triangles of those whose shape is there: the same answer
// with and without a graphics card.
import type { Placed } from "../../lib/placed";
import { flag } from "./looks";

export type Vec = readonly [number, number, number];

export interface Ray {
  from: Vec;
  /** Of any length; distances are counted in it. */
  along: Vec;
}

/** Where an element's shape is met, which is in its box; undefined: it is missed. */
export type ShapeHit = (place: number, ray: Ray, boxHit: number | undefined) => number | undefined;

/** The first element on the ray that is to be seen; -1: there is none. */
export function firstOn(ray: Ray, placed: Placed, looks: Uint8Array, shapeHit: ShapeHit): number {
  const candidates: { place: number; at: number }[] = [];
  const { boxes } = placed;
  for (const run of placed.runs) {
    if (slab(ray, run.bounds, 0) === undefined) continue;
    for (let place = run.start; place < run.end; place += 1) {
      if (((looks[4 * place + 3] as number) & flag.hidden) !== 0) continue;
      const at = slab(ray, boxes, 6 * place);
      if (at !== undefined) candidates.push({ place, at });
    }
  }
  candidates.sort((a, b) => a.at - b.at);
  let [best, found] = [Infinity, -1];
  for (const { place, at } of candidates) {
    if (at >= best) break;
    const isShaped = ((looks[4 * place + 3] as number) & flag.shaped) !== 0;
    // Who stands in a box looks through it.
    const boxHit = at > 0 ? at : undefined;
    const hit = isShaped ? shapeHit(place, ray, boxHit) : boxHit;
    if (hit !== undefined && hit < best) [best, found] = [hit, place];
  }
  return found;
}

/** Where the ray enters a box, 0 when it starts inside; undefined: it passes by. */
function slab({ from, along }: Ray, box: ArrayLike<number>, at: number): number | undefined {
  let [near, far] = [0, Infinity];
  for (let axis = 0; axis < 3; axis += 1) {
    const start = from[axis] as number;
    const step = along[axis] as number;
    const low = (box[at + axis] as number) - start;
    const high = (box[at + axis + 3] as number) - start;
    if (step === 0) {
      if (low > 0 || high < 0) return undefined;
      continue;
    }
    const [first, last] = step > 0 ? [low / step, high / step] : [high / step, low / step];
    if (first > near) near = first;
    if (last < far) far = last;
    if (near > far) return undefined;
  }
  return near;
}

/** Where the ray meets a triangle, from either side. */
export function triangleHit(
  { from, along }: Ray,
  points: ArrayLike<number>,
  a: number,
  b: number,
  c: number,
): number | undefined {
  const at = (point: number, axis: number) => points[3 * point + axis] as number;
  const [ax, ay, az] = [at(a, 0), at(a, 1), at(a, 2)];
  const [ux, uy, uz] = [at(b, 0) - ax, at(b, 1) - ay, at(b, 2) - az];
  const [vx, vy, vz] = [at(c, 0) - ax, at(c, 1) - ay, at(c, 2) - az];
  const [dx, dy, dz] = along;
  const [px, py, pz] = [dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx];
  const volume = ux * px + uy * py + uz * pz;
  if (volume === 0) return undefined;
  const [sx, sy, sz] = [from[0] - ax, from[1] - ay, from[2] - az];
  const u = (sx * px + sy * py + sz * pz) / volume;
  if (u < 0 || u > 1) return undefined;
  const [qx, qy, qz] = [sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux];
  const v = (dx * qx + dy * qy + dz * qz) / volume;
  if (v < 0 || u + v > 1) return undefined;
  const distance = (vx * qx + vy * qy + vz * qz) / volume;
  return distance > 0 ? distance : undefined;
}
