/** The colours of groups in the model, as eyes see them that see no red or no green: measured in OKLab. */
import { expect, it } from "vitest";
import { colourOf, grey, red, type Rgb } from "../../web/src/features/picture/looks.js";

type Triple = [number, number, number];

/** What becomes of linear colours: G. M. Machado and others, 2009, at its full strength. */
const eyes: Record<string, readonly Triple[]> = {
  "no red": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "no green": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "all colours": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

const times = (matrix: readonly Triple[], [x, y, z]: Triple): Triple =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as Triple;
const linear = (channel: number): number =>
  channel <= 0.04045 * 255 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;

/** Björn Ottosson's OKLab, in which distances are as they look. */
function seen([r, g, b]: Rgb, eye: readonly Triple[]): Triple {
  const light = times(eye, [linear(r), linear(g), linear(b)]).map((part) => Math.max(0, part)) as Triple;
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  ).map(Math.cbrt) as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

const distance = (a: Rgb, b: Rgb, eye: readonly Triple[]): number => {
  const [one, other] = [seen(a, eye), seen(b, eye)];
  return Math.hypot(...one.map((part, index) => part - (other[index] ?? 0)));
};

for (const [name, eye] of Object.entries(eyes))
  it(`of the first twelve groups are told apart by eyes that see ${name}`, () => {
    const colours = Array.from({ length: 12 }, (_, index) => colourOf(index));
    for (const [index, colour] of colours.entries()) {
      // What is in several groups, and in none.
      for (const other of [red, grey]) expect(distance(colour, other, eye), `${index}`).toBeGreaterThan(0.05);
      // Few groups are the rule: those are as far apart as can be.
      for (let before = 0; before < index; before += 1)
        expect(distance(colour, colours[before]!, eye), `${before} ${index}`).toBeGreaterThan(index < 6 ? 0.1 : 0.065);
    }
  });
