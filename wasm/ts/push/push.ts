/**
 * A push from beginning to end: check, pull, plan, ask, send, pull again. The plan is made against what is live, so running it
 * again, or resuming it, is the same as running it: what is there already is not sent.
 */
import { hashOf } from "../plan/hash.js";
import { planOf } from "../plan/plan.js";
import type { MappingChange, PlannedRequest, PushPlan } from "../plan/types.js";
import type { Diagnostic, MappingInput, MappingOutline } from "../types.js";
import { Client } from "./client.js";
import { foreignChanges } from "./compare.js";
import { PushError } from "./errors.js";
import { type Noted, readJournal } from "./journal.js";
import { fileText, listMappings, type Live, pullMapping } from "./pull.js";
import { filledPath, type Ids, send, type Sending } from "./send.js";
import type { JournalEntry, MappingReader, PushEvent, PushJournal, PushOptions } from "./types.js";

/** How often what is live is compared and sent anew, where something did not arrive. */
const mostRounds = 5;

export const textOf = (mapping: MappingInput): string =>
  typeof mapping === "string" ? mapping : JSON.stringify(mapping);

export class Push {
  readonly #client: Client;
  readonly #text: string;
  readonly #noted: Noted | undefined;
  readonly #ids: Ids;
  readonly #known = new Set<string>();
  #warnings: Diagnostic[] = [];
  #sent = 0;

  constructor(
    mapping: MappingInput,
    private readonly options: PushOptions,
    private readonly engine: MappingReader,
    private readonly emit: (event: PushEvent) => void,
  ) {
    this.#client = new Client({ ...options, onEvent: emit });
    this.#text = textOf(mapping);
    this.#noted = options.resume ? readJournal(options.resume) : undefined;
    this.#ids = new Map([["iModelId", this.#client.iModelId]]);
    if (this.#noted) this.#checkJournal(this.#noted);
  }

  async run(): Promise<void> {
    const edited = await this.#checked();
    try {
      await this.#bring(edited);
    } catch (error) {
      throw error instanceof PushError && error.pointer !== undefined
        ? this.#placed(error, error.pointer, edited)
        : error;
    }
  }

  /** With the place in the text, and with what validation has said of that part: the API itself says little. */
  #placed(error: PushError, pointer: string, edited: MappingOutline): PushError {
    const parts = [edited, ...edited.groups, ...edited.groups.flatMap(({ columns }) => columns)];
    const span = parts.find((part) => part.pointer === pointer)?.span;
    const about = this.#warnings.filter(({ path = "" }) => path === pointer || path.startsWith(`${pointer}/`));
    const { status, foreign } = error;
    return new PushError(error.code, error.message, {
      ...(status === undefined ? {} : { status }),
      ...(span === undefined ? {} : { span }),
      pointer,
      foreign,
      diagnostics: about,
    });
  }

  async #bring(edited: MappingOutline): Promise<void> {
    let live = await this.#pulled(edited);
    const base = await this.#base(live);
    let plan = await this.#plan(edited, live);
    const foreign = await this.#foreign(base, live, edited);
    const event = this.#planned(plan, live, foreign);
    this.emit(event);
    if (this.options.dryRun) return this.#done(false, live);
    if (plan.requests.length === 0) return this.#done(true, live);
    this.#refuseForeign(foreign);
    if (this.options.confirm && !(await this.options.confirm(event))) return this.#done(false, live);
    const journal = await this.#journal(live);
    const before = this.#noted ? base : await this.#outline(live);
    for (let round = 1; plan.requests.length > 0; round += 1) {
      if (round > mostRounds)
        throw new PushError("service-unavailable", "What was sent does not stay: what is live still differs.");
      await this.#send(plan, journal, live);
      const id = this.#ids.get("mappingId");
      if (id === undefined) throw new Error("a mapping was created without an id");
      live = await pullMapping(this.#client, id);
      plan = await this.#plan(edited, live);
      if (plan.requests.length > 0) this.#refuseForeign(await this.#foreign(before, live, edited));
    }
    await journal.append({ kind: "end" });
    this.#done(true, live);
  }

