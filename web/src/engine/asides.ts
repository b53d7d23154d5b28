// What panels ask by the way, each with a job of its own (see useAnswer): the answer is theirs alone.
import { EngineError, type ColumnInfo, type RowCondition, type Snapshot } from "premap";
import type { PlanOptions, PushPlan } from "premap/plan";
import type { GroupRows } from "../lib/candidates";
import { subselect } from "../lib/ecsql_text";
import type { ReadQuery } from "../lib/group_query_reader";
import { emptyMapping, type Patch } from "../lib/patches";
import type { ReportFormat } from "../lib/report";
import type { AspectCount, CategoryContents, GeometricContents } from "./contents";
import type { AspectInstances } from "../lib/filters";
import type { AspectHealth, ColumnHealth, ColumnOutline, Explanation, GroupFacts, View } from "./types";
import type { Workbench } from "./workbench";

/** About how many rows tell how a column that is not there yet would be filled. */
const mostTried = 20_000;

/** What a change would make of the mapping, and of a column where that can be told. */
export interface PatchTrial {
  text: string;
  facts?: ColumnHealth;
  /** Some rows stood for all. */
  isSample?: boolean;
}

/** So many JSON texts tell which members there are. */
const jsonRead = 300;

/** A mapping of one group, to be asked about. */
const trialOf = (query: string, properties: readonly object[]): string =>
  JSON.stringify({ mappingName: "Trial", groups: [{ groupName: "Trial", query, properties }] });

/** Whose elements are meant: those that groups share or leave out, those of a query, those of one that own aspects. */
export type ElementsQuestion =
  | { kind: "shared"; groups: readonly [string, string] }
  /** `groups`: those whose elements it is not. */
  | { kind: "ungrouped"; class: string; groups: readonly string[] }
  | { kind: "query"; query: string }
  | { kind: "owners"; query: string; aspect: string; instances: AspectInstances };

/** Elements behind a number, which is their count. */
export interface Listed {
  question: ElementsQuestion;
  title: string;
  count: number;
}

/** The name of a group beside those of the mapping. */
const askedName = (names: readonly string[]): string => {
  let name = "Elements";
  while (names.includes(name)) name += "+";
  return name;
};

const codeColumn = {
  propertyName: "Code",
  dataType: "String",
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: "CodeValue" }],
};

/** The rows that are asked for, and what the rows must fulfil. */
function elementsAsked(
  question: ElementsQuestion,
  groups: readonly { groupName: string; query: string }[],
): { queries: string[]; where: RowCondition[]; columns?: object[] } {
  switch (question.kind) {
    case "shared": {
      const [first, inGroup] = question.groups;
      return {
        queries: groups.filter(({ groupName }) => groupName === first).map(({ query }) => query),
        where: [{ inGroup }],
      };
    }
    case "ungrouped":
      return {
        queries: [`SELECT ECInstanceId, ECClassId FROM ONLY ${bracketed(question.class)}`],
        where: question.groups.map((notInGroup) => ({ notInGroup })),
      };
    case "query":
      return { queries: [question.query], where: [] };
    case "owners": {
      const { query, aspect, instances } = question;
      // Instances are counted where an entry reads the class.
      return { queries: [query], where: [{ column: "Aspect", aspect, instances }], columns: [readingAspect(aspect)] };
    }
  }
}

function readingAspect(aspect: string): object {
  const [ecSchemaName, ecClassName] = aspect.split(".");
  const entry = { ecSchemaName, ecClassName, ecPropertyName: "ECInstanceId" };
  return { propertyName: "Aspect", dataType: "String", ecProperties: [entry] };
}

const among = (query: string): string => `IN (SELECT ECInstanceId FROM ${subselect(query)})`;
const bracketed = (name: string): string => name.replace(/\.(.*)$/, ".[$1]");

function nothingFor(thrown: unknown): [] {
  if (thrown instanceof EngineError && /^(query|class|property)/.test(thrown.code)) return [];
  throw thrown;
}

