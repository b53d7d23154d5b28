/**
 * The mappings of a state folder: a file each, in premap's own format, which an editor, the page and the API change alike.
 *
 * Order of writing: ids first, then the mapping, then the audit trail. A kill in between leaves ids nobody uses, or a change
 * that nobody was told of; what was answered is there.
 */

import { existsSync, type FSWatcher, watch } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import type { Engine, PatchStep } from "premap";
import type { Audit } from "./audit.js";
import type { Disk } from "./durable.js";
import { fileNameFor, folded } from "./file_names.js";
import { Locks } from "./locks.js";
import { type IdHints, idsOf, type MappingIds, type MappingRecord, recordOf } from "./mapping_record.js";

export interface MappingEdit {
  readonly patch: readonly PatchStep[];
  readonly hints?: IdHints;
}

/** Another text, whole. */
export interface MappingReplacement {
  readonly text: string;
}

/** Judges the text that an edit leaves; throws what is wrong with it. */
export type Judge = (text: string) => Promise<void>;

export interface NewMapping {
  readonly iModelId: string;
  readonly text: string;
}

/** Somebody is in the middle of editing the file. */
export class UnreadableMapping extends Error {}

/** Somebody else has written the file since it was looked at: the change is made again, on what is there now. */
class Overtaken extends Error {}
/** An editor that writes more often than this while one change is made is none. */
const mostTries = 20;

interface Stamp {
  stamp: string;
  modifiedOn: string;
}

const pause = 60;
/** As long as an editor may take between removing a file and putting the new one in its place. */
const grace = 400;

export class Mappings {
  readonly #records = new Map<string, MappingRecord>();
  /** By the folded name of its file. */
  readonly #byFile = new Map<string, string>();
  /** Ids of mappings whose file is not there (any more): they have it again when it comes back. */
  readonly #sleeping = new Map<string, MappingIds>();
  readonly #reserved = new Set<string>();
  readonly #broken = new Set<string>();
  /** Names under which a second file waits. */
  readonly #twins = new Set<string>();
  readonly #locks = new Locks();
  #watcher: FSWatcher | undefined;
  readonly #touched = new Map<string, NodeJS.Timeout>();

  private constructor(
    private readonly disk: Disk,
    private readonly engine: Engine,
    private readonly audit: Audit,
    private readonly settings: { defaultIModel: string; user: string; tell: (line: string) => void },
  ) {}

  static async open(
    disk: Disk,
    engine: Engine,
    audit: Audit,
    settings: { defaultIModel: string; user: string; tell: (line: string) => void },
  ): Promise<Mappings> {
    const mappings = new Mappings(disk, engine, audit, settings);
    await mappings.#readAll();
    mappings.#watch();
    return mappings;
  }

