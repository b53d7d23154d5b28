/**
 * What the live service has made of a mapping, beside what premap makes of it. Where they differ the readings of the rules that the
 * published contract leaves open (docs/resolution.md) are tried the other way round: which of them gives what came?
 */
import type { GroupOutline, MappingInput, ResolveOptions, Snapshot } from "../../types.js";
import { Client } from "../client.js";
import { PushError } from "../errors.js";
import { listMappings } from "../pull.js";
import { findReport } from "../run.js";
import type { ApiOptions, MappingReader } from "../types.js";
import { compareTables, type Comparison, type DifferentCell, type Row, type Rules } from "./compare_tables.js";
import { cdmTables, type LiveTable, type LiveTables, type LiveValue, odataTables } from "./live_tables.js";
import { switchReadings } from "./switch_readings.js";

export type { DifferentCell } from "./compare_tables.js";
export type { LiveValue } from "./live_tables.js";

export interface CheckOptions extends ApiOptions {
  /** Default: the live mapping of that name. */
  mappingId?: string;
  /** The model that was extracted, as a file. */
  snapshot: Pick<Snapshot, "extract">;
  /** Compare with the tables of this report (name or id) through OData; default: with the latest extraction through CDM. */
  report?: string;
  /** Only this group. */
  group?: string;
  /** Readings to begin with, as `preview` takes them. */
  options?: ResolveOptions;
  engine?: MappingReader;
}

/** A reading of the rules under which more is as it came. */
export interface Explanation {
  /** As the contract counts its open questions: A1. */
  decision: string;
  /** As `preview` takes it: `{"polymorphicAspects": false}`. */
  options: ResolveOptions;
  what: string;
  columns: string[];
  /** Of the differences that were tried: how many are none with it, and how many are new. */
  explained: number;
  broken: number;
}

export interface CheckedGroup {
  group: string;
  isMissing: boolean;
  liveRows: number;
  previewRows: number;
  /** Cells in both. */
  cells: number;
  /** How many cells of a column are different. */
  differentCells: Record<string, number>;
  /** Some of them. */
  samples: DifferentCell[];
  rowsOnlyLive: number;
  rowsOnlyPreview: number;
  columnsOnlyLive: string[];
  columnsOnlyPreview: string[];
  /** How many differences were tried; 0 when there are none. */
  tried: number;
  /** The best first. */
  explanations: Explanation[];
}

export interface ExtractionCheck {
  /** What was compared with: an extraction or a report. */
  source: string;
  groups: CheckedGroup[];
  isSame: boolean;
}

/** So many elements with differences are tried under other readings: each is a run of the query. */
const mostTried = 400;
const mostSamples = 5;
const defaults = ["ECInstanceId", "ECClassId", "UserLabel", "BBoxLow", "BBoxHigh"];

export async function checkTables(
  mapping: MappingInput,
  engine: MappingReader,
  given: CheckOptions,
): Promise<ExtractionCheck> {
  const { report } = given;
  const client = new Client(given);
  const outline = await engine.outline(mapping);
  const tables =
    report === undefined
      ? await cdmTables(client, given.mappingId ?? (await idOf(client, outline.name)))
      : await odataTables(client, await findReport(client, report), outline.name);
  const names = [...new Set(outline.groups.map(({ name }) => name))].filter(
    (name) => given.group === undefined || name === given.group,
  );
  if (names.length === 0) throw new PushError("option-invalid", `The mapping has no group ${given.group ?? ""}.`);
  const groups: CheckedGroup[] = [];
  for (const name of names)
    groups.push(
      await new GroupCheck(
        mapping,
        outline.groups.filter((group) => group.name === name),
        tables,
        given,
      ).run(),
    );
  return { source: tables.source, groups, isSame: groups.every(isSame) };
}

async function idOf(client: Client, name: string): Promise<string> {
  const named = (await listMappings(client)).filter((mapping) => mapping.name === name);
  const [first, second] = named;
  if (!first) throw new PushError("mapping-gone", `There is no live mapping ${name}.`);
  if (!second) return first.id;
  throw new PushError("name-ambiguous", `${named.length} live mappings are called ${name}; name one by its id.`);
}

const isSame = (group: CheckedGroup): boolean =>
  !group.isMissing &&
  group.samples.length + group.rowsOnlyLive + group.rowsOnlyPreview === 0 &&
  group.columnsOnlyLive.length + group.columnsOnlyPreview.length === 0;

class GroupCheck {
  readonly #name: string;
  readonly #columns: string[];
  readonly #rules: Rules;

