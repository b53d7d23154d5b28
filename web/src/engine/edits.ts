// Edits of the mapping on screen: each a patch that the engine makes of the text, one after the other, none at a place that is
// another's by now.
import { EngineError } from "premap";
import type { TypeOf } from "../lib/convert_api";
import { defaultColumns, freeName, haveSameColumns, haveSamePlaces, isOneRenamed } from "../lib/outline";
import {
  append,
  type ColumnJson,
  duplicate,
  emptyMapping,
  itemOf,
  moveTo,
  type Patch,
  remove,
  renameColumn,
  set,
  whereAsItWas,
} from "../lib/patches";
import { type Documents, groupOf, type Outline } from "./documents";
import type { EngineRoom } from "./engine";
import type { Files } from "./files";
import type { FoundIn, Questions } from "./questions";
import type { Selection } from "./selection";
import type { ColumnOutline, Diagnostic, GroupOutline, MappingOutline, PatchStep } from "./types";

/** What a new column reads to begin with: every element has it. */
export const firstProperty = "CodeValue";

/** What a conversion to the other API leaves to be repaired, and the engine can. */
const ofConversion: ReadonlySet<string> = new Set(["query-not-ecsql", "v1-only-field", "formula-type-mismatch"]);
/** As deep as formulas over formulas are mended; those that are over themselves have no type. */
const mostTurns = 100;

/** So many renames may pass between an edit and its turn. */
const mostRenames = 8;

/** A patch, or the one of a text as it is when its turn comes. */
type PatchOf = Patch | ((text: string) => Patch);

export class Edits {
  /** Edits are made one after the other. */
  #last: Promise<void> = Promise.resolve();
  /** The column that was added last, as long as nobody gave it a name. */
  #unnamed: string | undefined;
  /** Outlines around the last renames: what was begun before one means the same places after it. */
  #renames: { before: Outline; after: Outline }[] = [];

  constructor(
    private readonly engine: EngineRoom,
    private readonly documents: Documents,
    private readonly selection: Selection,
    private readonly questions: Pick<Questions, "regrouped" | "foundIn">,
    private readonly files: Pick<Files, "snapshot">,
  ) {}