  #done(isPushed: boolean, live: Live | undefined): void {
    const about = live ? { mappingId: live.id, live: fileText(live.mapping) } : {};
    this.emit({ type: "done", isPushed, requests: this.#client.requests, ...about });
  }

  async #checked(): Promise<MappingOutline> {
    const { diagnostics } = await this.engine.validate(this.#text, { api: this.#client.api });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const [first] = errors;
    if (first) {
      const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
      throw new PushError("mapping-invalid", `The mapping has errors: ${first.message}${more}`, {
        diagnostics: errors,
      });
    }
    this.#warnings = diagnostics.filter(({ severity }) => severity === "warning");
    this.emit({ type: "checked", warnings: this.#warnings });
    const edited = await this.engine.outline(this.#text);
    if (edited.mappingCount > 1)
      throw new PushError("option-invalid", `The text holds ${edited.mappingCount} mappings: one is pushed at a time.`);
    return edited;
  }

  /** Which live mapping it is about, read; undefined for a new one. */
  async #pulled(edited: MappingOutline): Promise<Live | undefined> {
    const id = this.options.mappingId ?? this.#noted?.mappingId ?? (await this.#find(edited.name));
    if (id === undefined) return undefined;
    const live = await pullMapping(this.#client, id);
    this.#ids.set("mappingId", id);
    this.emit({ type: "pulled", mappingId: id, mappingName: String(live.mapping["mappingName"]) });
    return live;
  }

  async #find(name: string): Promise<string | undefined> {
    const listed = await listMappings(this.#client);
    // A creation whose answer was lost with its sender: a mapping that was not there when the push began.
    const before = this.#noted && new Set(this.#noted.start.known);
    const named = listed.filter((mapping) => mapping.name === name && !before?.has(mapping.id));
    for (const { id } of listed) this.#known.add(id);
    const [first, second] = named;
    if (!second) return first?.id;
    const ids = named.map(({ id }) => id).join(", ");
    throw new PushError(
      "name-ambiguous",
      `The iModel has ${named.length} mappings ${name}; name one by its id: ${ids}`,
    );
  }

  async #outline(live: Live | undefined): Promise<MappingOutline | undefined> {
    return live && this.engine.outline(JSON.stringify(live.mapping));
  }

  /** What was live when the editing, or the push that is resumed, began. */
  async #base(live: Live | undefined): Promise<MappingOutline | undefined> {
    if (this.#noted) {
      const { was } = this.#noted.start;
      return was === undefined ? undefined : this.engine.outline(was);
    }
    if (this.options.base === undefined) return undefined;
    const base = await this.engine.outline(this.options.base);
    return base.id === live?.id ? base : undefined;
  }

  async #plan(edited: MappingOutline, live: Live | undefined): Promise<PushPlan> {
    const outline = await this.#outline(live);
    const plan = planOf(edited, this.#client.api, outline && { outline });
    const [obstacle] = plan.obstacles;
    if (obstacle) throw new PushError("plan-obstacle", obstacle.message, { pointer: obstacle.pointer });
    return plan;
  }

  async #foreign(
    base: MappingOutline | undefined,
    live: Live | undefined,
    edited: MappingOutline,
  ): Promise<MappingChange[]> {
    const now = await this.#outline(live);
    if (!now) return [];
    const isOurs = this.#noted !== undefined || this.#sent > 0;
    // A mapping that the push has made has no parts but those that it brings.
    const from = base ?? (isOurs ? { ...edited, groups: [] } : now);
    return foreignChanges(from, now, edited, this.#client.api);
  }

  #refuseForeign(foreign: readonly MappingChange[]): void {
    if (foreign.length === 0 || this.options.force) return;
    const names = foreign.slice(0, 5).map(({ what, names, kind }) => `${what} ${names.join(".")} was ${kind}`);
    const more = foreign.length > names.length ? ` and ${foreign.length - names.length} more` : "";
    throw new PushError(
      "changed-since",
      `Somebody else has changed the live mapping: ${names.join(", ")}${more}. Pull it, or push with force.`,
      { foreign },
    );
  }

  #planned(plan: PushPlan, live: Live | undefined, foreign: readonly MappingChange[]) {
    const groups = plan.requests.filter(({ what }) => what.startsWith("Create group")).length;
    // Reading it again at the end.
    const parts = ((live?.mapping["groups"] as unknown[] | undefined)?.length ?? 0) + groups;
    const lists = this.#client.api === "reporting" ? 3 : 1;
    const requests = plan.requests.length;
    const looks = this.#client.repeats ? plan.requests.filter(({ gives }) => gives !== undefined).length : 0;
    const minutes = requests === 0 ? 0 : this.#client.bucket.minutes(requests + looks + 2 + parts * lists);
    const about = live ? { mappingId: live.id } : {};
    return { type: "planned" as const, plan, ...about, requests, minutes, foreign };
  }