// What a snapshot holds is not asked on the first screen of one with a mapping.
const contents = () => import("./contents");

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

  /**
   * Elements that were counted, each once, with id, class, label and code. The mapping it asks about has the groups of the one on
   * screen, without their columns, and one more.
   */
  async elementsOf(question: ElementsQuestion, signal: AbortSignal): Promise<View> {
    const outline = await this.rooms.documents.outlined;
    const groups = (outline?.groups ?? []).map(({ name, query }) => ({
      groupName: name ?? "",
      query: query ?? "",
      properties: [] as object[],
    }));
    const group = askedName(groups.map(({ groupName }) => groupName));
    const { queries, where, columns = [] } = elementsAsked(question, groups);
    const asked = queries.map((query) => ({ groupName: group, query, properties: [codeColumn, ...columns] }));
    const text = JSON.stringify({ mappingName: "Elements", groups: [...groups, ...asked] });
    const each = [{ element: true }, { repeatedId: false }];
    return this.#snapshot.view(text, { group, filter: { where: [...where, ...each] }, signal });
  }

  /** Elements by category. */
  async categories(signal: AbortSignal): Promise<CategoryContents> {
    return (await contents()).readCategories(this.#snapshot, signal);
  }

  /** Elements with geometry by class, category and model, whatever the mapping. */
  async geometric(signal: AbortSignal): Promise<GeometricContents> {
    return (await contents()).readGeometric(this.#snapshot, signal);
  }

  /** Which elements have which aspects. */
  async aspects(signal: AbortSignal): Promise<AspectCount[]> {
    return (await contents()).readAspects(this.#snapshot, signal);
  }

  /** The rows of a question in ECSQL, class ids as names. */
  async rows(ecsql: string, signal: AbortSignal): Promise<readonly (readonly unknown[])[]> {
    return (await contents()).rowsOfQuery(this.#snapshot, ecsql, signal);
  }

  /** What a query says, in terms of the builder. */
  async readQuery(ecsql: string, signal: AbortSignal): Promise<ReadQuery> {
    const [{ parseTreeQuery, readGroupQuery }, { schemaIndex }] = await Promise.all([
      import("../lib/group_query_reader"),
      import("../lib/schema_index"),
    ]);
    const index = schemaIndex(this.rooms.files.state.schemas ?? []);
    const parse = async (text: string) => String((await this.rows(parseTreeQuery(text), signal))[0]?.[0]);
    return readGroupQuery(ecsql, parse, (schema) => index.schemaInQuery(schema));
  }

  /**
   * How columns would be filled by the rows of a query, each on its own, without any of them being in the mapping; in the
   * order given. Of a large group some thousand rows, spread over it, stand for all.
   */
  async tryColumns(
    query: string,
    columns: readonly object[],
    signal: AbortSignal,
  ): Promise<(ColumnHealth | undefined)[]> {
    return (await this.tryBlock(query, columns, signal, mostTried)).columns;
  }

  /** The same with how many aspects elements own; without a sample all rows are read. */
  async tryBlock(
    query: string,
    columns: readonly object[],
    signal: AbortSignal,
    sample?: number,
  ): Promise<{ columns: (ColumnHealth | undefined)[]; aspects: AspectHealth[]; isSample: boolean }> {
    const properties = columns.map((column, index) => ({ ...column, propertyName: `column${index}` }));
    const options = { signal, ...(sample === undefined ? {} : { sample }) };
    const profile = await this.#snapshot.profile(trialOf(query, properties), options);
    const byName = new Map(profile.columns.map((column) => [column.name, column]));
    const told = properties.map(({ propertyName }) => byName.get(propertyName));
    return { columns: told, aspects: profile.aspects, isSample: profile.isSample };
  }

  /** What the rows of a query are, and what there is around them to be read. */
  async rowsOf(query: string, signal: AbortSignal): Promise<GroupRows> {
    const { jsonHolders, linksOf, membersOf, selectedColumns } = await import("../lib/candidates");
    const schemas = this.rooms.files.state.schemas ?? [];
    const facts = await this.#snapshot.groupFacts(trialOf(query, []), { signal });
    const classes = (facts.groups[0]?.classes ?? []).map((counted) => counted.class);
    const aspects = await this.#aspectsOf(query, signal);
    const linked = new Map<string, string[]>();
    for (const name of linksOf(schemas, classes)) linked.set(name, await this.#classesIn(name, signal));
    const members = [];
    for (const { owner, name, isAspect } of jsonHolders(schemas, { classes, aspects })) {
      const id = isAspect ? "Element.Id" : "ECInstanceId";
      const texts = await this.#ask(
        `SELECT [${name}] FROM ${bracketed(owner)} WHERE [${name}] IS NOT NULL AND ${id} ${among(query)} LIMIT ${jsonRead}`,
        signal,
      );
      members.push(...membersOf(owner, name, texts.map(String)));
    }
    return {
      classes,
      aspects,
      selected: selectedColumns(schemas, classes, await this.#columnsOf(query)),
      members,
      linked,
    };
  }

  async #aspectsOf(query: string, signal: AbortSignal): Promise<string[]> {
    const found = [];
    for (const base of ["ElementUniqueAspect", "ElementMultiAspect"])
      found.push(
        ...(await this.#ask(
          `SELECT ECClassId FROM bis.${base} WHERE Element.Id ${among(query)} GROUP BY ECClassId`,
          signal,
        )),
      );
    return found.map(String);
  }

  async #classesIn(name: string, signal: AbortSignal): Promise<string[]> {
    return (await this.#ask(`SELECT ECClassId FROM ${bracketed(name)} GROUP BY ECClassId`, signal)).map(String);
  }

  async #columnsOf(query: string): Promise<readonly ColumnInfo[]> {
    try {
      return await this.#snapshot.query(query).columns();
    } catch (thrown) {
      return nothingFor(thrown);
    }
  }

  /** The first column of a query; nothing where it cannot be asked, such as of a class without rows. */
  async #ask(ecsql: string, signal: AbortSignal): Promise<unknown[]> {
    try {
      const rows = await this.#snapshot.query(ecsql, { signal, convertClassIdsToClassNames: true }).toArray();
      return rows.map(([value]) => value).filter((value) => value !== null && value !== undefined);
    } catch (thrown) {
      return nothingFor(thrown);
    }
  }

  /** How the column on screen would be filled after a change of the mapping, which is not made. */
  async tryPatch(patch: Patch, column: string, signal: AbortSignal): Promise<PatchTrial | undefined> {
    const { group } = this.rooms.questions;
    const text = await this.rooms.edits.patched(patch);
    if (text === undefined) return undefined;
    try {
      const profile = await this.#snapshot.profile(text, { ...group, sample: mostTried, signal });
      const facts = profile.columns.find(({ name }) => name === column);
      return { text, isSample: profile.isSample, ...(facts ? { facts } : {}) };
    } catch (thrown) {
      if (thrown instanceof EngineError) return { text };
      throw thrown;
    }
  }

  /** What a column's formula gives for an element, whatever else fills the column. */
  async tryFormula(column: ColumnOutline, ecInstanceId: string, signal: AbortSignal): Promise<Explanation | undefined> {
    const { pointer, entries, calculatedPropertyType } = column;
    const hasMeasure = calculatedPropertyType !== undefined;
    const text = await this.rooms.edits.patched([
      ...(entries.length > 0 ? [{ op: "remove" as const, path: `${pointer}/ecProperties` }] : []),
      ...(hasMeasure ? [{ op: "remove" as const, path: `${pointer}/calculatedPropertyType` }] : []),
    ]);
    if (text === undefined) return undefined;
    const { group } = this.rooms.questions;
    return this.#snapshot.explain(text, { ...group, ecInstanceId, property: column.name, signal });
  }

  /** A mapping after the repairs that are safe: with a snapshot also those that its schemas tell. */
  async fixed(text: string): Promise<string> {
    const { api } = this.rooms.documents.now;
    const { snapshot } = this.rooms.files;
    const fixing = snapshot ?? (await this.rooms.engine.start());
    return (await fixing.fix(text, api ? { api } : {})).mapping;
  }

  /** Whether a text is a mapping, or an answer of the API that has one. */
  async holdsMapping(text: string): Promise<boolean> {
    const engine = await this.rooms.engine.start();
    try {
      const { name, id, groups } = await engine.outline(text);
      // Any object can be read as a mapping without anything in it.
      return name !== "" || id !== undefined || groups.some((group) => group.name !== "" || group.query !== "");
    } catch (thrown) {
      if (thrown instanceof EngineError) return false;
      throw thrown;
    }
  }

  /** The problems of the mapping on screen, all rows checked, as a file in pieces. */
  async report(format: ReportFormat): Promise<string[]> {
    const { documents, files } = this.rooms;
    const { text, name, api } = documents.now;
    const options = { edits: format === "sarif", ...(api ? { api } : {}) };
    const checking = files.snapshot ?? (await this.rooms.engine.start());
    const [report, { writeReport }] = await Promise.all([checking.validate(text, options), import("../lib/report")]);
    const engine = await this.rooms.engine.start();
    const opened = files.state.snapshot;
    // Bytes of the file are not known: it may have a mark, or be UTF-16.
    const run = {
      ...{ file: name.replace(/ \(sample\)$/, ""), source: { text, offset: undefined }, report, isUnread: false },
      ...(files.snapshot && opened.phase === "ready" ? { snapshot: opened.file.name } : {}),
      ...(documents.state.outline ? { outline: documents.state.outline } : {}),
    };
    return writeReport(format, run, engine.version.version);
  }

  /** What the push of the mapping on screen would take. */
  async planPush(options: PlanOptions): Promise<PushPlan> {
    const { text, api } = this.rooms.documents.now;
    const engine = await this.rooms.engine.start();
    return engine.openMapping(text).planPush({ ...(api ? { api } : {}), ...options });
  }
}
