// Sending, as states: looked at what is live, the plan shown, sent, stopped, gone on with, taken back. The requests are those of
// premap/push; here is what is on screen meanwhile, and that nothing goes out but after a sign-in and a click.
import {
  type ApiOptions,
  type Diagnostic,
  listMappings,
  type ListedMapping,
  type MappingApi,
  type MappingReader,
  type PlannedEvent,
  type PushEvent,
  type PushFetch,
  pushMapping,
  undoPush,
} from "premap/push";
import type { Handed } from "../lib/handing";
import { Store } from "../lib/store";
import type { BaseShelf } from "./bases";
import { busy, type Fault, faultOf } from "./faults";
import { KeptJournal, type KeptState, type Shelf } from "./journals";

export interface Place {
  /** The API's address. */
  root: string;
  iModelId: string;
  api: MappingApi;
  /** The mapping to change; empty: the one of its name, else a new one. */
  mappingId: string;
}

export type Doing = "look" | "send" | "undo";

export type Step =
  | { name: "idle" | "planned" | "done" | "undone" }
  | { name: "working"; at: Doing; isStopping: boolean }
  | { name: "stopped"; at: Doing }
  | { name: "failed"; at: Doing; fault: Fault };

/** An earlier push of this mapping to this place that this browser knows of. */
export interface KeptPush {
  state: KeptState;
  sent: number;
  at: number;
  /** It was of the very text that is to be sent now. */
  isSame: boolean;
  /** Which mapping it changes or has made is known. */
  isOfOne: boolean;
  isKept: boolean;
}

export interface SendState {
  /** Null: there is nothing to send. */
  handed: Handed | null;
  /** The mapping's own name. */
  name: string;
  place: Place;
  who: "out" | "in" | "expired";
  mappings: readonly ListedMapping[];
  step: Step;
  planned: PlannedEvent | null;
  /** What is live has changed since the plan was shown: it is another one now. */
  isAnother: boolean;
  warnings: readonly Diagnostic[];
  /** `what`: the request that was answered last. */
  progress: { number: number; total: number; what: string } | null;
  waiting: { until: number; reason: string } | { looking: string; reason: string } | null;
  isForced: boolean;
  kept: KeptPush | null;
}

/** What the sender is given; tests bring their own. */
export interface Around {
  engine: () => Promise<MappingReader>;
  fetch: PushFetch;
  journals: Shelf;
  bases: BaseShelf;
  /** Runs the work unless another tab is at the same; false: one is. */
  alone: (name: string, work: () => Promise<void>) => Promise<boolean>;
  /** Before the first repetition (ms). */
  pause?: number;
}

const nowhere: Place = { root: "", iModelId: "", api: "groupingAndMapping", mappingId: "" };
const nothing: SendState = {
  ...{ handed: null, name: "", place: nowhere, who: "out", mappings: [], step: { name: "idle" }, planned: null },
  ...{ isAnother: false, warnings: [], progress: null, waiting: null, isForced: false, kept: null },
};
const unplanned: Partial<SendState> = { planned: null, isAnother: false, progress: null, waiting: null, warnings: [] };

export class Sender extends Store<SendState> {
  /** In memory, and nowhere else. */
  #token = "";
  #stop: AbortController | undefined;
  #journal: KeptJournal | undefined;

  constructor(private readonly around: Around) {
    super(nothing);
  }

  /** Takes up what was handed over; nothing is asked of anybody. */
  async begin(handed: Handed, place: Place): Promise<void> {
    this.set({ ...nothing, handed, place });
    try {
      const { name } = await (await this.around.engine()).outline(handed.text);
      this.change({ name });
    } catch (thrown) {
      this.change({ step: { name: "failed", at: "look", fault: { ...faultOf(thrown), code: "mapping-invalid" } } });
    }
    await this.#openJournal();
  }

