// Tables as files, as the engine's extraction writes them: one group's, or all of them in a zip or a workbook. Values come from the
// extraction itself and are never gathered in the page; what writes workbooks and zips is loaded when it is first needed.
import type { Snapshot } from "premap";
import { type CsvRecord, csvRecords } from "../lib/csv_reader";
import { openSink, type Sink } from "../lib/file_sink";
import { plural } from "../lib/format";
import { nowAndThen, secondsLeft } from "../lib/pace";
import { freeAmong } from "../lib/outline";
import type { SheetSource, WorkbookNotes } from "../lib/workbook";
import type { Documents } from "./documents";
import type { EngineRoom } from "./engine";
import type { Files } from "./files";
import { Job, progressOf } from "./jobs";
import { toProblem, wasRestarted } from "./problem";
import type { ExtractFormat } from "./types";

export interface ExportProgress {
  fileName: string;
  rows: number;
  /** Of the table that is written; absent where it is not known, and of several tables. */
  rowCount?: number;
  bytes: number;
  secondsLeft?: number;
  /** Which of several tables it is. */
  table?: { name: string; number: number; of: number };
}

export interface Exported {
  fileName: string;
  /** What is to be known of it: what was left out, cut, or written otherwise. */
  notes: readonly string[];
}

export type ManyFormat = "xlsx" | "zip";

/** As much as one of these tables needs: its name for files and sheets, its columns. */
interface Table {
  group: string;
  name: string;
  columns: { name: string; dataType: string }[];
}

/** Excel takes a CSV for UTF-8 where this stands before it. */
const mark = new Uint8Array([0xef, 0xbb, 0xbf]);

const tableTypes: Record<ExtractFormat, string> = {
  csv: "text/csv",
  ndjson: "application/x-ndjson",
  json: "application/json",
};
const manyTypes: Record<ManyFormat, { what: string; type: string }> = {
  xlsx: { what: "Excel workbooks", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  zip: { what: "Zip files", type: "application/zip" },
};

export class Exporting extends Job<Exported, ExportProgress> {
  constructor(
    engine: EngineRoom,
    private readonly documents: Documents,
    private readonly files: Files,
  ) {
    super(engine);
  }

  /** A group's whole table as a file; `hasMark`: a CSV that Excel reads right. */
  async table(group: { group?: string }, tableName: string, format: ExtractFormat, hasMark: boolean): Promise<void> {
    const { snapshot } = this.files;
    const { text } = this.documents.now;
    const sink = snapshot && (await openSink(`${tableName}.${format}`, "Tables", tableTypes[format]));
    if (!snapshot || !sink) return;
    await this.#into(sink, async (signal, tell) => {
      const onProgress = paced(tell, sink.name);
      if (format === "csv" && hasMark) await sink.write(mark);
      const options = { format, ...group, workers: "auto" as const, signal, onProgress };
      for await (const piece of snapshot.extract(text, options)) await sink.write(piece);
      return [];
    });
  }

  /** The tables of these groups, in their order, as one file. */
  async tables(groups: readonly string[], fileName: string, format: ManyFormat, hasMark: boolean): Promise<void> {
    const { snapshot } = this.files;
    const { text } = this.documents.now;
    const { what, type } = manyTypes[format];
    const sink = snapshot && (await openSink(`${fileName}.${format}`, what, type));
    if (!snapshot || !sink) return;
    await this.#into(sink, async (signal, tell) => {
      const notes: string[] = [];
      let bytes = 0;
      const counted: Sink = {
        ...sink,
        write: (piece) => ((bytes += piece.byteLength), sink.write(piece)),
      };
      const source = new TablesSource(snapshot, text, groups, signal, (progress) =>
        tell({ fileName: sink.name, ...progress, bytes }),
      );
      const tables = source.tables(notes);
      if (format === "zip") await writeZip(counted, tables, source, hasMark, signal);
      else notes.push(...(await writeSheets(counted, tables, source, signal)));
      return notes;
    });
  }

  /** Its snapshot goes: an export that had not come to its end is no file, which nobody would notice. */
  closing(): void {
    const progress = progressOf(this.state);
    if (this.state.phase !== "running") return;
    this.forget();
    const problem = toProblem(new Error("its snapshot was closed before all was written"));
    this.set({ phase: "failed", problem, progress });
  }

  /** Writes, and closes what was written; a file that is not whole is none. */
  async #into(
    sink: Sink,
    write: (signal: AbortSignal, tell: (progress: ExportProgress) => void) => Promise<string[]>,
  ): Promise<void> {
    await this.run(async ({ signal, tell }) => {
      tell({ fileName: sink.name, rows: 0, bytes: 0 });
      try {
        const notes = await write(signal, tell);
        signal.throwIfAborted();
        await sink.close();
        return { fileName: sink.name, notes };
      } catch (thrown) {
        await sink.abandon();
        // The file would begin in the middle.
        if (wasRestarted(toProblem(thrown)) && !signal.aborted)
          throw new Error("The engine was needed for something else. Export again");
        throw thrown;
      }
    });
  }
}

