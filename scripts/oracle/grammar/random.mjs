// Chance that can be repeated: the same seed makes the same queries.

/** Small, seedable, good enough: mulberry32. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
export class Chance {
  constructor(random) {
    this.random = random;
  }

  chance(probability) {
    return this.random() < probability;
  }
  int(limit) {
    return Math.floor(this.random() * limit);
  }
  one(list) {
    return list[this.int(list.length)];
  }
  weighted(choices) {
    let at = this.random() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) if ((at -= weight) < 0) return value;
    return choices[0][1];
  }
}