  /** Another place. A token is for where it was given for. */
  async choose(part: Partial<Place>): Promise<void> {
    if (this.#isWorking) return;
    const { place } = this.state;
    const isElsewhere = part.root !== undefined && part.root !== place.root;
    if (isElsewhere) this.#token = "";
    const who = isElsewhere ? { who: "out" as const, mappings: [] } : {};
    this.change({ ...unplanned, ...who, place: { ...place, ...part }, step: { name: "idle" }, isForced: false });
    await this.#openJournal();
  }

  get #isWorking(): boolean {
    return this.state.step.name === "working";
  }

  async signIn(token: string): Promise<void> {
    this.#token = token.trim();
    this.change({ who: "in" });
    const { step } = this.state;
    // What was begun waits for its own click.
    if (step.name === "failed" && step.at !== "look") this.change({ step: { name: "stopped", at: step.at } });
    else await this.look();
  }

  signOut(): void {
    if (this.#isWorking) return;
    this.#token = "";
    this.change({ ...unplanned, who: "out", mappings: [], step: { name: "idle" }, isForced: false });
  }

  setForced(isForced: boolean): void {
    this.change({ isForced });
  }

  stop(): void {
    const { step } = this.state;
    if (step.name !== "working") return;
    this.change({ step: { ...step, isStopping: true } });
    this.#stop?.abort();
  }

  // --------------------------------------------------------------------------------------------------------------- work

  /** Reads what is live and plans; nothing is changed. */
  async look(): Promise<void> {
    await this.#work("look", async (to) => {
      this.change({ ...unplanned, isForced: false });
      this.change({ mappings: await listMappings(to) });
      for await (const event of pushMapping(this.#text, { ...to, ...(await this.#about()), dryRun: true }))
        if (event.type === "planned") this.change({ planned: event });
        else this.#tell(event);
      this.change({ step: { name: "planned" } });
    });
  }

  /** Sends what was shown and nothing else; or goes on with what was begun. */
  async send(): Promise<void> {
    const { planned: shown, step, isForced: force } = this.state;
    await this.#work("send", async (to) => {
      const journal = await this.#opened();
      const isBegun = step.name !== "planned" && this.#canGoOn(journal);
      let other: PlannedEvent | undefined;
      const confirm = (now: PlannedEvent): boolean => {
        if (!isBegun && !isSamePlan(shown, now)) other = now;
        else this.change({ planned: now });
        return !other;
      };
      this.change({ isAnother: false });
      for await (const event of pushMapping(this.#text, { ...to, ...(await this.#about()), journal, force, confirm }))
        if (event.type !== "done") this.#tell(event);
        else if (other) this.change({ planned: other, isAnother: true, step: { name: "planned" } });
        else await this.#sent(event.live);
    });
  }

  async #sent(live: string | undefined): Promise<void> {
    const answer = this.state.handed?.live;
    if (live !== undefined) await this.around.bases.put(this.#key, { live, ...(answer ? { answer } : {}) });
    this.change({ step: { name: "done" } });
  }

  /** Takes back what the push that is kept has done. */
  async undo(): Promise<void> {
    const { isForced: force } = this.state;
    await this.#work("undo", async ({ token, fetch, pause, signal }) => {
      const journal = await this.#opened();
      const options = {
        token,
        journal,
        force,
        ...(fetch && { fetch }),
        ...(signal && { signal }),
        ...(pause && { pause }),
      };
      for await (const event of undoPush(journal.entries, options)) this.#tell(event);
      await journal.clear();
      await this.around.bases.clear(this.#key);
      this.change({ ...unplanned, step: { name: "undone" } });
    });
  }

