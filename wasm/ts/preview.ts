/** A preview's table over the batches it came in: nothing is copied into rows until somebody asks for one. */

import { jsonText } from "./batch.js";
import type {
  Batch,
  Cell,
  Diagnostic,
  Preview,
  PreviewColumn,
  PreviewRow,
  Vector,
  Verdict,
  VerdictWords,
} from "./types.js";

export type OpenedPreview = {
  cursor: number;
  group: string;
  tableName: string;
  columns: PreviewColumn[];
  diagnostics: Diagnostic[];
};

/** The verdicts of a preview's cells and the words of their codes, as the engine answers them. */
export type Dictionary = { verdicts: Verdict[]; words: VerdictWords };

export const noVerdicts: Dictionary = { verdicts: [], words: { reasons: {}, sources: {}, decisions: {} } };

/** A verdict dictionary whose verdicts have their reasons' words at hand. */
export function withWords(dictionary: Dictionary): Dictionary {
  for (const verdict of dictionary.verdicts) {
    const told = verdict.reason && dictionary.words.reasons[verdict.reason];
    if (told) verdict.words = told;
  }
  return dictionary;
}

/** A preview whose batches are all there. `limit` rows of them count. */
export function previewOf(
  opened: OpenedPreview,
  batches: readonly Batch[],
  dictionary: Dictionary,
  limit: number | null | undefined,
): Preview {
  const { verdicts, words } = withWords(dictionary);
  return new PreviewTable(opened, batches, verdicts, words, limit ?? Number.POSITIVE_INFINITY);
}

/** Rows batch by batch, by their numbers. */
export class BatchRows {
  readonly count: number;
  private readonly ends: number[] = []; // how many rows there are up to the end of each batch

  constructor(private readonly batches: readonly Batch[]) {
    let count = 0;
    for (const batch of batches) this.ends.push((count += batch.rowCount));
    this.count = count;
  }

  /** The batch that holds a row, and the row's place in it. */
  locate(row: number): [Batch | undefined, number] {
    if (!(row >= 0 && row < this.count)) return [undefined, 0];
    let [low, high] = [0, this.ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] as number) > row) high = middle;
      else low = middle + 1;
    }
    return [this.batches[low], row - ((this.ends[low - 1] as number | undefined) ?? 0)];
  }
}

/** The rows of a preview over its batches; objects are made when asked for. */
export class PreviewTable implements Preview {
  readonly group: string;
  readonly tableName: string;
  readonly columns: readonly PreviewColumn[];
  readonly diagnostics: readonly Diagnostic[];
  readonly rowCount: number;
  private readonly found: BatchRows;
  private readonly indexOf: ReadonlyMap<string, number>;
  private made: PreviewRow[] | undefined;

  constructor(
    opened: OpenedPreview,
    batches: readonly Batch[],
    readonly verdicts: readonly Verdict[],
    readonly words: VerdictWords,
    limit: number,
  ) {
    this.group = opened.group;
    this.tableName = opened.tableName;
    this.columns = opened.columns;
    this.diagnostics = opened.diagnostics;
    this.found = new BatchRows(batches);
    this.rowCount = Math.min(this.found.count, limit);
    this.indexOf = new Map(opened.columns.map((column, index) => [column.name, index]));
  }

  get complete(): boolean {
    return this.found.count === this.rowCount;
  }

  get rows(): readonly PreviewRow[] {
    this.made ??= Array.from({ length: this.rowCount }, (_, row) => this.row(row));
    return this.made;
  }

  cell(row: number, column: string | number): Cell {
    const [batch, local] = this.locate(row);
    const vector = batch?.columns[this.columnIndex(column)];
    return vector && this.columnIndex(column) < this.columns.length ? cellOf(vector, local) : null;
  }

  verdict(row: number, column: string | number): Verdict | undefined {
    const index = this.columnIndex(column);
    const described = this.columns[index];
    const [batch, local] = this.locate(row);
    if (!described || described.isDefault || !batch) return undefined;
    const defaults = this.columns.filter((other) => other.isDefault).length;
    const number = batch.columns[this.columns.length + index - defaults]?.get(local);
    return typeof number === "number" ? this.verdicts[number] : undefined;
  }

  private row(row: number): PreviewRow {
    const [batch, local] = this.locate(row);
    return Object.fromEntries(
      this.columns.map(({ name }, index) => {
        const vector = batch?.columns[index];
        return [name, vector ? cellOf(vector, local) : null];
      }),
    );
  }

  private columnIndex(column: string | number): number {
    return typeof column === "number" ? column : (this.indexOf.get(column) ?? -1);
  }

  protected locate(row: number): [Batch | undefined, number] {
    return row < this.rowCount ? this.found.locate(row) : [undefined, 0];
  }
}

/** Composites stay JSON text, as the table holds them. */
function cellOf(vector: Vector, row: number): Cell {
  return vector.kind === "json" ? jsonText(vector, row) : (vector.get(row) as Cell);
}