  close(): void {
    this.#watcher?.close();
    for (const timer of this.#touched.values()) clearTimeout(timer);
  }

  all(): Iterable<MappingRecord> {
    return this.#records.values();
  }

  get(id: string): MappingRecord | undefined {
    return this.#records.get(id);
  }

  async create({ iModelId, text }: NewMapping, judge: Judge): Promise<MappingRecord> {
    await judge(text);
    const outline = await this.engine.outline(text);
    return again(async () => {
      const file = fileNameFor(outline.name, (name) => this.#isTaken(name));
      this.#reserved.add(folded(file));
      try {
        return await this.#put({ ...this.#newIds(file), iModelId }, text, undefined, {});
      } finally {
        this.#reserved.delete(folded(file));
      }
    });
  }

  /** Changes a mapping; `make` sees it as it is when its turn has come. */
  edit(
    id: string,
    make: (record: MappingRecord) => MappingEdit | MappingReplacement,
    judge: (text: string) => Promise<void>,
  ) {
    return this.#locks.hold(id, () =>
      again(async () => {
        const before = await this.#current(id);
        if (!before) return undefined;
        const edit = make(before);
        const isWhole = "text" in edit;
        const text = isWhole ? edit.text : (await this.engine.apply(before.text, edit.patch)).mapping;
        await judge(text);
        return this.#put(idsOf(before), text, before, isWhole ? {} : (edit.hints ?? {}));
      }),
    );
  }

  remove(id: string): Promise<boolean> {
    return this.#locks.hold(id, async () => {
      const record = await this.#current(id);
      if (!record) return false;
      await this.disk.remove(this.#path(record.file));
      await this.disk.remove(this.#idsPath(id));
      this.#forget(record);
      await this.audit.compare(record, undefined, this.settings.user);
      return true;
    });
  }

  // ------------------------------------------------------------------------------------------------------------ writing

  async #put(ids: MappingIds, text: string, before: MappingRecord | undefined, hints: IdHints): Promise<MappingRecord> {
    const outline = await this.engine.outline(text);
    ids.modifiedBy = this.settings.user;
    const former = ids.file;
    if (before && outline.name !== "" && outline.name !== before.name) {
      const file = fileNameFor(outline.name, (name) => folded(name) !== folded(former) && this.#isTaken(name));
      // Other letter case alone is the same file to some systems.
      if (folded(file) !== folded(former)) ids.file = file;
    }
    this.#reserved.add(folded(ids.file));
    try {
      await this.#wakeNobody(ids);
      const file = { text, stamp: "", modifiedOn: "" };
      const planned = recordOf(outline, JSON.parse(text), ids, file, hints);
      const kept = idsOf(planned);
      const isMoved = former !== ids.file;
      const isChanged = !before || isMoved || JSON.stringify(kept) !== JSON.stringify(idsOf(before));
      const written = { file: this.#path(ids.file), text };
      const beside = this.#idsFile(isMoved ? { ...kept, formerFile: former } : kept);
      let stamped: Stamp = { stamp: "", modifiedOn: "" };
      await this.disk.writeAll(isChanged ? [beside, written] : [written], {
        before: async (prepared) => {
          await this.#notOvertaken(before, ids.file);
          // A renaming leaves it as it is; asked for afterwards it could be that of an editor's next version.
          stamped = await stampOf(prepared.at(-1) ?? "");
        },
        meanwhile: () => this.audit.compare(before, planned, this.settings.user),
      });
      if (isMoved) {
        await this.disk.remove(this.#path(former));
        await this.#writeIds(kept);
      }
      const record = { ...planned, ...stamped };
      if (before) this.#byFile.delete(folded(before.file));
      this.#keep(record);
      return record;
    } finally {
      this.#reserved.delete(folded(ids.file));
    }
  }

  /** `file`: where the change will be. */
  async #notOvertaken(before: MappingRecord | undefined, file: string): Promise<void> {
    const now = before && (await this.#stampOf(before.file).catch(() => undefined));
    if (now?.stamp !== before?.stamp) throw new Overtaken(`mappings/${before?.file} is written all the time`);
    if (file !== before?.file && existsSync(this.#path(file))) throw new Overtaken(`mappings/${file} is there already`);
  }

  /** Ids of a mapping that was in this file before are not to be taken for those of the one that is now. */
  async #wakeNobody({ id, file }: MappingIds): Promise<void> {
    const sleeping = this.#sleeping.get(folded(file));
    if (!sleeping || sleeping.id === id) return;
    await this.disk.remove(this.#idsPath(sleeping.id));
    this.#sleeping.delete(folded(file));
  }

  #writeIds(ids: MappingIds): Promise<void> {
    return this.disk.writeAll([this.#idsFile(ids)]);
  }

  #idsFile = (ids: MappingIds) => ({ file: this.#idsPath(ids.id), text: `${JSON.stringify(ids)}\n` });

  #keep(record: MappingRecord): void {
    this.#records.set(record.id, record);
    this.#byFile.set(folded(record.file), record.id);
    this.#sleeping.delete(folded(record.file));
  }

  #forget(record: MappingRecord): void {
    if (this.#byFile.get(folded(record.file)) === record.id) this.#byFile.delete(folded(record.file));
    this.#records.delete(record.id);
  }

  #isTaken(file: string): boolean {
    const name = folded(file);
    // The disk may have a file that nobody has looked at yet.
    return this.#isKnown(name) || this.#broken.has(name) || existsSync(this.#path(file));
  }

  #isKnown = (name: string): boolean => this.#byFile.has(name) || this.#reserved.has(name);

  #newIds(file: string): MappingIds {
    const { defaultIModel: iModelId, user } = this.settings;
    const createdOn = new Date().toISOString();
    return { id: crypto.randomUUID(), file, iModelId, createdOn, createdBy: user, modifiedBy: user, groups: [] };
  }

  #path = (file: string): string => this.disk.at("mappings", file);
  #idsPath = (id: string): string => this.disk.at("ids", `${id}.json`);

  #stampOf = (file: string): Promise<Stamp> => stampOf(this.#path(file));

  // ------------------------------------------------------------------------------------------------------------ reading

  async #readAll(): Promise<void> {
    const ids = new Map<string, MappingIds>();
    const names = (await readdir(this.disk.at("ids"))).filter((name) => name.endsWith(".json"));
    await inParallel(names, async (name) => {
      const kept = await this.#readIds(name);
      if (kept) ids.set(folded(kept.file), kept);
    });
    await this.#finishRenames(ids);
    const files = new Map<string, string>();
    for (const file of (await this.#files()).sort()) {
      const first = files.get(folded(file));
      const isKept = ids.get(folded(file))?.file === file;
      if (first !== undefined) this.#refuseTwin(isKept ? first : file, isKept ? file : first);
      if (first === undefined || isKept) files.set(folded(file), file);
    }
    const found: MappingRecord[] = [];
    await inParallel([...files], async ([name, file]) => {
      const kept = ids.get(name);
      ids.delete(name);
      const record = await this.#read(file, kept);
      if (record) found.push(record);
      else if (kept) this.#sleeping.set(name, kept);
    });
    for (const [file, kept] of ids) this.#sleeping.set(file, kept);
    // As they were made: a list goes on where its last page ended.
    found.sort((a, b) => (a.createdOn < b.createdOn ? -1 : a.createdOn > b.createdOn ? 1 : a.id < b.id ? -1 : 1));
    for (const record of found) this.#keep(record);
  }

  /** Their names as the folder has them: a system may know a file by others, too. */
  async #files(): Promise<string[]> {
    return (await readdir(this.disk.at("mappings"))).filter((name) => name.endsWith(".json"));
  }

  /** Two mappings cannot be kept apart where others check the folder out, and their ids not here. */
  #refuseTwin(file: string, first: string): void {
    this.#twins.add(folded(file));
    this.settings.tell(
      `mappings/${file} is not served: to some systems it is the same file as ${first}; rename one of them`,
    );
  }

  async #readIds(name: string): Promise<MappingIds | undefined> {
    try {
      return JSON.parse(await readFile(this.disk.at("ids", name), "utf8")) as MappingIds;
    } catch {
      this.settings.tell(`ids/${name} is no JSON: its mapping gets new ids`);
      return undefined;
    }
  }

