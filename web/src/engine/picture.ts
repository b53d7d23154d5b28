// What there is to be seen of the snapshot: every element's box, which groups it is in, of which model, category and class it is,
// and the values of a column. How that looks on screen is not known here.
import type { Snapshot } from "premap";
import { Placed } from "../lib/placed";
import { Store } from "../lib/store";
import type { Documents, Outline } from "./documents";
import type { EngineRoom } from "./engine";
import type { Files } from "./files";
import { Job, valueOf } from "./jobs";
import { toProblem, wasRestarted } from "./problem";
import type { Cell, GeometryBatch } from "./types";

/** What is looked at: the snapshot's space, or one of its drawings. */
export type Space = "3d" | { model: string };

/** Elements to be drawn; they grow while they are read. */
export interface Drawn {
  space: Space;
  placed: Placed;
  /** Of the snapshot, with and without a place. */
  elementCount: number;
}

/** The groups of the mapping, in its order. */
export interface Grouping {
  names: string[];
  /** For each group the places of its elements, ascending. */
  members: Uint32Array[];
  /** For each element its first group, or `noGroup`. */
  first: Uint16Array;
  /** For each element how many groups it is in, at most 255. */
  counts: Uint8Array;
  /** For each group why it could not be read. */
  faults: (string | undefined)[];
}

export const noGroup = 0xffff;

/** What elements have in common: a model, a category, a class. */
export interface Facet {
  names: string[];
  /** Elements with a place, which are to be seen. */
  counts: number[];
  /** Elements without one. */
  placeless: number[];
  /** For each element the number of its name; `noName` where that is not known. */
  of: Uint16Array;
}

export const noName = 0xffff;
export type FacetKey = "model" | "category" | "class";
export type Facets = Record<FacetKey, Facet>;

/** A column's values: for each element the number of its value. */
export interface ColumnValues {
  column: string;
  group: string;
  values: Cell[];
  /** `noValue`: the element has no row in the group; `emptyValue`: its cell is empty. */
  of: Uint32Array;
}

export const noValue = 0xffffffff;
export const emptyValue = 0xfffffffe;

/** What an element is called. */
export interface ElementName {
  id: string;
  name: string;
  class: string;
}

export interface Drawing {
  model: string;
  name: string;
  count: number;
}

interface PictureState {
  drawn: Drawn | null;
  /** Grows with every batch of boxes. */
  version: number;
}

export class Picture extends Store<PictureState> {
  readonly reading: Job<Drawn>;
  readonly grouping: Job<Grouping, { group: string }>;
  readonly facets: Job<Facets>;
  readonly values: Job<ColumnValues>;
  readonly drawings: Job<Drawing[]>;
  /** Of the picture that is there: what a query selects does not change. */
  #members = new Map<string, Uint32Array>();
  /** What is wanted to be looked at; its boxes may not be there yet. */
  #space: Space = "3d";

  constructor(
    engine: EngineRoom,
    private readonly rooms: { documents: Documents; files: Files },
  ) {
    super({ drawn: null, version: 0 });
    this.reading = new Job(engine);
    this.grouping = new Job(engine, "background");
    this.facets = new Job(engine, "background");
    this.values = new Job(engine, "background");
    this.drawings = new Job(engine, "background");
  }

