// What panels ask by the way, each with a job of its own (see useAnswer): the answer is theirs alone.
import { EngineError, type Snapshot } from "premap";
import type { PlanOptions, PushPlan } from "premap/plan";
import { parseTreeQuery, type ReadQuery, readGroupQuery } from "../lib/group_query_reader";
import { emptyMapping, type Patch } from "../lib/patches";
import {
  type AspectCount,
  type CategoryContents,
  type GeometricContents,
  readAspects,
  readCategories,
  readGeometric,
  rowsOfQuery,
} from "./contents";
import type { ColumnHealth, Explanation, GroupFacts } from "./types";
import type { Workbench } from "./workbench";

/** About how many rows tell how a column that is not there yet would be filled. */
const mostTried = 20_000;

/** What a change would make of the mapping, and of a column where that can be told. */
export interface PatchTrial {
  text: string;
  facts?: ColumnHealth;
}

export class Asides {
  constructor(private readonly rooms: Pick<Workbench, "engine" | "documents" | "files" | "edits" | "questions">) {}

  get #text(): string {
    return this.rooms.documents.now.text;
  }

  get #snapshot(): Snapshot {
    const { snapshot } = this.rooms.files;
    if (!snapshot) throw new DOMException("there is no snapshot to ask", "AbortError");
    return snapshot;
  }

  /** The SQLite SQL a query becomes; nothing is run. */
  async compile(query: string): Promise<string> {
    return this.#snapshot.nativeSql(query);
  }

  /** The engine's own account of one cell. */
  async explain(ecInstanceId: string, property: string, signal: AbortSignal): Promise<Explanation> {
    return this.#snapshot.explain(this.#text, { ...this.rooms.questions.group, ecInstanceId, property, signal });
  }

  /** What every group selects, what groups share and leave out; without a mapping all is left out. */
  async groupFacts(signal: AbortSignal): Promise<GroupFacts> {
    const text = this.rooms.documents.isBlank ? emptyMapping : this.#text;
    return this.#snapshot.groupFacts(text, { signal });
  }

  /** Elements by category. */
  async categories(signal: AbortSignal): Promise<CategoryContents> {
    return readCategories(this.#snapshot, signal);
  }

  /** Elements with geometry by class, category and model, whatever the mapping. */
  async geometric(signal: AbortSignal): Promise<GeometricContents> {
    return readGeometric(this.#snapshot, signal);
  }

  /** Which elements have which aspects. */
  async aspects(signal: AbortSignal): Promise<AspectCount[]> {
    return readAspects(this.#snapshot, signal);
  }

  /** The rows of a question in ECSQL, class ids as names. */
  async rows(ecsql: string, signal: AbortSignal): Promise<readonly (readonly unknown[])[]> {
    return rowsOfQuery(this.#snapshot, ecsql, signal);
  }

  /** What a query says, in terms of the builder. */
  async readQuery(ecsql: string, signal: AbortSignal): Promise<ReadQuery> {
    const schemas = this.rooms.files.state.schemas ?? [];
    const aliases = new Map(schemas.map(({ name, alias }) => [name, alias || name]));
    const parse = async (text: string) => String((await this.rows(parseTreeQuery(text), signal))[0]?.[0]);
    return readGroupQuery(ecsql, parse, (schema) => aliases.get(schema) ?? schema);
  }

  /**
   * How columns would be filled by the rows of a query, each on its own, without any of them being in the mapping; in the
   * order given. Of a large group some thousand rows, spread over it, stand for all.
   */
  async tryColumns(
    query: string,
    columns: readonly object[],
    signal: AbortSignal,
    sample = mostTried,
  ): Promise<(ColumnHealth | undefined)[]> {
    const properties = columns.map((column, index) => ({ ...column, propertyName: `column${index}` }));
    const trial = { mappingName: "Trial", groups: [{ groupName: "Trial", query, properties }] };
    const profile = await this.#snapshot.profile(JSON.stringify(trial), { sample, signal });
    return properties.map(({ propertyName }) => profile.columns.find((column) => column.name === propertyName));
  }

  /** How the column on screen would be filled after a change of the mapping, which is not made. */
  async tryPatch(patch: Patch, column: string, signal: AbortSignal): Promise<PatchTrial | undefined> {
    const { group } = this.rooms.questions;
    const text = await this.rooms.edits.patched(patch);
    if (text === undefined) return undefined;
    try {
      const profile = await this.#snapshot.profile(text, { ...group, sample: mostTried, signal });
      const facts = profile.columns.find(({ name }) => name === column);
      return { text, ...(facts ? { facts } : {}) };
    } catch (thrown) {
      if (thrown instanceof EngineError) return { text };
      throw thrown;
    }
  }

  /** What the push of the mapping on screen would take. */
  async planPush(options: PlanOptions): Promise<PushPlan> {
    const { text, api } = this.rooms.documents.now;
    const engine = await this.rooms.engine.start();
    return engine.openMapping(text).planPush({ ...(api ? { api } : {}), ...options });
  }
}