  async #work(at: Doing, work: (to: ApiOptions) => Promise<void>): Promise<void> {
    if (this.#isWorking || this.state.who !== "in") return;
    const stop = (this.#stop = new AbortController());
    this.change({ step: { name: "working", at, isStopping: false }, progress: null, waiting: null });
    try {
      const isAlone = await this.around.alone(this.#key, async () => {
        // Another tab may have sent meanwhile. What is in this tab alone stays what it is.
        if (this.#journal?.isKept !== false) await this.#openJournal();
        await work(this.#to(stop.signal));
      });
      if (!isAlone) this.change({ step: { name: "failed", at, fault: busy } });
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (stop.signal.aborted) this.change({ step: at === "look" ? { name: "idle" } : { name: "stopped", at } });
      else this.change({ step: { name: "failed", at, fault } });
      if (fault.code === "token-refused") {
        this.#token = "";
        this.change({ who: "expired" });
      }
    }
    this.change({ waiting: null });
    this.#tellKept();
  }

  #to(signal: AbortSignal): ApiOptions {
    const { root, iModelId, api } = this.state.place;
    // A service on this machine is there again soon.
    const { fetch, pause = root.startsWith("http:") ? 200 : 2000 } = this.around;
    return { root, iModelId, api, token: this.#token, fetch, signal, pause };
  }

  /** Which mapping, since when, and what was begun already. */
  async #about() {
    const { mappingId } = this.state.place;
    const chosen = mappingId === "" ? {} : { mappingId };
    const journal = await this.#opened();
    // A creation that was cut off may have made any of two: one of them is chosen.
    if (this.#canGoOn(journal)) return { ...(journal.isOfOne ? {} : chosen), resume: [...journal.entries] };
    const base = await this.#base();
    return { ...chosen, ...(base === undefined ? {} : { base }) };
  }

  /** What was live when the editing began: the saved answer, unless it was pushed on top of that very one. */
  async #base(): Promise<string | undefined> {
    const kept = await this.around.bases.get(this.#key);
    const answer = this.state.handed?.live;
    return kept && (answer === undefined || kept.answer === answer) ? kept.live : answer;
  }

  #tell(event: PushEvent): void {
    if (event.type === "checked") this.change({ warnings: event.warnings });
    else if (event.type === "waiting" && event.seconds >= 1)
      this.change({ waiting: { until: Date.now() + event.seconds * 1000, reason: event.reason } });
    else if (event.type === "unsure") this.change({ waiting: { looking: event.what, reason: event.reason } });
    else if (event.type === "sent") {
      const { number, total, request } = event;
      this.change({ progress: { number, total, what: request.what }, waiting: null });
    }
  }

  // ------------------------------------------------------------------------------------------------------------ journal

  get #text(): string {
    return this.state.handed?.text ?? "";
  }

  /** A journal is of a mapping and a place. */
  get #key(): string {
    const { place, name } = this.state;
    return JSON.stringify([place.root, place.api, place.iModelId.toLowerCase(), name]);
  }

  async #opened(): Promise<KeptJournal> {
    return (this.#journal ??= await KeptJournal.open(this.#key, this.around.journals));
  }

  async #openJournal(): Promise<void> {
    const key = this.#key;
    this.#journal = undefined;
    const journal = await KeptJournal.open(key, this.around.journals);
    if (key !== this.#key) return;
    this.#journal = journal;
    this.#tellKept();
  }

  #canGoOn(journal: KeptJournal): boolean {
    return !journal.isEmpty && journal.state === "unfinished" && journal.mapping === this.#text;
  }

  #tellKept(): void {
    const journal = this.#journal;
    if (!journal || journal.isEmpty) return this.change({ kept: null });
    const { state, sent, at, isOfOne, isKept, mapping } = journal;
    this.change({ kept: { state, sent, at, isOfOne, isKept, isSame: mapping === this.#text } });
  }

  /** The earlier push can then not be gone on with, nor taken back. */
  async forget(): Promise<void> {
    if (this.#isWorking) return;
    await (await this.#opened()).clear();
    this.#tellKept();
    if (this.state.who === "in") await this.look();
  }

  get journalText(): string {
    return this.#journal?.text ?? "";
  }
}

const isSamePlan = (shown: PlannedEvent | null, now: PlannedEvent): boolean =>
  JSON.stringify(essence(shown)) === JSON.stringify(essence(now));

const essence = (planned: PlannedEvent | null) =>
  planned && [planned.mappingId, planned.plan.requests, planned.plan.changes, planned.foreign];
