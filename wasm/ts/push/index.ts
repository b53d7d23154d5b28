/**
 * From mapping files to the live API and back: pull, diff, push, take back. Every request goes through the `fetch` that is given.
 *
 * ```ts
 * import { pushMapping } from "premap/push";
 *
 * const events = pushMapping(mappingText, { iModelId, token: () => signIn.accessToken() });
 * for await (const event of events) if (event.type === "sent") console.log(event.request.what);
 * ```
 *
 * @module
 */
import { mappingApis } from "../arguments.js";
import type { MappingChange } from "../plan/types.js";
import type { MappingApiName, MappingInput } from "../types.js";
import { type CheckOptions, checkTables, type ExtractionCheck } from "./check/index.js";
import { Client } from "./client.js";
import { changesBetween } from "./compare.js";
import { type ListedMapping, listMappings as listAll, fileText, pullMapping as pull, withoutIds } from "./pull.js";
import { Push } from "./push.js";
import { eventsOf } from "./stream.js";
import { assign, run } from "./run.js";
import type {
  ApiOptions,
  JournalEntry,
  MappingReader,
  PushEvent,
  PushOptions,
  RunEvent,
  RunOptions,
  UndoOptions,
} from "./types.js";
import { undo } from "./undo.js";

export type {
  CheckedGroup,
  CheckOptions,
  DifferentCell,
  Explanation,
  ExtractionCheck,
  LiveValue,
} from "./check/index.js";
export { PushError, type PushErrorDetails } from "./errors.js";
export { journalEntries } from "./journal.js";
export type { ListedMapping } from "./pull.js";
export type * from "./types.js";

/** A mapping that is live, as a file. */
export interface PulledMapping {
  id: string;
  name: string;
  /** premap's mapping file, without ids. */
  text: string;
  /** The same with ids: the base of what is edited, and what `planPush` takes as `live`. */
  base: string;
}

/** The mappings of an iModel. Errors: PushError. */
export function listMappings(options: ApiOptions): Promise<ListedMapping[]> {
  return listAll(new Client(options));
}

/** One live mapping. Errors: PushError `mapping-gone`, `wrong-imodel`, and those of every request. */
export async function pullMapping(id: string, options: ApiOptions): Promise<PulledMapping> {
  const { mapping } = await pull(new Client(options), id);
  return { id, name: String(mapping["mappingName"]), text: fileText(withoutIds(mapping)), base: fileText(mapping) };
}

/**
 * How `after` differs from `before`, in the words of a plan. What is equal in meaning is no difference: the order of keys,
 * defaults that are spelled out, letter case where the API does not look at it. Errors: EngineError for what is no mapping.
 */
export async function diffMappings(
  before: MappingInput,
  after: MappingInput,
  options: { api?: MappingApiName; engine?: MappingReader } = {},
): Promise<MappingChange[]> {
  const engine = options.engine ?? (await ownEngine());
  const [from, to] = [await engine.outline(before), await engine.outline(after)];
  return changesBetween(from, to, options.api ? mappingApis[options.api] : to.api);
}

/**
 * Brings a mapping to the API, step by step as it is iterated. The mapping is validated, what is live pulled and a plan made; then
 * its requests are sent one at a time, and what is live is pulled again: it ends when nothing differs. Pushed twice nothing is
 * sent the second time. Who stops iterating stops the push; the journal's entries resume it, or take it back.
 *
 * Errors: PushError.
 */
export function pushMapping(mapping: MappingInput, options: PushOptions): AsyncIterable<PushEvent> {
  return eventsOf(options.signal, async (emit, signal) => {
    const engine = options.engine ?? (await ownEngine());
    await new Push(mapping, { ...options, signal }, engine, emit).run();
  });
}

/**
 * Takes back what a push has done, as far as it got: what it has made is deleted, what it has changed is as it was. Parts that it
 * has deleted come back with new ids; for them to stand where they stood, what stood behind them in their list is made anew, too.
 * Errors: PushError.
 */
export function undoPush(entries: readonly JournalEntry[], options: UndoOptions): AsyncIterable<PushEvent> {
  return eventsOf(options.signal, async (emit, signal) => {
    const engine = options.engine ?? (await ownEngine());
    await undo(entries, { ...options, signal }, engine, emit);
  });
}

/** Puts a mapping into a report, named by its name or id; true when it was not in it before. Errors: PushError. */
export function assignToReport(mappingId: string, report: string, options: ApiOptions): Promise<boolean> {
  return assign(new Client(options), mappingId, report);
}

/** Runs the extraction of one mapping and follows it to its end, then tells its log. Errors: PushError. */
export function runExtraction(mappingId: string, options: RunOptions): AsyncIterable<RunEvent> {
  const { wait = true, poll = 5000 } = options;
  return eventsOf(options.signal, async (emit, signal) => {
    const client = new Client({ ...options, signal, onEvent: emit });
    const { mapping } = await pull(client, mappingId);
    const groups = mapping["groups"] as { id: string; groupName: string }[];
    const names = new Map(groups.map(({ id, groupName }) => [id.toLowerCase(), groupName]));
    names.set(mappingId.toLowerCase(), String(mapping["mappingName"]));
    await run(client, { mappingId, wait, poll, names, signal }, emit);
  });
}

/**
 * Compares what the live service has extracted of a mapping with what `snapshot.extract` gives of it, cell by cell, and tells which
 * reading of the open questions would explain a difference. Cost: the table twice in memory; with differences some thirty runs of
 * the group's query over at most 400 elements. Errors: PushError; EngineError for what is no mapping.
 */
export async function checkExtraction(mapping: MappingInput, options: CheckOptions): Promise<ExtractionCheck> {
  return checkTables(mapping, options.engine ?? (await ownEngine()), options);
}

let started: Promise<MappingReader> | undefined;

const ownEngine = (): Promise<MappingReader> =>
  (started ??= import("../sync/engine.js").then(({ startSync }) => startSync({}, ["formula"])));