  constructor(
    private readonly mapping: MappingInput,
    parts: readonly GroupOutline[],
    private readonly tables: LiveTables,
    private readonly given: CheckOptions,
  ) {
    this.#name = parts[0]?.name ?? "";
    const own = parts.flatMap(({ columns }) => columns);
    this.#columns = [...new Set([...defaults, ...own.map(({ name }) => name)])];
    const texts = own.filter(
      ({ dataType = "String", kind }) => kind === "mapped" && /^(String|Undefined)$/.test(dataType),
    );
    this.#rules = {
      texts: new Set([...defaults, ...texts.map(({ name }) => name)]),
      hasNoEmptyTexts: tables.hasNoEmptyTexts,
    };
  }

  async run(): Promise<CheckedGroup> {
    const live = await this.tables.read(this.#name);
    const rows = await this.#rows({});
    const found = this.#compare(live ?? { name: this.#name, columns: this.#columns, rows: [] }, rows);
    const differentCells: Record<string, number> = {};
    for (const { column } of found.different) differentCells[column] = (differentCells[column] ?? 0) + 1;
    return {
      group: this.#name,
      isMissing: live === undefined,
      liveRows: live?.rows.length ?? 0,
      previewRows: rows.length,
      cells: found.cells,
      differentCells,
      samples: samplesOf(found.different),
      rowsOnlyLive: found.rowsOnlyLive.length,
      rowsOnlyPreview: found.rowsOnlyPreview.length,
      columnsOnlyLive: found.columnsOnlyLive,
      columnsOnlyPreview: found.columnsOnlyPreview,
      ...(live ? await this.#explain(live, found) : { tried: 0, explanations: [] }),
    };
  }

  #compare(live: LiveTable, rows: readonly Row[]): Comparison {
    return compareTables(live, rows, this.#columns, this.#rules);
  }

  async #rows(options: ResolveOptions): Promise<Row[]> {
    const { snapshot, signal, options: given } = this.given;
    const about = { format: "ndjson" as const, group: this.#name, options: { ...given, ...options } };
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of snapshot.extract(this.mapping, signal ? { ...about, signal } : about))
      text += decoder.decode(piece, { stream: true });
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, LiveValue>);
  }

  /** The same rows under every other reading. */
  async #explain(live: LiveTable, found: Comparison): Promise<{ tried: number; explanations: Explanation[] }> {
    const ids = differingIds(found);
    if (ids.size === 0) return { tried: 0, explanations: [] };
    const at = live.columns.indexOf("ECInstanceId");
    const part = { ...live, rows: live.rows.filter((row) => ids.has(String(row[at] ?? "").toLowerCase())) };
    const only = { ecInstanceIds: [...ids] };
    const before = problemsOf(this.#compare(part, await this.#rows(only)));
    const explanations: Explanation[] = [];
    for (const { name, decision, values, what } of switchReadings) {
      const current = (this.given.options as Record<string, unknown> | undefined)?.[name] ?? values[0];
      for (const value of values.filter((each) => each !== current)) {
        const options = { [name]: value } as ResolveOptions;
        const after = problemsOf(this.#compare(part, await this.#rows({ ...only, ...options })));
        const gone = [...before].filter(([problem]) => !after.has(problem));
        const broken = [...after].filter(([problem]) => !before.has(problem)).length;
        const columns = [...new Set(gone.map(([, column]) => column))];
        if (gone.length > 0) explanations.push({ decision, options, what, columns, explained: gone.length, broken });
      }
    }
    explanations.sort((a, b) => b.explained - b.broken - (a.explained - a.broken));
    return { tried: before.size, explanations };
  }
}

function differingIds({ different, rowsOnlyLive, rowsOnlyPreview }: Comparison): Set<string> {
  const ids = new Set<string>();
  const take = (id: string): void => void (ids.size < mostTried && /^0x[0-9a-f]+$/.test(id) && ids.add(id));
  for (const { elementId } of different) take(elementId);
  for (const id of [...rowsOnlyLive, ...rowsOnlyPreview]) take(id);
  return ids;
}

/** Each difference as a text of its own, with its column. */
function problemsOf({ different, rowsOnlyLive, rowsOnlyPreview }: Comparison): Map<string, string> {
  const problems = new Map<string, string>();
  const count = (text: string, column: string): void => {
    let number = 1;
    while (problems.has(`${text} ${number}`)) number += 1;
    problems.set(`${text} ${number}`, column);
  };
  for (const { elementId, column } of different) count(`${elementId} ${column}`, column);
  for (const id of rowsOnlyLive) count(`${id} live`, "its rows");
  for (const id of rowsOnlyPreview) count(`${id} preview`, "its rows");
  return problems;
}

/** The first of each column. */
function samplesOf(different: readonly DifferentCell[]): DifferentCell[] {
  const taken = new Map<string, number>();
  return different.filter(({ column }) => {
    const count = taken.get(column) ?? 0;
    taken.set(column, count + 1);
    return count < mostSamples;
  });
}