  async #journal(live: Live | undefined): Promise<PushJournal> {
    const journal = this.options.journal ?? { append() {} };
    if (this.#noted) return journal;
    const { root, api, iModelId } = this.#client;
    const about = live ? { was: JSON.stringify(live.mapping), mappingId: live.id } : {};
    const known = live ? [] : [...this.#known];
    await journal.append({ kind: "start", version: 1, root, api, iModelId, mapping: this.#text, ...about, known });
    return journal;
  }

  async #send(plan: PushPlan, journal: PushJournal, live: Live | undefined): Promise<void> {
    const known = new Set([...this.#known, ...idsOfGroups(live)]);
    const sending: Sending = { client: this.#client, ids: this.#ids, known, force: this.options.force ?? false };
    await sendAll(plan.requests, sending, journal, (number, request, isAdopted) => {
      this.#sent += 1;
      this.emit({ type: "sent", number, total: plan.requests.length, request, isAdopted });
    });
  }

  #checkJournal({ start, isEnded }: Noted): void {
    const { root, api, iModelId } = this.#client;
    const other = (what: string): PushError =>
      new PushError("journal-other", `The journal is of a push ${what}: resume it as it was begun.`);
    if (start.root !== root) throw other(`to ${start.root}`);
    if (start.api !== api) throw other(`through ${start.api}`);
    if (start.iModelId !== iModelId) throw other(`to the iModel ${start.iModelId}`);
    if (start.mapping !== this.#text) throw other("of another text");
    if (isEnded) throw new PushError("journal-other", "The push of this journal has come to its end.");
  }
}

const idsOfGroups = (live: Live | undefined): string[] =>
  ((live?.mapping["groups"] as { id?: unknown }[] | undefined) ?? []).map(({ id }) => String(id));

/** Sends requests one after the other, each noted before and after. */
export async function sendAll(
  requests: readonly PlannedRequest[],
  sending: Sending,
  journal: PushJournal,
  onSent: (number: number, request: PlannedRequest, isAdopted: boolean) => void,
): Promise<void> {
  for (const [index, request] of requests.entries()) {
    const number = index + 1;
    const { method, what, body, gives } = request;
    const path = filledPath(request.path, sending.ids);
    await journal.append({ kind: "send", number, method, path, hash: hashOf(JSON.stringify(body ?? "")), what });
    const { status, id, isAdopted } = await send(sending, request);
    if (gives && id !== undefined) sending.ids.set(gives.placeholder, id);
    const isMapping = gives?.placeholder === "mappingId" ? { isMapping: true } : {};
    const answer: JournalEntry = { kind: "answer", number, status, ...(id === undefined ? {} : { id }), ...isMapping };
    await journal.append(answer);
    onSent(number, request, isAdopted);
  }
}