function paced(tell: (progress: ExportProgress) => void, fileName: string) {
  const begun = performance.now();
  return nowAndThen((progress: { rows: number; rowCount?: number; bytes: number }) => {
    const left = secondsLeft(performance.now() - begun, progress.rows, progress.rowCount);
    tell({ fileName, ...progress, ...(left === undefined ? {} : { secondsLeft: left }) });
  });
}

/** Several tables, one after the other. */
class TablesSource {
  private rows = 0;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly text: string,
    private readonly groups: readonly string[],
    private readonly signal: AbortSignal,
    private readonly tell: (progress: Omit<ExportProgress, "fileName" | "bytes">) => void,
  ) {}

  /** Those that can be made; the others are noted. */
  async *tables(notes: string[]): AsyncGenerator<Table> {
    for (const group of this.groups) {
      try {
        yield await this.table(group);
      } catch (thrown) {
        const { kind, diagnostics } = toProblem(thrown);
        if (kind !== "fault" || this.signal.aborted) throw thrown;
        notes.push(`${group} was left out: ${diagnostics[0]?.message ?? "its query does not run"}`);
      }
    }
  }

  private async table(group: string): Promise<Table> {
    const options = { group, limit: 1, verdicts: false, signal: this.signal };
    const { tableName, columns } = await this.snapshot.preview(this.text, options);
    return { group, name: tableName || group, columns: [...columns] };
  }

  async *csv({ group, name }: Table): AsyncGenerator<Uint8Array> {
    const { signal } = this;
    const before = this.rows;
    const place = { name, number: this.groups.indexOf(group) + 1, of: this.groups.length };
    const told = nowAndThen((rows: number) => this.tell({ rows, table: place }), 0);
    told(before);
    const onProgress = ({ rows }: { rows: number }) => told((this.rows = before + rows));
    yield* this.snapshot.extract(this.text, { format: "csv", group, workers: "auto", signal, onProgress });
  }
}

async function writeZip(
  sink: Sink,
  tables: AsyncIterable<Table>,
  source: TablesSource,
  hasMark: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { openZip } = await import("../lib/zip_file");
  const zip = openZip(sink, true, signal);
  const taken = new Set<string>();
  for await (const table of tables) {
    const name = freeAmong(table.name.replace(/[^\p{L}\p{N}_ -]/gu, "_"), taken);
    taken.add(name.toLowerCase());
    await zip.add(`${name}.csv`, hasMark ? marked(source.csv(table)) : source.csv(table));
  }
  await zip.close();
}

async function* marked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield mark;
  yield* pieces;
}

async function writeSheets(
  sink: Sink,
  tables: AsyncIterable<Table>,
  source: TablesSource,
  signal: AbortSignal,
): Promise<string[]> {
  const { writeWorkbook } = await import("../lib/workbook");
  const sheets = async function* (): AsyncGenerator<SheetSource> {
    for await (const table of tables)
      yield { name: table.name, columns: table.columns, rows: withoutNames(csvRecords(source.csv(table))) };
  };
  return notesOf(await writeWorkbook(sink, sheets(), signal));
}

/** The first record has the names of the columns. */
async function* withoutNames(batches: AsyncIterable<CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  let isFirst = true;
  for await (const batch of batches) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = false;
  }
}

function notesOf({ cutTexts, longNumbers, continued, narrowed }: WorkbookNotes): string[] {
  const notes: string[] = [];
  if (continued.length > 0)
    notes.push(`${continued.join(", ")}: more rows than a sheet of Excel has, so the table goes on in the next sheets`);
  if (narrowed.length > 0)
    notes.push(`${narrowed.join(", ")}: more columns than a sheet of Excel has; the last ones were left out`);
  if (cutTexts > 0) notes.push(`${plural(cutTexts, "text")} cut after 32,767 characters, the most a cell takes`);
  if (longNumbers > 0)
    notes.push(
      `${plural(longNumbers, "whole number")} of more than 15 digits written as text, for Excel would round them`,
    );
  return notes;
}
