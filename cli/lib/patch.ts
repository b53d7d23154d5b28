/** Edits as a unified diff, which `patch` and `git apply` take. Cost: one pass over the text; nothing is compared but changed lines. */

import type { Edit } from "./edits.js";

const context = 3;

/** Lines of the text, from 0, that are replaced by others. */
interface Block {
  from: number;
  to: number;
  lines: string[];
}

/** The diff's lines without their ends; nothing when the edits change nothing. `edits` are in order of place. */
export function* unifiedDiff(before: Buffer, edits: readonly Edit[], name: string): Generator<string> {
  const lines = new Lines(before);
  let shift = 0; // how many lines the text has gained so far
  let isFirst = true;
  for (const hunk of hunksOf(blocksOf(lines, edits))) {
    if (isFirst) yield* [`--- ${quoted(name)}`, `+++ ${quoted(name)}`];
    isFirst = false;
    const { from, to } = around(hunk, lines.count);
    const gained = hunk.reduce((sum, block) => sum + block.lines.length - (block.to - block.from), 0);
    yield `@@ -${range(from, to - from)} +${range(from + shift, to - from + gained)} @@`;
    yield* bodyOf(hunk, from, to, lines);
    shift += gained;
  }
}

function* bodyOf(hunk: Block[], from: number, to: number, lines: Lines): Generator<string> {
  let at = from;
  for (const block of [...hunk, { from: to, to, lines: [] }]) {
    for (; at < block.from; at += 1) yield* marked(" ", lines.get(at));
    for (; at < block.to; at += 1) yield* marked("-", lines.get(at));
    for (const line of block.lines) yield* marked("+", line);
  }
}

function* marked(mark: string, line: string): Generator<string> {
  const isWhole = line.endsWith("\n");
  yield mark + (isWhole ? line.slice(0, -1) : line);
  if (!isWhole) yield "\\ No newline at end of file";
}

/** Blocks that share lines around them share a hunk. */
function* hunksOf(blocks: Iterable<Block>): Generator<Block[]> {
  let hunk: Block[] = [];
  for (const block of blocks) {
    const last = hunk.at(-1);
    if (last && block.from - last.to > 2 * context) {
      yield hunk;
      hunk = [];
    }
    hunk.push(block);
  }
  if (hunk.length) yield hunk;
}

function around(hunk: Block[], count: number): { from: number; to: number } {
  return {
    from: Math.max(0, (hunk[0]?.from ?? 0) - context),
    to: Math.min(count, (hunk.at(-1)?.to ?? 0) + context),
  };
}

/** Edits of the same lines make one block. */
function* blocksOf(lines: Lines, edits: readonly Edit[]): Generator<Block> {
  for (let next = 0; next < edits.length;) {
    const first = edits[next] as Edit;
    const from = lines.at(first.begin);
    const parts = [lines.bytes.subarray(lines.start(from), first.begin)];
    let to: number;
    for (;;) {
      const edit = edits[next++] as Edit;
      to = lines.at(edit.end) + 1;
      const following = edits[next];
      const shares = following && lines.at(following.begin) < to;
      parts.push(edit.text, lines.bytes.subarray(edit.end, shares ? following.begin : lines.start(to)));
      if (!shares) break;
    }
    const block = trimmed(
      { from, to: Math.min(to, lines.count), lines: split(Buffer.concat(parts).toString()) },
      lines,
    );
    if (block.from < block.to || block.lines.length > 0) yield block;
  }
}

/** Without the lines at both ends that stay as they are. */
function trimmed(block: Block, lines: Lines): Block {
  let { from, to } = block;
  let [begin, end] = [0, block.lines.length];
  while (from < to && begin < end && lines.get(from) === block.lines[begin]) [from, begin] = [from + 1, begin + 1];
  while (from < to && begin < end && lines.get(to - 1) === block.lines[end - 1]) [to, end] = [to - 1, end - 1];
  return { from, to, lines: block.lines.slice(begin, end) };
}

/** With their ends. */
const split = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

class Lines {
  private readonly starts: Uint32Array;
  readonly count: number;

  constructor(readonly bytes: Buffer) {
    let count = 0;
    for (const _ of startsOf(bytes)) count += 1;
    this.count = count;
    this.starts = new Uint32Array(this.count);
    let line = 0;
    for (const start of startsOf(bytes)) this.starts[line++] = start;
  }

  /** Where a line begins; of the one behind the last: the end. */
  start(line: number): number {
    return this.starts[line] ?? this.bytes.length;
  }

  get(line: number): string {
    return this.bytes.toString("utf8", this.start(line), this.start(line + 1));
  }

  /** The line of a byte. */
  at(byte: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) <= byte) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** Where the lines begin. */
function* startsOf(bytes: Buffer): Generator<number> {
  for (let at = 0; at < bytes.length;) {
    yield at;
    const end = bytes.indexOf(10, at);
    at = end < 0 ? bytes.length : end + 1;
  }
}

const range = (line: number, count: number): string => `${count === 0 ? line : line + 1},${count}`;

/** As `diff` and `git` write names that hold what would end them. */
function quoted(name: string): string {
  if (/["\\\u0000-\u001f\u007f]/.test(name))
    return `"${name.replace(/["\\\u0000-\u001f\u007f]/g, (character) =>
      /["\\]/.test(character) ? `\\${character}` : `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
    )}"`;
  return name.includes(" ") ? `${name}\t` : name;
}
