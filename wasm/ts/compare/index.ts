/**
 * `premap/compare`: the tables of one mapping on two snapshots, side by side: which rows only one of them has, how each column is filled
 * in both, which cells have changed. Both are read in the order of a key, so that neither is ever in memory.
 */
import { mappingText } from "../arguments.js";
import { EngineError, throwIfAborted } from "../errors.js";
import type { MappingInput, MappingOutline, Snapshot } from "../types.js";
import { compareKeys } from "./order.js";
import { asItComes, NotInOrder, type RowSource, sorted } from "./row_source.js";
import { type SortedRow, SortedRows } from "./sorted_rows.js";
import type {
  ComparedColumn,
  ComparedGroup,
  CompareKey,
  CompareOptions,
  GroupComparison,
  SnapshotComparison,
} from "./types.js";

export type * from "./types.js";

const defaultSamples = 1000;

/**
 * Compares what a mapping gives on two snapshots. Rows of one key belong together in the order of their tables, the first with the
 * first. Errors: those of the mapping as a whole; a group that cannot be run on a snapshot says so in its own place.
 */
export async function compareSnapshots(
  a: Snapshot,
  b: Snapshot,
  mapping: MappingInput,
  options: CompareOptions = {},
): Promise<SnapshotComparison> {
  const { key = "ECInstanceId" } = options;
  const text = mappingText(mapping);
  const outline = await a.openMapping(text).outline();
  // Of a text that is no mapping it is empty, and nothing would differ; this says what is wrong with it.
  if (!outline.isCurrent) await a.preview(text, { limit: 0 });
  const names = [...new Set(outline.groups.map(({ name }) => name))];
  const chosen = options.groups ?? names;
  const keyed = key === "ECInstanceId" ? { text, column: 0 } : await withGuids(a, text, outline);
  const groups: GroupComparison[] = [];
  for (const [index, group] of chosen.entries()) {
    throwIfAborted(options.signal);
    const place = { group, groupNumber: index + 1, groupCount: chosen.length };
    groups.push(await compareGroup([a, b], keyed, place, key, options));
  }
  return { key, isSame: groups.every(isSame), groups };
}

const isSame = (compared: GroupComparison): boolean =>
  "columns" in compared &&
  compared.onlyA.count + compared.onlyB.count + compared.changedRows === 0 &&
  // What was not compared is not known to be the same.
  compared.withoutKeyA + compared.withoutKeyB === 0;

/** A mapping whose tables have the key in the column of that name or number. */
interface Keyed {
  text: string;
  column: string | number;
}

/** The mapping with one more column in each group, which tables and comparisons do not show. */
async function withGuids(snapshot: Snapshot, text: string, outline: MappingOutline): Promise<Keyed> {
  const taken = new Set(outline.groups.flatMap(({ columns }) => columns.map(({ name }) => name.toLowerCase())));
  let column = "ComparedBy";
  while (taken.has(column.toLowerCase())) column += "_";
  const entry = { ecSchemaName: "*", ecClassName: "*", ecPropertyName: "FederationGuid", ecPropertyType: "String" };
  const steps = outline.groups.flatMap(({ columnsPointer }) =>
    columnsPointer === undefined
      ? []
      : [
          {
            op: "add" as const,
            path: `${columnsPointer}/-`,
            value: { propertyName: column, dataType: "String", ecProperties: [entry] },
          },
        ],
  );
  return { text: await snapshot.openMapping(text).apply(steps), column };
}

interface GroupPlace {
  group: string;
  groupNumber: number;
  groupCount: number;
}

async function compareGroup(
  snapshots: readonly [Snapshot, Snapshot],
  keyed: Keyed,
  place: GroupPlace,
  key: CompareKey,
  options: CompareOptions,
): Promise<GroupComparison> {
  try {
    // Tables come by id but for those whose query has an order of its own.
    return await compareSources(snapshots, keyed, place, key, options, key === "ECInstanceId");
  } catch (error) {
    if (error instanceof NotInOrder) return compareSources(snapshots, keyed, place, key, options, false);
    throw error;
  }
}

async function compareSources(
  snapshots: readonly [Snapshot, Snapshot],
  keyed: Keyed,
  place: GroupPlace,
  key: CompareKey,
  options: CompareOptions,
  isAsItComes: boolean,
): Promise<GroupComparison> {
  const { group } = place;
  const a = await ordered(snapshots[0], keyed, place, options, isAsItComes);
  const b = await ordered(snapshots[1], keyed, place, options, isAsItComes).catch((error: unknown) => {
    if ("pieces" in a) a.close();
    throw error;
  });
  try {
    if ("pieces" in a && "pieces" in b) return await new Comparing(a, b, keyed, place, key, options).result();
    return {
      group,
      ...("pieces" in a ? {} : { failedA: a.diagnostics }),
      ...("pieces" in b ? {} : { failedB: b.diagnostics }),
    };
  } finally {
    for (const side of [a, b]) if ("pieces" in side) side.close();
  }
}

/** A group's rows by key; or why its query cannot be run there. */
async function ordered(
  snapshot: Snapshot,
  { text, column }: Keyed,
  place: GroupPlace,
  { options, signal, onProgress }: CompareOptions,
  isAsItComes: boolean,
): Promise<RowSource | EngineError> {
  const asked = { group: place.group, ...(options ? { options } : {}), ...(signal ? { signal } : {}) };
  try {
    const source = isAsItComes ? await asItComes(snapshot, text, asked) : undefined;
    if (source) return source;
    return await sorted(snapshot, text, column, {
      ...asked,
      ...(onProgress ? { onProgress: (progress) => onProgress({ ...place, step: "ordering", ...progress }) } : {}),
    });
  } catch (error) {
    // What is wrong with the file, the engine or the question is nobody's difference.
    if (error instanceof EngineError && /^(query|class|property|group-query|entry)/.test(error.code)) return error;
    throw error;
  }
}

