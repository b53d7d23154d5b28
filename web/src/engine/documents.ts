// The open mappings: their texts, the steps one can go back, what of them is in a file, and what the engine reads in the one on
// screen.
import type { MappingDocument } from "premap";
import { freeName } from "../lib/outline";
import { emptyMapping } from "../lib/patches";
import { Store } from "../lib/store";
import type { EngineRoom } from "./engine";
import type { Questions } from "./questions";
import type { GroupOutline, MappingApi, MappingOutline } from "./types";

/** Edits are answered once typing pauses this long (ms). */
const typingPause = 250;
/** Steps one can go back. */
const mostUndo = 200;

/** Which mapping of a running service it is, and which version of it was read or written last. */
export interface ServedAs {
  address: string;
  mappingId: string;
  version: string;
}

export interface OpenMapping {
  name: string;
  text: string;
  /** The text as it was opened or saved last. */
  saved: string;
  isSample: boolean;
  /** The group on screen: index into the outline's. */
  group: number;
  /** Chosen instead of the one the text tells. */
  api: MappingApi | null;
  /** Texts to go back to, and forward to. */
  undo: readonly string[];
  redo: readonly string[];
  /** Queries that were typed and not run, by `draftKey`; also of groups that were deleted, for these may come back. */
  drafts: Readonly<Record<string, string>>;
  served?: ServedAs;
  /** Its file, where the browser lets the page write to it. */
  handle?: FileSystemFileHandle;
}

/** As the engine reads a text. Of half-typed text the last one there was, no longer current. */
export type Outline = MappingOutline & { isCurrent: boolean };

export interface DocumentsState {
  all: readonly OpenMapping[];
  /** Which of them is on screen; as many as there are: none is. */
  at: number;
  /** Of the text on screen; undefined until the engine has read it. */
  outline: Outline | undefined;
  /** True once work of an earlier visit was taken up, until that was read. */
  resumed: boolean;
}

const blank: OpenMapping = {
  ...{ name: "", text: "", saved: "", isSample: false },
  ...{ group: 0, api: null, undo: [], redo: [], drafts: {} },
};

/** Whether two states are of one mapping: open ones are told apart by their names. */
export const isSameMapping = (a: OpenMapping, b: OpenMapping): boolean =>
  a.name === b.name && a.isSample === b.isSample;

/** The mapping on screen; without a name: there is none. */
export const documentOf = ({ all, at }: DocumentsState): OpenMapping => all[at] ?? blank;

export const groupOf = (state: DocumentsState): GroupOutline | undefined =>
  state.outline?.groups[documentOf(state).group];

/** By whose rules the mapping is written: as chosen, else as its text tells. */
export const apiOf = (state: DocumentsState): MappingApi | undefined => documentOf(state).api ?? state.outline?.api;

const draftKey = ({ name, query }: GroupOutline): string => JSON.stringify([name, query]);

/** What was typed into a group's query and not run; undefined: nothing. */
export const draftOf = ({ drafts }: OpenMapping, group: GroupOutline): string | undefined => drafts[draftKey(group)];

/** The groups whose query on screen is another than the mapping has. */
export const draftedGroups = (state: DocumentsState): readonly GroupOutline[] =>
  (state.outline?.groups ?? []).filter((group) => draftOf(documentOf(state), group) !== undefined);

type Drafts = OpenMapping["drafts"];

/** Drafts stay with a group that got another name or query; one that is the query by now was run. */
function carried(drafts: Drafts, before: readonly GroupOutline[], after: readonly GroupOutline[]): Drafts {
  const there = new Set(after.map(draftKey));
  let all = drafts;
  for (const [index, group] of before.entries()) {
    const { [draftKey(group)]: draft, ...others } = all;
    const next = after[index];
    if (draft === undefined || !next || there.has(draftKey(group)) || before.length !== after.length) continue;
    if (next.name !== group.name && next.query !== group.query) continue;
    all = draft === next.query ? others : { [draftKey(next)]: draft, ...others };
  }
  return all;
}

export const isEdited = ({ text, saved }: OpenMapping): boolean => text !== saved;

/** Would closing it lose something? */
export const isUnsaved = (item: OpenMapping): boolean => isEdited(item) || Object.keys(item.drafts).length > 0;

/** Has it ever been edited, also when that was saved? */
const isTouched = (item: OpenMapping): boolean => isUnsaved(item) || item.undo.length > 0;

function newName(all: readonly OpenMapping[]): string {
  const bare = all.map(({ name }) => ({ name: name.replace(/\.json$/i, "") }));
  return `${freeName("new-mapping", bare)}.json`;
}