  /** A kill in the middle of a renaming: the new file counts where it is there, else the old one. */
  async #finishRenames(ids: Map<string, MappingIds>): Promise<void> {
    for (const [file, kept] of ids) {
      const { formerFile, ...rest } = kept;
      if (formerFile === undefined) continue;
      const isDone = await stat(this.#path(rest.file)).then(
        () => true,
        () => false,
      );
      ids.delete(file);
      const whole = isDone ? rest : { ...rest, file: formerFile };
      if (isDone) await this.disk.remove(this.#path(formerFile));
      await this.#writeIds(whole);
      ids.set(folded(whole.file), whole);
    }
  }

  /** A file as a mapping, new or again; undefined, and told, where it is none. */
  async #read(file: string, kept: MappingIds | undefined): Promise<MappingRecord | undefined> {
    try {
      const at = await this.#stampOf(file);
      const text = (await readFile(this.#path(file), "utf8")).replace(/^\ufeff/, "");
      const outline = await this.engine.outline(text);
      if (outline.mappingCount !== 1) throw new Error(`it holds ${outline.mappingCount} mappings`);
      const raw: unknown = JSON.parse(text);
      const ids = kept ?? { ...this.#newIds(file), ...this.#iModelIn(raw, outline.pointer), createdOn: at.modifiedOn };
      const record = recordOf(outline, raw, { ...ids, file }, { text, ...at });
      const now = idsOf(record);
      if (JSON.stringify(now) !== JSON.stringify(kept)) await this.#writeIds(now);
      this.#broken.delete(folded(file));
      return record;
    } catch (error) {
      this.#broken.add(folded(file));
      this.settings.tell(`mappings/${file} is not served: ${(error as Error).message}`);
      return undefined;
    }
  }

  #iModelIn(raw: unknown, pointer: string): { iModelId?: string } {
    const steps = pointer.split("/").slice(1);
    const mapping = steps.reduce((at, step) => (at as Record<string, unknown> | undefined)?.[step], raw);
    const iModelId = (mapping as { iModelId?: unknown } | undefined)?.iModelId;
    return typeof iModelId === "string" && iModelId !== "" ? { iModelId } : {};
  }

  /** The mapping as its file is at this moment. */
  async #current(id: string): Promise<MappingRecord | undefined> {
    const record = this.#records.get(id);
    if (!record) return undefined;
    const at = await this.#stampOf(record.file).catch(() => undefined);
    if (at?.stamp === record.stamp) return record;
    const again = at && (await this.#read(record.file, idsOf(record)));
    if (!again)
      throw new UnreadableMapping(`the file mappings/${record.file} is no mapping as it is now; mend it first`);
    await this.#replace(record, again);
    return again;
  }

  async #replace(before: MappingRecord | undefined, record: MappingRecord): Promise<void> {
    this.#keep(record);
    await this.audit.compare(before, record, null);
  }