/** The columns of a table that are compared. */
function comparedColumns(source: RowSource, { column }: Keyed, key: CompareKey): number[] {
  const own = key === "ECInstanceId" ? [0] : [0, 1];
  return source.columns.flatMap(({ name }, index) => (own.includes(index) || name === column ? [] : [index]));
}

class Comparing {
  private readonly a: SortedRows;
  private readonly b: SortedRows;
  private readonly columns: ComparedColumn[];
  private readonly samples: number;
  private readonly found: Pick<ComparedGroup, "rowsInBoth" | "changedRows" | "onlyA" | "onlyB"> = {
    ...{ rowsInBoth: 0, changedRows: 0 },
    ...{ onlyA: { count: 0, rows: [] }, onlyB: { count: 0, rows: [] } },
  };

  constructor(
    private readonly sourceA: RowSource,
    private readonly sourceB: RowSource,
    keyed: Keyed,
    private readonly place: GroupPlace,
    private readonly key: CompareKey,
    private readonly options: CompareOptions,
  ) {
    this.samples = options.samples ?? defaultSamples;
    const rowsOf = (source: RowSource) => {
      const keyColumn =
        typeof keyed.column === "number" ? keyed.column : source.columns.findIndex(({ name }) => name === keyed.column);
      return new SortedRows(source, key, keyColumn, comparedColumns(source, keyed, key));
    };
    this.a = rowsOf(sourceA);
    this.b = rowsOf(sourceB);
    this.columns = comparedColumns(sourceA, keyed, key).map((index) => {
      const { name = "", dataType = "Undefined" } = sourceA.columns[index] ?? {};
      return { name, dataType, filledA: 0, filledB: 0, changed: 0, gained: 0, lost: 0, cells: [] };
    });
  }

  async result(): Promise<ComparedGroup> {
    try {
      return await this.compareAll();
    } finally {
      await Promise.all([this.a.end(), this.b.end()]);
    }
  }

  private async compareAll(): Promise<ComparedGroup> {
    const { a, b, found, place, sourceA } = this;
    this.tell(0);
    for (let last = 0; ;) {
      if (a.needsMore) await a.fill();
      if (b.needsMore) await b.fill();
      const { ahead: left } = a;
      const { ahead: right } = b;
      if (!left && !right) break;
      const order = !left ? 1 : !right ? -1 : compareKeys(this.key, left.sortText, right.sortText);
      if (order < 0) this.onlyInA(a.take());
      else if (order > 0) this.onlyInB(b.take());
      else if (left?.key === right?.key) this.compare(a.take(), b.take());
      else this.match(await a.takeAlike(), await b.takeAlike());
      if (a.read + b.read - last >= progressRows) this.tell((last = a.read + b.read));
    }
    for (const [index, column] of this.columns.entries()) {
      column.filledA = a.filled[index] ?? 0;
      column.filledB = b.filled[index] ?? 0;
    }
    return {
      ...{ group: place.group, tableName: sourceA.tableName, rowsA: a.read, rowsB: b.read, ...found },
      ...{ withoutKeyA: a.withoutKey, withoutKeyB: b.withoutKey, columns: this.columns },
    };
  }

  private tell(rows: number): void {
    const { sourceA, sourceB, place } = this;
    throwIfAborted(this.options.signal);
    const known = sourceA.rowCount !== undefined && sourceB.rowCount !== undefined;
    const all = known ? { rowCount: (sourceA.rowCount ?? 0) + (sourceB.rowCount ?? 0) } : {};
    this.options.onProgress?.({ ...place, step: "comparing", rows, ...all });
  }

  /** Rows that are sorted alike, and of different keys: the first of a key with the first. */
  private match(left: SortedRow[], right: SortedRow[]): void {
    for (const row of left) {
      const at = right.findIndex((other) => other.key === row.key);
      const [other] = at < 0 ? [] : right.splice(at, 1);
      if (other) this.compare(row, other);
      else this.onlyInA(row);
    }
    for (const row of right) this.onlyInB(row);
  }

  private onlyInA({ key, id }: SortedRow): void {
    this.only(this.found.onlyA, { key, idA: id });
  }

  private onlyInB({ key, id }: SortedRow): void {
    this.only(this.found.onlyB, { key, idB: id });
  }

  private only(side: ComparedGroup["onlyA"], row: ComparedGroup["onlyA"]["rows"][number]): void {
    side.count += 1;
    if (side.rows.length < this.samples) side.rows.push(row);
  }

  private compare(left: SortedRow, right: SortedRow): void {
    this.found.rowsInBoth += 1;
    let isChanged = false;
    for (let index = 0; index < this.columns.length; index += 1) {
      const a = left.cells[index] ?? null;
      const b = right.cells[index] ?? null;
      if (a === b) continue;
      const column = this.columns[index] as ComparedColumn;
      isChanged = true;
      column.changed += 1;
      if (a === null) column.gained += 1;
      if (b === null) column.lost += 1;
      if (column.cells.length < this.samples) column.cells.push({ key: left.key, idA: left.id, idB: right.id, a, b });
    }
    if (isChanged) this.found.changedRows += 1;
  }
}

const progressRows = 8000;