const remembered = ({ undo, text }: OpenMapping) => [...undo, text].slice(-mostUndo);

export class Documents extends Store<DocumentsState> {
  /** How often a mapping was put on screen. */
  shown = 0;
  /** Who asks about the documents, and hears when that is out of date. */
  listener: Pick<Questions, "replaced" | "stirred" | "settled"> | undefined;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** The mapping on screen, as the engine holds it. */
  #held: MappingDocument | undefined;
  #outlined: Promise<Outline | undefined> = Promise.resolve(undefined);

  constructor(private readonly engine: EngineRoom) {
    super({ all: [], at: 0, outline: undefined, resumed: false });
  }

  get now(): OpenMapping {
    return documentOf(this.state);
  }

  /** The text on screen, for what is found in it. */
  get found(): { text: string; outline: Outline | undefined } {
    return { text: this.now.text, outline: this.state.outline };
  }

  /** There is no text to ask about. */
  get isBlank(): boolean {
    return this.now.text.trim() === "";
  }

  get hasUnsavedEdits(): boolean {
    return this.state.all.some(isUnsaved);
  }

  // ------------------------------------------------------------------------------------------ which one is on screen

  /** A mapping as it was read: in place of the one of its name, of the untouched sample, or beside the others. */
  open(name: string, text: string, isSample: boolean, from: Pick<OpenMapping, "served" | "handle"> = {}): void {
    const { served } = from;
    const { all, at } = this.state;
    const isKnown = (item: OpenMapping) =>
      served
        ? item.served?.mappingId === served.mappingId
        : item.isSample === isSample && (isSample || item.name === name);
    const known = all.findIndex(isKnown);
    const isUntouched = this.now.isSample && !isTouched(this.now);
    const place = known >= 0 ? known : isUntouched ? at : all.length;
    const before = all[place];
    // Edits that are nowhere else can be had back with Undo.
    const undo = before && isEdited(before) ? remembered(before) : [];
    const drafts = all[known]?.drafts ?? {};
    const opened = { ...blank, name, text, saved: text, isSample, undo, drafts, ...from };
    this.#show(all.toSpliced(place, 1, opened), place);
  }

  /** Takes up the mappings of an earlier visit, behind which stands what was opened since. */
  resume(mappings: readonly OpenMapping[], at: number, opened: readonly OpenMapping[]): void {
    const all = [...mappings, ...opened].map((item) => ({ ...blank, ...item }));
    this.#show(all, opened.length > 0 ? all.length - 1 : at, true);
  }

  select(at: number): void {
    if (at === this.state.at) return;
    this.#show(this.state.all, at);
    void this.refresh();
  }

  /** Begins an empty mapping beside those that are open. */
  begin(): void {
    const { all } = this.state;
    this.#show([...all, { ...blank, name: newName(all), text: emptyMapping, saved: emptyMapping }], all.length);
    void this.refresh();
  }

  /** Puts the sample's mapping away, for a snapshot that it is not about: an edited one stays open, but off screen. */
  putSampleAway(): void {
    const { all } = this.state;
    if (!this.now.isSample) return;
    const kept = all.filter((item) => !item.isSample || isTouched(item));
    this.#show(kept, kept.length);
  }

  /** Closes the mapping on screen, edits and all; the next one takes its place. */
  close(): void {
    const all = this.state.all.toSpliced(this.state.at, 1);
    this.#show(all, Math.min(this.state.at, Math.max(0, all.length - 1)));
    void this.refresh();
  }

