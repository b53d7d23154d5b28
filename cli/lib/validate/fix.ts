/** `--fix`: the safe repairs of every mapping, on all snapshots one after the other, as one diff. */

import { type Engine, EngineError, type MappingApiName } from "premap";
import { shown, shownLines } from "../clean.js";
import { plural } from "../diagnostics.js";
import { type Edit, editsOf, joined } from "../edits.js";
import { writeBack } from "../input.js";
import { note, painter, write } from "../output.js";
import { unifiedDiff } from "../patch.js";
import { Source } from "../source.js";
import { onSnapshot } from "./check.js";
import { type MappingFile, readable } from "./mapping_file.js";

interface FixSettings {
  api: { api?: MappingApiName };
  writes: boolean;
  /** The diff is the report; otherwise it is told on standard error. */
  asText: boolean;
}

/** Of one mapping, so far. */
interface Repair {
  text: string;
  edits: Edit[];
  count: number;
}

/** Leaves the repaired texts in `mappings`. */
export async function fixAll(
  engine: Engine,
  mappings: MappingFile[],
  snapshots: readonly string[],
  settings: FixSettings,
): Promise<void> {
  const fixable = readable(mappings);
  const repairs = fixable.map(({ source }): Repair => ({ text: source.text, edits: [], count: 0 }));
  const fix = async (target: Pick<Engine, "fix">): Promise<void> => {
    for (const repair of repairs) await apply(target, repair, settings);
  };
  if (snapshots.length === 0) await fix(engine);
  // One that cannot be opened is told when the mappings are checked.
  for (const file of snapshots)
    await onSnapshot(engine, file, async (target) => {
      if (!(target instanceof EngineError)) await fix(target);
    });
  for (const [index, mapping] of fixable.entries()) {
    const repair = repairs[index] as Repair;
    if (repair.edits.length === 0) continue;
    await finish(mapping.file, mapping.source, repair, settings);
    mapping.source = new Source(mapping.source.name, repair.text, mapping.source.offset);
  }
}

async function apply(target: Pick<Engine, "fix">, repair: Repair, { api }: FixSettings): Promise<void> {
  const { mapping, edits, count } = await target.fix(repair.text, api);
  repair.text = mapping;
  repair.edits = joined(repair.edits, editsOf(edits));
  repair.count += count;
}

async function finish(file: string, source: Source, repair: Repair, { writes, asText }: FixSettings): Promise<void> {
  await printDiff(source, repair.edits, asText);
  if (writes) writeBack(file, repair.text);
  note(`${shown(source.name)}: ${plural(repair.count, "repair")}${writes ? "" : ", not written"}`);
}

/** A byte order mark belongs to the first line. */
const mark = Buffer.from("\ufeff");

async function printDiff(source: Source, edits: readonly Edit[], asText: boolean): Promise<void> {
  const bytes = source.offset ? Buffer.concat([mark, source.bytes]) : source.bytes;
  const shift = bytes.length - source.bytes.length;
  const moved = edits.map(({ begin, end, text }) => ({ begin: begin + shift, end: end + shift, text }));
  const stream = asText ? process.stdout : process.stderr;
  const show = lineShown(stream);
  let text = "";
  for (const line of unifiedDiff(bytes, moved, source.name)) {
    text += show(line);
    if (text.length < 65536) continue;
    await print(text, asText);
    text = "";
  }
  await print(text, asText);
}

async function print(text: string, asText: boolean): Promise<void> {
  if (asText) await write(text);
  else process.stderr.write(text);
}

/** In colour on a terminal, where nothing of the file may steer it; to a file as it is, for `patch`. */
function lineShown(stream: NodeJS.WriteStream): (line: string) => string {
  if (!stream.isTTY) return (line) => `${line}\n`;
  const paint = painter(stream);
  const colour = (line: string) => (line.startsWith("-") ? "red" : line.startsWith("+") ? "blue" : "dim");
  return (line) => `${paint(colour(line), shownLines(line.replace(/\r$/, "")))}\n`;
}
