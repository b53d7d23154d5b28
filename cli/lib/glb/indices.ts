/** The indices of a batch's runs, counted from the first point that each run names, in two bytes where that is enough. */

const unsignedShort = 5123;
const unsignedInt = 5125;
/** 65535 itself is no index of two bytes. */
const mostPoints = 65535;

/** Where the indices of a run begin and end, and the first and the last point that they name. */
interface Range {
  from: number;
  to: number;
  low: number;
  high: number;
}

export class Indices {
  readonly short: Uint16Array;
  readonly long: Uint32Array;
  private readonly ranges: Range[] = [];
  /** Of each run, in `short` or `long`. */
  private readonly offsets: number[] = [];

  /** `ends`: where the indices of each run end. */
  constructor(all: Uint32Array, ends: readonly number[]) {
    let shorts = 0;
    let longs = 0;
    ends.forEach((to, run) => {
      const range = rangeOf(all, ends[run - 1] ?? 0, to);
      this.ranges.push(range);
      const count = to - range.from;
      this.offsets.push(isShort(range) ? shorts : longs);
      if (isShort(range)) shorts += count;
      else longs += count;
    });
    this.short = new Uint16Array(shorts);
    this.long = new Uint32Array(longs);
    this.ranges.forEach((range, run) => {
      const target = isShort(range) ? this.short : this.long;
      const { from, to, low } = range;
      let at = this.offsets[run] as number;
      for (let i = from; i < to; i++) target[at++] = (all[i] as number) - low;
    });
  }

  /** None where the run has none. */
  of(run: number): { low: number; high: number; isShort: boolean; accessor: object } | undefined {
    const { from, to, low, high } = this.ranges[run] as Range;
    if (from === to) return undefined;
    const short = isShort({ low, high });
    const byteOffset = (this.offsets[run] as number) * (short ? 2 : 4);
    const componentType = short ? unsignedShort : unsignedInt;
    return { low, high, isShort: short, accessor: { byteOffset, componentType, count: to - from, type: "SCALAR" } };
  }
}

const isShort = ({ low, high }: Pick<Range, "low" | "high">) => high - low < mostPoints;

function rangeOf(all: Uint32Array, from: number, to: number): Range {
  let low = from < to ? (all[from] as number) : 0;
  let high = low;
  for (let i = from; i < to; i++) {
    const at = all[i] as number;
    if (at < low) low = at;
    else if (at > high) high = at;
  }
  return { from, to, low, high };
}