  /** When every edit so far is in the text. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** One deliberate change of the text, shown at once; `group` is the one to show after it. */
  change(patch: PatchOf, group?: number, meant = this.documents.state.outline): Promise<void> {
    return this.#edit(patch, meant, async (text, before, around) => {
      const outline = await this.documents.outlineOf(text);
      if (this.documents.now.text !== before) return false;
      this.documents.replace(text, outline, group);
      if (around && outline && isOneRenamed(around, outline))
        this.#renames = [...this.#renames.slice(1 - mostRenames), { before: around, after: outline }];
      return true;
    });
  }

  /** What a problem offers. */
  fix(problem: Diagnostic): Promise<void> {
    const patch = JSON.parse(problem.patch ?? "[]") as PatchStep[];
    return this.mend(patch, this.questions.foundIn(problem) ?? this.documents.found);
  }

  /** A repair that was found in a text: where that has moved on, only if what it is about is still as it was. */
  mend(patch: Patch, { text, outline }: FoundIn): Promise<void> {
    return this.change((now) => (now === text ? patch : whereAsItWas(patch, text)), undefined, outline);
  }

  /** Puts in place of the text what is made of it, in one step; made again where the text has moved on meanwhile. */
  rewrite(make: (text: string) => Promise<string>): Promise<void> {
    const { documents } = this;
    const { shown } = documents;
    const turn = async () => {
      for (let isDone = false; !isDone;) {
        const before = documents.now.text;
        const text = await make(before);
        const outline = await documents.outlineOf(text);
        if (shown !== documents.shown) return;
        isDone = documents.now.text === before;
        if (isDone && text !== before) documents.replace(text, outline);
      }
    };
    this.#last = this.#last.then(turn, turn);
    return this.#last;
  }

  /** A change of a field that is typed into; the table follows once typing pauses. */
  type(patch: Patch, isSame = haveSamePlaces): Promise<void> {
    const show = async (text: string, before: string) => {
      if (this.documents.now.text !== before) return false;
      this.documents.type(text);
      return true;
    };
    return this.#edit(patch, this.documents.state.outline, show, isSame);
  }

  /** The text on screen after a patch, without changing it; undefined when it does not fit. */
  async patched(patch: Patch): Promise<string | undefined> {
    const { isBlank, now } = this.documents;
    const text = isBlank ? emptyMapping : now.text;
    return (await this.engine.ask((engine) => engine.apply(text, patch)))?.mapping;
  }

  /**
   * Applies a patch to the text as it is when its turn comes; one that does not fit changes nothing. `show` says whether it could
   * show the new text; else the patch is made again on the newer one, so that what is typed meanwhile is not lost.
   */
  #edit(
    patch: PatchOf,
    meant: Outline | undefined,
    show: (text: string, before: string, outline: Outline | undefined) => Promise<boolean>,
    isSame = haveSamePlaces,
  ): Promise<void> {
    const documents = this.documents;
    const { shown } = documents;
    const turn = async () => {
      for (let isDone = typeof patch !== "function" && patch.length === 0; !isDone;) {
        const outline = await documents.read();
        const before = documents.now.text;
        // The pointers are of the outline that was meant: where others stand now, they would lead to something else.
        if (shown !== documents.shown || (meant && outline && !this.#isStill(meant, outline, isSame))) return;
        const text = await this.patched(typeof patch === "function" ? patch(before) : patch);
        isDone = text === undefined || text === before || (await show(text, before, outline));
      }
    };
    this.#last = this.#last.then(turn, turn);
    return this.#last;
  }

  /** Do the pointers of an outline lead to the same places now, but for names that they were given meanwhile? */
  #isStill(meant: Outline, now: Outline, isSame: typeof haveSamePlaces): boolean {
    if (isSame(meant, now)) return true;
    let at = meant;
    for (const { before, after } of this.#renames) if (isSame(at, before)) at = after;
    return at !== meant && isSame(at, now);
  }

  get #outline(): Outline | undefined {
    return this.documents.state.outline;
  }

  get #group(): GroupOutline | undefined {
    return groupOf(this.documents.state);
  }

  // -------------------------------------------------------------------------------------------------------- columns

  /** Gives a column another name, in the formulas of its group too, and keeps it chosen. Answers how many formulas followed. */
  renameColumn(column: ColumnOutline, name: string): number {
    const group = this.#group;
    if (!group) return 0;
    this.#unnamed = undefined;
    const { patch, formulas } = renameColumn(group, column, name);
    this.#changeColumn(name, patch);
    return formulas;
  }

  /** Adds a column to the group on screen and chooses it. */
  addColumn(column: ColumnJson): void {
    const list = this.#group?.columnsPointer;
    if (list !== undefined) this.#changeColumn(column.propertyName, append(list, column));
  }

  /**
   * The formula of a column as it is typed. What a new column reads only to begin with goes: it would win over the formula, in
   * most rows without being noticed.
   */
  typeFormula(column: ColumnOutline, patch: Patch): Promise<void> {
    const [entry, ...others] = column.entries;
    const isFirst = entry !== undefined && column.formula === undefined && column.name === this.#unnamed;
    const isDefault = others.length === 0 && entry?.class === "*" && entry.property === firstProperty;
    // It is typed on while the entry goes.
    if (!isFirst || !isDefault) return this.type(patch, haveSameColumns);
    this.#unnamed = undefined;
    return this.type([{ op: "remove", path: `${column.pointer}/ecProperties` }, ...patch], haveSameColumns);
  }

  /** Makes a mapping of Reporting v1 one of Grouping and Mapping, in one step. */
  convert(): Promise<void> {
    this.documents.setApi(null);
    return this.rewrite(async (text) => {
      const { toGroupingAndMapping, withoutSign } = await import("../lib/convert_api");
      const engine = await this.engine.start();
      const outline = await this.documents.outlineOf(text);
      // A text that cannot be read stays as it is.
      if (!outline?.isCurrent) return text;
      const apply = async (patch: Patch, to: string) => (await engine.apply(to, patch)).mapping;
      let converted = await apply(toGroupingAndMapping(outline, await this.#typesOf(text, outline)), text);
      // The type of a formula tells those of formulas over it.
      for (let turn = 0; turn < mostTurns; turn += 1) {
        const { diagnostics } = await engine.validate(converted, { api: "groupingAndMapping" });
        const patches = diagnostics.flatMap(({ code, patch }) => (patch && ofConversion.has(code) ? [patch] : []));
        if (patches.length === 0) break;
        for (const patch of patches) converted = await apply(JSON.parse(patch) as PatchStep[], converted);
      }
      // Each outline tells one sign.
      for (let isDone = false; !isDone;) {
        const left = withoutSign(await engine.outline(converted));
        if (left.length > 0) converted = await apply(left, converted);
        isDone = left.length === 0;
      }
      return converted;
    });
  }

  /** The types that the tables of a text have, as far as there is a snapshot to make them of. */
  async #typesOf(text: string, { groups }: MappingOutline): Promise<TypeOf> {
    const { snapshot } = this.files;
    const types = new Map<string, string>();
    const key = (...names: string[]) => JSON.stringify(names);
    const asked = groups.filter(({ columns }) => columns.some(({ formula }) => formula !== undefined));
    for (const group of new Set(asked.map(({ name }) => name)))
      try {
        const { columns = [] } = (await snapshot?.preview(text, { group, limit: 0 })) ?? {};
        for (const { name, dataType, isDefault } of columns) if (!isDefault) types.set(key(group, name), dataType);
      } catch (thrown) {
        if (!(thrown instanceof EngineError)) throw thrown;
      }
    return (group, column) => types.get(key(group.name, column.name));
  }

  /** The same for one that is called after what is chosen for it, until it is given a name. */
  addNewColumn(column: ColumnJson): void {
    this.#unnamed = column.propertyName;
    this.addColumn(column);
  }

  /** The name of a column that nobody named follows what it reads. */
  nameNewColumn(column: ColumnOutline, wanted: string): void {
    const group = this.#group;
    if (!group || column.name !== this.#unnamed) return;
    const others = group.columns.filter((other) => other !== column && other.name !== column.name);
    const name = freeName(wanted, [...others, ...defaultColumns]);
    if (name === column.name) return;
    this.renameColumn(column, name);
    this.#unnamed = name;
  }

  /** Adds columns to the group on screen in one step, each to its list, and chooses the first. */
  addColumns(columns: readonly { list: string; column: Record<string, unknown> }[]): Promise<void> {
    const [first] = columns;
    if (!first) return Promise.resolve();
    this.selection.want(String(first.column["propertyName"]));
    return this.change(columns.flatMap(({ list, column }) => append(list, column)));
  }

  /** Brings a column to another place of its list. */
  moveColumn(column: ColumnOutline, to: number): void {
    this.#changeColumn(column.name, moveTo(column.pointer, to));
  }

  duplicateColumn(group: GroupOutline, column: ColumnOutline): void {
    const name = freeName(column.name, group.columns);
    this.#changeColumn(name, duplicate(column.pointer, "propertyName", name));
  }

  #changeColumn(chosen: string, patch: Patch): void {
    this.selection.want(chosen);
    void this.change(patch);
  }

  // --------------------------------------------------------------------------------------------------------- groups

  /** Adds a group and shows it. */
  addGroup(name: string, query: string): void {
    this.addGroups([{ name, query }]);
  }

  /** Adds groups at the end, as one step, and shows the first of them. */
  addGroups(added: readonly { name: string; query: string }[]): void {
    if (added.length === 0) return;
    const { groups, groupsPointer = "/groups" } = this.#outline ?? { groups: [] };
    const taken: { name: string }[] = [...groups];
    const patch = added.flatMap(({ name, query }) => {
      const groupName = freeName(name, taken);
      taken.push({ name: groupName });
      return append(groupsPointer, { groupName, query, properties: [] });
    });
    this.questions.regrouped();
    void this.change(patch, groups.length);
  }

  renameGroup(name: string): void {
    if (this.#group) void this.change(set(this.#group.pointer, "groupName", name));
  }

  /** Replaces the query of the group on screen and runs it at once, also when it is the same. */
  runQuery(query: string): void {
    const group = this.#group;
    if (!group) return;
    if (query === group.query) void this.documents.refresh();
    else void this.change(set(group.pointer, "query", query));
  }

  /** Brings a group to another place; the group on screen stays on screen. */
  moveGroup(from: number, to: number): void {
    const { group } = this.documents.now;
    const item = this.#outline?.groups[from];
    const place = itemOf(this.#outline?.groups[to]?.pointer ?? "");
    if (!item || !place || place.list !== itemOf(item.pointer)?.list || from === to) return;
    const between = group >= Math.min(from, to) && group <= Math.max(from, to);
    const shown = group === from ? to : between ? group + Math.sign(from - to) : group;
    void this.change(moveTo(item.pointer, place.index), shown);
  }

  duplicateGroup(index: number): void {
    const groups = this.#outline?.groups ?? [];
    const item = groups[index];
    if (!item) return;
    this.questions.regrouped();
    void this.change(duplicate(item.pointer, "groupName", freeName(item.name, groups)), index + 1);
  }

  removeGroup(index: number): void {
    const { group } = this.documents.now;
    const item = this.#outline?.groups[index];
    if (item) void this.change(remove(item.pointer), index < group ? group - 1 : group);
  }
}
