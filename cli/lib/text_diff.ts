/** The difference of two texts as a unified diff, by lines (Myers' shortest edit script). */

const context = 3;

interface Line {
  mark: " " | "-" | "+";
  text: string;
}

export function unifiedDiff(before: string, after: string, name: string): string {
  const lines = script(before.split("\n"), after.split("\n"));
  const hunks = hunksOf(lines);
  return hunks.length ? [`--- ${name}`, `+++ ${name}`, ...hunks, ""].join("\n") : "";
}

/** All lines of both texts in order, each marked with where it stands. */
function script(a: string[], b: string[]): Line[] {
  let furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= a.length + b.length; edits += 1) {
    trace.push(new Map(furthest));
    const next = new Map(furthest);
    for (let k = -edits; k <= edits; k += 2) {
      let x = isDown(furthest, k, edits) ? reach(furthest, k + 1) : reach(furthest, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      next.set(k, x);
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return backtrack(trace, a, b);
    }
    furthest = next;
  }
  return [];
}

const reach = (furthest: Map<number, number>, k: number): number => furthest.get(k) ?? -1;

function isDown(furthest: Map<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && reach(furthest, k - 1) < reach(furthest, k + 1));
}

function backtrack(trace: Map<number, number>[], a: string[], b: string[]): Line[] {
  const lines: Line[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] as Map<number, number>;
    const k = x - y;
    const before = isDown(furthest, k, edits) ? k + 1 : k - 1;
    const fromX = edits === 0 ? 0 : reach(furthest, before);
    const fromY = edits === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) {
      lines.push({ mark: " ", text: a[x - 1] as string });
      x -= 1;
      y -= 1;
    }
    if (edits === 0) break;
    if (x > fromX) lines.push({ mark: "-", text: a[x - 1] as string });
    else lines.push({ mark: "+", text: b[y - 1] as string });
    [x, y] = [fromX, fromY];
  }
  return lines.reverse();
}

/** Changed lines with those around them; changes that are close share a hunk. */
function hunksOf(lines: Line[]): string[] {
  const out: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < lines.length;) {
    const change = lines.findIndex((line, index) => index >= at && line.mark !== " ");
    if (change < 0) break;
    let end = change + 1;
    for (let index = end; index < Math.min(lines.length, end + 2 * context); index += 1)
      if (lines[index]?.mark !== " ") end = index + 1;
    const begin = Math.max(at, change - context);
    for (; at < begin; at += 1) [oldLine, newLine] = [oldLine + 1, newLine + 1];
    const hunk = lines.slice(begin, Math.min(lines.length, end + context));
    const olds = hunk.filter((line) => line.mark !== "+").length;
    const news = hunk.filter((line) => line.mark !== "-").length;
    out.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@`);
    out.push(...hunk.map((line) => line.mark + line.text));
    [oldLine, newLine, at] = [oldLine + olds, newLine + news, begin + hunk.length];
  }
  return out;
}

const range = (line: number, count: number): string => `${count === 0 ? line - 1 : line},${count}`;