  // ----------------------------------------------------------------------------------------------------------- watching

  #watch(): void {
    this.#watcher = watch(this.disk.at("mappings"), (_, name) => {
      if (name?.endsWith(".json")) this.#later(name, pause);
    });
    this.#watcher.on("error", (error) => this.settings.tell(`the folder of mappings is not watched: ${error.message}`));
  }

  #later(file: string, delay: number): void {
    clearTimeout(this.#touched.get(file));
    const look = () => {
      this.#touched.delete(file);
      this.#look(file, delay).catch((error: unknown) =>
        this.settings.tell(`mappings/${file}: ${(error as Error).message}`),
      );
    };
    this.#touched.set(file, setTimeout(look, delay).unref());
  }

  async #look(file: string, waited: number): Promise<void> {
    const id = this.#byFile.get(folded(file));
    const at = await this.#stampOf(file).catch(() => undefined);
    if (!at) {
      if (id === undefined) return this.#lookForTwin(file);
      if (waited < grace) return this.#later(file, grace);
      return this.#gone(id, file);
    }
    // What is being written has its last word later: whose file it is then shows.
    if (this.#reserved.has(folded(file))) return this.#later(file, pause);
    if (id === undefined) {
      await this.#locks.hold(`file ${folded(file)}`, async () => {
        if (this.#isKnown(folded(file))) return this.#later(file, pause);
        const record = await this.#read(file, this.#sleeping.get(folded(file)));
        if (record && !this.#byFile.has(folded(file))) await this.#replace(undefined, record);
      });
      return;
    }
    await this.#locks.hold(id, async () => {
      const record = this.#records.get(id);
      if (!record || folded(record.file) !== folded(file)) return;
      const isOther = record.file !== file;
      if (isOther && (await this.#files()).includes(record.file)) return this.#refuseTwin(file, record.file);
      // Under a name of other letter case it is told by that name from now on.
      if (!isOther && record.stamp === (await this.#stampOf(file)).stamp) return;
      const again = await this.#read(file, idsOf(record));
      if (again) await this.#replace(record, again);
    });
  }

  /** A file that was not served for the sake of one that is gone now. */
  async #lookForTwin(file: string): Promise<void> {
    this.#broken.delete(folded(file));
    if (!this.#twins.delete(folded(file))) return;
    for (const name of await this.#files()) if (folded(name) === folded(file)) this.#later(name, pause);
  }

  #gone(id: string, file: string): Promise<void> {
    return this.#locks.hold(id, async () => {
      const record = this.#records.get(id);
      if (!record || folded(record.file) !== folded(file)) return;
      const isBack = await this.#stampOf(record.file).then(
        () => true,
        () => false,
      );
      if (isBack) return;
      this.#forget(record);
      this.#sleeping.set(folded(file), idsOf(record));
      await this.audit.compare(record, undefined, null);
      await this.#lookForTwin(file);
    });
  }
}

async function stampOf(path: string): Promise<Stamp> {
  const { mtimeMs, mtime, size, ino } = await stat(path);
  return { stamp: `${mtimeMs} ${size} ${ino}`, modifiedOn: mtime.toISOString() };
}

async function again<T>(change: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (tries === mostTries) throw new UnreadableMapping(`the file ${error.message}`);
    }
}

/** A disk does several writings in the time of one. */
async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items].reverse();
  const work = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: 16 }, work));
}