  #show(all: readonly OpenMapping[], at: number, resumed = false): void {
    this.#endTyping();
    this.forgetRead();
    this.shown += 1;
    this.set({ all, at, outline: undefined, resumed });
    this.listener?.replaced();
    void this.read();
  }

  dismissResumed(): void {
    this.change({ resumed: false });
  }

  // ------------------------------------------------------------------------------------------------------- its text

  /** The text as typed; one step back undoes a stretch of typing, not a letter. */
  type(text: string): void {
    if (text === this.now.text) return;
    this.listener?.stirred();
    this.#put(this.#typing === undefined ? { text, undo: remembered(this.now), redo: [] } : { text });
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.refresh(), typingPause);
  }

  /** Another text, with its outline: a pointer is only good in the text that its outline is of. */
  replace(text: string, outline: Outline | undefined, group?: number): void {
    this.#put({ text, undo: remembered(this.now), redo: [] });
    if (outline) this.#putOutline(outline, group);
    void this.refresh();
  }

  undo(): void {
    const { undo, redo, text } = this.now;
    this.#step(undo.at(-1), { undo: undo.slice(0, -1), redo: [...redo, text] });
  }

  redo(): void {
    const { undo, redo, text } = this.now;
    this.#step(redo.at(-1), { undo: [...undo, text], redo: redo.slice(0, -1) });
  }

  #step(text: string | undefined, steps: Partial<OpenMapping>): void {
    if (text === undefined) return;
    this.#put({ ...steps, text });
    void this.refresh();
  }

  /** Keeps what was typed into a group's query and not run; undefined: there is nothing of it any more. */
  keepDraft(group: GroupOutline, text: string | undefined): void {
    if (draftOf(this.now, group) === text) return;
    const { [draftKey(group)]: _, ...others } = this.now.drafts;
    this.#put({ drafts: text === undefined ? others : { ...others, [draftKey(group)]: text } });
  }

  /** A mapping as it was is in a file of the user's; it may have been edited meanwhile, or be off screen. */
  markSaved(was = this.now, part: Partial<Pick<OpenMapping, "name" | "handle" | "isSample">> = {}): void {
    const { all, at } = this.state;
    const isIt = (item: OpenMapping) => isSameMapping(item, was);
    const place = all[at] && isIt(all[at]) ? at : all.findIndex(isIt);
    const item = all[place];
    if (item) this.change({ all: all.toSpliced(place, 1, { ...item, ...part, saved: was.text }) });
  }

  /** A mapping as it was is with a service now; it may have been edited meanwhile, or be off screen. */
  markServed(was: OpenMapping, name: string, saved: string, served: ServedAs): void {
    const { all, at } = this.state;
    const isIt = (item: OpenMapping) =>
      was.served ? item.served?.mappingId === was.served.mappingId : isSameMapping(item, was);
    const place = all[at] && isIt(all[at]) ? at : all.findIndex(isIt);
    const item = all[place];
    if (item) this.change({ all: all.toSpliced(place, 1, { ...item, name, saved, served, isSample: false }) });
  }

  setGroup(group: number): void {
    this.#put({ group });
  }

  /** By whose rules the mapping is judged; null: the text tells. */
  setApi(api: MappingApi | null): void {
    this.#put({ api });
  }

  /** What is written where no mapping is on screen is a new one. */
  #put(part: Partial<OpenMapping>): void {
    const { all, at } = this.state;
    const now = all[at] ?? { ...blank, name: newName(all) };
    this.change({ all: all.toSpliced(at, 1, { ...now, ...part }) });
  }

  #endTyping(): void {
    clearTimeout(this.#typing);
    this.#typing = undefined;
  }

  /** Has everything asked anew about the text as it stands. */
  async refresh(): Promise<void> {
    this.#endTyping();
    void this.read();
    await this.listener?.settled();
  }

  // ---------------------------------------------------------------------------------------------------- its outline

  /** Settled when the outline is of the text on screen. */
  get outlined(): Promise<Outline | undefined> {
    return this.#outlined;
  }

  /** Has the engine read the text on screen, unless it has. */
  read(): Promise<Outline | undefined> {
    this.#outlined = this.#read();
    return this.#outlined;
  }

  async #read(): Promise<Outline | undefined> {
    const { text } = this.now;
    const outline = this.isBlank ? undefined : await this.outlineOf(text);
    if (this.now.text === text && (outline || this.isBlank)) this.#putOutline(outline);
    return this.state.outline;
  }

  /** The outline of a text; undefined when another mapping was opened meanwhile, or the engine broke. */
  async outlineOf(text: string): Promise<Outline | undefined> {
    return this.engine.ask(async (engine) => {
      this.#held ??= engine.openMapping("");
      const held = this.#held;
      held.update(text);
      const outline = await held.outline();
      return held === this.#held ? outline : undefined;
    });
  }

  /** What an earlier engine held. */
  forgetRead(): void {
    this.#held = undefined;
  }

  /** With the group on screen, or another one, as far as it has as many. */
  #putOutline(outline: Outline | undefined, group = this.now.group): void {
    const shown = Math.max(0, Math.min(group, (outline?.groups.length ?? 1) - 1));
    const { drafts } = this.now;
    const left = carried(drafts, this.state.outline?.groups ?? [], outline?.groups ?? []);
    if (shown !== this.now.group || left !== drafts) this.#put({ group: shown, drafts: left });
    this.change({ outline });
  }
}