  get #snapshot(): Snapshot {
    const { snapshot } = this.rooms.files;
    if (!snapshot) throw new DOMException("there is no snapshot to draw", "AbortError");
    return snapshot;
  }

  // ------------------------------------------------------------------------------------------------------------- boxes

  /** Reads the boxes, unless they are there or on their way; then what else is told of the elements. */
  async show(space: Space = this.#space): Promise<void> {
    const { phase } = this.reading.state;
    const isWanted = isSame(space, this.#space) && (phase === "ready" || phase === "running");
    if (isWanted) return this.#sort();
    this.forget();
    this.#space = space;
    const outcome = await this.reading.run(({ signal }) => this.#read(space, signal));
    if (outcome?.value) await Promise.all([this.group(), this.#sort(), this.#findDrawings()]);
  }

  async #read(space: Space, signal: AbortSignal): Promise<Drawn> {
    const snapshot = this.#snapshot;
    const drawn: Drawn = { space, placed: new Placed(), elementCount: 0 };
    const chosen = space === "3d" ? {} : { elements: await idsOf(snapshot, space.model, signal) };
    let told = -Infinity;
    for await (const { ids, boxes } of snapshot.boxes({ ...chosen, signal })) {
      drawn.placed.add(ids, boxes);
      // The first at once; then now and then, as each time all of it is drawn.
      if (performance.now() - told < pause) continue;
      told = performance.now();
      this.change({ drawn, version: this.state.version + 1 });
    }
    drawn.elementCount = space === "3d" ? await countOf3d(snapshot, signal) : (chosen.elements?.length ?? 0);
    this.change({ drawn, version: this.state.version + 1 });
    return drawn;
  }

  async #findDrawings(): Promise<void> {
    if (this.drawings.state.phase === "ready") return;
    await this.drawings.run(async ({ signal }) => {
      const snapshot = this.#snapshot;
      if (!(await hasClass(snapshot, "GeometricElement2d", signal))) return [];
      const found = await snapshot
        .query("SELECT Model.Id, count(*) FROM bis.GeometricElement2d GROUP BY Model.Id", { signal })
        .toArray();
      const names = await modelNames(snapshot, signal);
      return found.map(([model, count]) => {
        return { model: String(model), name: names.get(String(model)) ?? String(model), count: Number(count) };
      });
    });
  }

  // ------------------------------------------------------------------------------------------------------------ groups

  /** Which elements are in which groups of the mapping as it stands. */
  async group(): Promise<void> {
    const { drawn } = this.state;
    if (!drawn || this.reading.state.phase !== "ready") return;
    const before = valueOf(this.grouping.state);
    const fits = before?.first.length === drawn.placed.count;
    await this.grouping.run(
      async ({ signal, tell, show }) => {
        const outline = await this.rooms.documents.outlined;
        const groups = outline?.groups ?? [];
        const grouping = emptyGrouping(groups, drawn.placed.count);
        for (const [index, { name, query }] of groups.entries()) {
          tell({ group: name });
          const known = this.#members.get(query) ?? (await this.#membersOf(drawn.placed, query, signal));
          if (known instanceof Uint32Array) {
            this.#members.set(query, known);
            enter(grouping, index, known);
          } else grouping.faults[index] = known.fault;
          // Those that are read are in the picture already, unless that has the groups of before.
          if (!fits && index < groups.length - 1) show({ ...grouping });
        }
        return grouping;
      },
      fits && before ? { value: before } : {},
    );
  }

  async #membersOf(placed: Placed, query: string, signal: AbortSignal): Promise<Uint32Array | { fault: string }> {
    const snapshot = this.#snapshot;
    const group = { groupName: "Group", query, properties: [] };
    const mapping = JSON.stringify({ mappingName: "Picture", groups: [group] });
    const found: Uint32Array[] = [];
    try {
      for await (const ids of snapshot.members(mapping, { signal })) found.push(placed.index.placesOf(ids));
    } catch (thrown) {
      // A query that does not run is told where the group is; the picture goes on without it.
      const fault = faultOf(thrown);
      if (fault === undefined || signal.aborted) throw thrown;
      return { fault };
    }
    return joined(found).sort();
  }

  /** The names of the groups an element is in. */
  groupsOf(place: number): number[] {
    const grouping = valueOf(this.grouping.state);
    if (!grouping || (grouping.counts[place] ?? 0) === 0) return [];
    return grouping.members.flatMap((members, group) => (holds(members, place) ? [group] : []));
  }

  // ------------------------------------------------------------------------------------------ models, categories, classes

  async #sort(): Promise<void> {
    const { drawn } = this.state;
    if (!drawn || drawn.elementCount === 0 || this.reading.state.phase !== "ready") return;
    if (this.facets.state.phase === "ready" || this.facets.state.phase === "running") return;
    await this.facets.run(async ({ signal }) => {
      const snapshot = this.#snapshot;
      const { placed, space } = drawn;
      const from = space === "3d" ? "bis.GeometricElement3d" : "bis.GeometricElement2d";
      const where = space === "3d" ? "" : ` WHERE Model.Id = ${space.model}`;
      const parts = [new Sorting(placed.count), new Sorting(placed.count), new Sorting(placed.count)] as const;
      const query = `SELECT ECInstanceId, Model.Id, Category.Id, ECClassId FROM ${from}${where}`;
      for await (const { columns } of snapshot.query(query, { signal }).batches()) {
        const [ids, ...facets] = columns.map(({ numbers }) => numbers as BigUint64Array | undefined);
        if (!ids) continue;
        const index = placed.index;
        for (let row = 0; row < ids.length; row += 1) {
          const place = index.placeOf(ids[row] as bigint);
          for (const [i, part] of parts.entries()) part.put(place, facets[i]?.[row]);
        }
      }
      const models = await modelNames(snapshot, signal);
      const categories = await namesOf(snapshot, "SELECT ECInstanceId, UserLabel, CodeValue FROM bis.Category", signal);
      const classes = new Map<string, string>();
      const schemas =
        "SELECT c.ECInstanceId, s.Name || '.' || c.Name FROM meta.ECClassDef c JOIN meta.ECSchemaDef s ON s.ECInstanceId = c.Schema.Id";
      for (const [id, name] of await snapshot.query(schemas, { signal }).toArray())
        classes.set(String(id), String(name));
      return { model: parts[0].named(models), category: parts[1].named(categories), class: parts[2].named(classes) };
    });
  }

  // ------------------------------------------------------------------------------------------------- a column's values

  /** The values that a column of a group has for its elements; null: none are wanted. */
  async valuesOf(wish: { group: string; column: string } | null): Promise<void> {
    const { drawn } = this.state;
    if (!wish || !drawn) return this.values.forget();
    await this.values.run(async ({ signal }) => {
      const snapshot = this.#snapshot;
      const { text } = this.rooms.documents.now;
      const numbers = new Map<Cell, number>();
      const of = new Uint32Array(drawn.placed.count).fill(noValue);
      // By the window: what is kept of a row is the number of its value.
      for (let offset = 0; ; offset += rowsAtOnce) {
        const options = {
          ...(wish.group && { group: wish.group }),
          limit: rowsAtOnce,
          offset,
          verdicts: false,
          signal,
        };
        const table = await snapshot.preview(text, options);
        const column = table.columns.findIndex(({ name, isDefault }) => !isDefault && name === wish.column);
        const id = table.columns.findIndex(({ name, isDefault }) => isDefault && name === "ECInstanceId");
        for (let row = 0; row < table.rowCount; row += 1) {
          const place = drawn.placed.placeOf(String(table.cell(row, id)));
          if (place < 0) continue;
          const value = table.cell(row, column);
          if (value !== null && !numbers.has(value)) numbers.set(value, numbers.size);
          of[place] = value === null ? emptyValue : (numbers.get(value) as number);
        }
        if (table.complete) break;
      }
      return { ...wish, values: [...numbers.keys()], of };
    });
  }

  // ------------------------------------------------------------------------------------------------------ what is asked

  /** What elements are called, in the order asked for. */
  async namesOf(places: readonly number[], signal: AbortSignal): Promise<ElementName[]> {
    const { drawn } = this.state;
    if (!drawn || places.length === 0) return [];
    const ids = places.map((place) => drawn.placed.hexAt(place));
    const query =
      "SELECT ECInstanceId, ECClassId, UserLabel, CodeValue FROM bis.Element WHERE InVirtualSet(?, ECInstanceId)";
    const options = { bindings: [{ type: "idset" as const, value: ids }], convertClassIdsToClassNames: true, signal };
    const found = new Map<string, ElementName>();
    for await (const [id, of, label, code] of this.#snapshot.query(query, options)) {
      const name = [label, code].find((each) => typeof each === "string" && each !== "");
      const known = { id: String(id), name: typeof name === "string" ? name : "", class: String(of).replace(":", ".") };
      found.set(known.id, known);
    }
    return ids.map((id) => found.get(id) ?? { id, name: "", class: "" });
  }

  /** The shapes of elements, as far as the engine can draw them. */
  shapesOf(places: readonly number[], chordTolerance: number, signal: AbortSignal): AsyncIterable<GeometryBatch> {
    const { placed } = (this.state.drawn ?? { placed: new Placed() }) as Pick<Drawn, "placed">;
    const [x, y, z] = placed.origin;
    const elements = places.map((place) => placed.hexAt(place));
    return this.#snapshot.geometry({ elements, origin: { x, y, z }, chordTolerance, signal });
  }

  /** The snapshot is going, or another space is looked at. */
  forget(): void {
    for (const job of [this.reading, this.grouping, this.facets, this.values]) job.forget();
    this.#members.clear();
    if (this.state.drawn) this.change({ drawn: null, version: this.state.version + 1 });
  }

  /** The snapshot is going. */
  closing(): void {
    this.#space = "3d";
    this.drawings.forget();
    this.forget();
  }
}

/** How long boxes gather before they are shown (ms). */
const pause = 250;
/** Rows of a table whose values are looked at together. */
const rowsAtOnce = 100_000;

/** Numbers names as they come, and counts them. */
class Sorting {
  readonly #numbers = new Map<bigint, number>();
  readonly #counts: number[] = [];
  readonly #placeless = new Map<bigint, number>();
  readonly #of: Uint16Array;

  constructor(count: number) {
    this.#of = new Uint16Array(count).fill(noName);
  }

  /** `place`: -1 where the element has none. */
  put(place: number, id: bigint | undefined): void {
    if (id === undefined) return;
    if (place < 0) return void this.#placeless.set(id, (this.#placeless.get(id) ?? 0) + 1);
    let number = this.#numbers.get(id);
    if (number === undefined) {
      // More kinds of things than that are no list that anybody looks through.
      if (this.#numbers.size >= noName) return;
      number = this.#numbers.size;
      this.#numbers.set(id, number);
      this.#counts.push(0);
    }
    this.#counts[number] = (this.#counts[number] as number) + 1;
    this.#of[place] = number;
  }

  named(names: ReadonlyMap<string, string>): Facet {
    const ids = [...this.#numbers.keys()];
    return {
      names: ids.map((id) => `0x${id.toString(16)}`).map((id) => names.get(id) || id),
      counts: this.#counts,
      placeless: ids.map((id) => this.#placeless.get(id) ?? 0),
      of: this.#of,
    };
  }
}

function emptyGrouping(groups: Outline["groups"], count: number): Grouping {
  return {
    names: groups.map(({ name }) => name),
    members: groups.map(() => new Uint32Array(0)),
    first: new Uint16Array(count).fill(noGroup),
    counts: new Uint8Array(count),
    faults: groups.map(() => undefined),
  };
}

function enter(grouping: Grouping, index: number, places: Uint32Array): void {
  grouping.members[index] = places;
  const { first, counts } = grouping;
  for (const place of places) {
    if (first[place] === noGroup) first[place] = index;
    const count = counts[place] as number;
    if (count < 255) counts[place] = count + 1;
  }
}

const isSame = (a: Space, b: Space): boolean =>
  a === b || (typeof a === "object" && typeof b === "object" && a.model === b.model);

function holds(sorted: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// ------------------------------------------------------------------------------------------------- what a snapshot is asked

async function hasClass(snapshot: Snapshot, name: string, signal: AbortSignal): Promise<boolean> {
  const query =
    "SELECT 1 FROM meta.ECClassDef c JOIN meta.ECSchemaDef s ON s.ECInstanceId = c.Schema.Id WHERE s.Name = 'BisCore' AND c.Name = ?";
  return (await snapshot.query(query, { bindings: [name], signal }).toArray()).length > 0;
}

async function countOf3d(snapshot: Snapshot, signal: AbortSignal): Promise<number> {
  if (!(await hasClass(snapshot, "GeometricElement3d", signal))) return 0;
  const [row] = await snapshot.query("SELECT count(*) FROM bis.GeometricElement3d", { signal }).toArray();
  return Number(row?.[0] ?? 0);
}

async function idsOf(snapshot: Snapshot, model: string, signal: AbortSignal): Promise<string[]> {
  const query = "SELECT ECInstanceId FROM bis.GeometricElement2d WHERE Model.Id = ?";
  const rows = await snapshot.query(query, { bindings: [{ type: "id", value: model }], signal }).toArray();
  return rows.map(([id]) => String(id));
}

/** Ids with a label, else a code: three columns. */
async function namesOf(snapshot: Snapshot, query: string, signal: AbortSignal): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for await (const [id, label, code] of snapshot.query(query, { signal })) {
    const name = [label, code].find((each) => typeof each === "string" && each !== "");
    if (typeof name === "string") names.set(String(id), name);
  }
  return names;
}

const modelNames = (snapshot: Snapshot, signal: AbortSignal): Promise<Map<string, string>> =>
  namesOf(
    snapshot,
    "SELECT m.ECInstanceId, e.UserLabel, e.CodeValue FROM bis.Model m JOIN bis.Element e ON e.ECInstanceId = m.ModeledElement.Id",
    signal,
  );

/** Why the engine would not; undefined when it was not the engine's answer. */
function faultOf(thrown: unknown): string | undefined {
  const problem = toProblem(thrown);
  return problem.kind === "fault" && !wasRestarted(problem) ? problem.diagnostics[0]?.message : undefined;
}
