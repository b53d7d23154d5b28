// A running `premap serve` as the page sees it: asked only after the user has asked for it, and only where the page came from.
// Its mappings become open mappings of the page, with the version that was read; they are written back over that one alone.
import type {
  ServiceClient,
  ServiceFile,
  ServiceMapping,
  ServiceModel,
  ServiceReport,
  ServiceRun,
} from "../lib/service_client";
import { ServiceFault } from "../lib/service_fault";
import { isKeyKept, keepKey, keptKey } from "../lib/service_key";
import { Store } from "../lib/store";
import type { Documents, OpenMapping, ServedAs } from "./documents";

export type ServicePhase =
  /** The page came from elsewhere, and its policy lets it ask nobody. */
  "none" | "off" | "connecting" | "on" | "lost";

export interface ServiceLists {
  mappings: readonly ServiceMapping[];
  reports: readonly ServiceReport[];
  /** The newest first. */
  runs: readonly ServiceRun[];
}

export type SavingState =
  | { phase: "none" }
  | { phase: "saving" | "saved"; name: string }
  | { phase: "conflict" | "failed"; name: string; fault: ServiceFault };

export interface ServiceState {
  phase: ServicePhase;
  address: string;
  /** Its dialog is on screen. */
  isOpen: boolean;
  /** Why there is no connection. */
  fault: ServiceFault | null;
  models: readonly ServiceModel[];
  /** The one whose lists are shown. */
  model: ServiceModel | null;
  lists: ServiceLists | null;
  isLoading: boolean;
  saving: SavingState;
  /** The run that was started here last. */
  started: { id: string; mapping: ServiceMapping } | null;
  /** What a click could not do. */
  trouble: ServiceFault | null;
}

const nothing: ServiceState = {
  ...{ phase: "none", address: "", isOpen: false, fault: null, models: [], model: null, lists: null },
  ...{ isLoading: false, saving: { phase: "none" }, started: null, trouble: null },
};

/** How often a run is asked how far it is (ms). */
const pace = 400;

export const isRunOver = ({ state }: ServiceRun): boolean => state !== "Queued" && state !== "Running";

export class ServiceRoom extends Store<ServiceState> {
  #client: ServiceClient | undefined;
  #connecting: AbortController | undefined;
  readonly #watched = new Set<string>();

  constructor(private readonly documents: Documents) {
    super(nothing);
  }

  // --------------------------------------------------------------------------------------------------------- connection

  /** `address`: where the page came from, when that is a service; `key`: brought by the link that led here. */
  begin(address: string, key: string | undefined): void {
    this.set({ ...nothing, phase: "off", address });
    if (key === undefined) return;
    this.change({ isOpen: true });
    void this.connect(key, false);
  }

  /** The user wants to see it: a key that is known is used at once. */
  open(): void {
    this.change({ isOpen: true });
    const key = keptKey();
    if (this.state.phase === "off" && key !== undefined) void this.connect(key, isKeyKept());
  }

  close(): void {
    this.change({ isOpen: false });
  }

  async connect(key: string, isKept: boolean): Promise<void> {
    this.#connecting?.abort();
    const connecting = (this.#connecting = new AbortController());
    this.change({ phase: "connecting", fault: null });
    try {
      const { ServiceClient } = await import("../lib/service_client");
      const client = new ServiceClient(this.state.address, key);
      const models = await client.greet(connecting.signal);
      if (connecting.signal.aborted) return;
      this.#client = client;
      keepKey(key, isKept);
      const before = this.state.model?.id;
      const model = models.find(({ id }) => id === before) ?? models[0] ?? null;
      this.change({ phase: "on", models, model });
      await this.refresh();
    } catch (thrown) {
      if (connecting.signal.aborted) return;
      const fault = toFault(thrown);
      if (fault.kind === "key") keepKey(undefined, false);
      this.change({ phase: "off", fault });
    }
  }

  cancelConnecting(): void {
    this.#connecting?.abort();
    this.change({ phase: "off", fault: null });
  }

  /** Forgets the key, too. */
  disconnect(): void {
    this.#client = undefined;
    this.#watched.clear();
    keepKey(undefined, false);
    const { address, isOpen } = this.state;
    this.set({ ...nothing, phase: "off", address, isOpen });
  }

  /** After it was lost: the same key, unless the service has a new one by now. */
  async again(): Promise<void> {
    const key = this.#client?.key;
    if (key !== undefined) await this.connect(key, isKeyKept());
  }

  // -------------------------------------------------------------------------------------------------------------- lists

  async choose(model: ServiceModel): Promise<void> {
    this.change({ model, lists: null });
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const { model } = this.state;
    if (!model) return;
    this.change({ isLoading: true });
    const lists = await this.ask(async (client) => {
      const [mappings, reports, runs] = await Promise.all([
        client.mappings(model.id),
        client.reports(model.iTwinId),
        client.runs(model.id),
      ]);
      return { mappings, reports, runs };
    });
    if (this.state.model?.id !== model.id) return;
    this.change({ isLoading: false, ...(lists ? { lists } : {}) });
    for (const run of lists?.runs ?? []) if (!isRunOver(run)) void this.#watch(run.id);
  }

  /** What the service answers; undefined when it does not, and then the state says why. */
  async ask<Answer>(question: (client: ServiceClient) => Promise<Answer>): Promise<Answer | undefined> {
    const client = this.#client;
    if (!client) return undefined;
    this.change({ trouble: null });
    try {
      return await question(client);
    } catch (thrown) {
      if (client === this.#client) this.told(toFault(thrown));
      return undefined;
    }
  }

  /** For what a panel asks by itself and shows by itself; a lost connection is everybody's. */
  async answerTo<Answer>(question: (client: ServiceClient) => Promise<Answer>): Promise<Answer> {
    const client = this.#client;
    if (!client) throw new ServiceFault("gone", "There is no connection.");
    try {
      return await question(client);
    } catch (thrown) {
      const fault = thrown instanceof ServiceFault ? thrown : undefined;
      if (client === this.#client && (fault?.kind === "gone" || fault?.kind === "key")) this.told(fault);
      throw thrown;
    }
  }

  told(fault: ServiceFault): void {
    if (fault.kind === "gone") this.change({ phase: "lost", fault, isLoading: false });
    else if (fault.kind === "key") this.change({ phase: "off", fault, isLoading: false });
    else this.change({ trouble: fault, isLoading: false });
  }

  // ----------------------------------------------------------------------------------------------------------- mappings

  async openMapping({ id }: ServiceMapping): Promise<boolean> {
    const file = await this.ask((client) => client.file(id));
    if (!file) return false;
    this.#show(file);
    return true;
  }

  #show(file: ServiceFile): void {
    this.documents.open(file.name, file.text, false, { served: servedAs(this.state.address, file) });
    void this.documents.refresh();
  }

  /** The mapping on screen belongs to this service. */
  isServed = ({ served }: OpenMapping): boolean => served !== undefined && served.address === this.state.address;

  /** Writes the mapping on screen: over the version that was read, or as a new one. */
  async save(): Promise<void> {
    const { now } = this.documents;
    const { model } = this.state;
    const served = this.isServed(now) ? now.served : undefined;
    if (!served && !model) return;
    await this.#save(now, (client) =>
      served
        ? client.replaceFile(served.mappingId, now.text, served.version)
        : client.createFile(model?.id ?? "", now.text),
    );
  }

  /** After a conflict: what is on screen, over whatever is there. */
  async saveOver(): Promise<void> {
    const { now } = this.documents;
    const { served } = now;
    if (!served) return;
    await this.#save(now, async (client) => {
      const { version } = await client.file(served.mappingId);
      return client.replaceFile(served.mappingId, now.text, version);
    });
  }

  /** After a conflict: what is there; the edits can be had back with Undo. */
  async takeTheirs(): Promise<void> {
    const { served } = this.documents.now;
    const file = served && (await this.ask((client) => client.file(served.mappingId)));
    if (!file) return;
    this.change({ saving: { phase: "none" } });
    this.#show(file);
  }

  forgetSaving(): void {
    this.change({ saving: { phase: "none" } });
  }

  async #save(now: OpenMapping, write: (client: ServiceClient) => Promise<ServiceFile>): Promise<void> {
    const client = this.#client;
    const { name } = now;
    if (!client || this.state.saving.phase === "saving") return;
    this.change({ saving: { phase: "saving", name } });
    try {
      const file = await write(client);
      this.documents.markServed(now, file.name, file.text, servedAs(this.state.address, file));
      this.change({ saving: { phase: "saved", name: file.name } });
      await this.refresh();
    } catch (thrown) {
      const fault = toFault(thrown);
      const phase = fault.kind === "conflict" ? "conflict" : "failed";
      this.change({ saving: { phase, name, fault }, isOpen: true });
      if (fault.kind === "gone" || fault.kind === "key") this.told(fault);
    }
  }

  // --------------------------------------------------------------------------------------------------------------- runs

  async extract(mapping: ServiceMapping): Promise<boolean> {
    const { model, lists } = this.state;
    if (!model || !lists) return false;
    const run = await this.ask((client) => client.extract(model.id, mapping.id));
    if (!run) return false;
    this.change({ started: { id: run.id, mapping }, lists: { ...lists, runs: [run, ...lists.runs] } });
    void this.#watch(run.id);
    return true;
  }

  async #watch(id: string): Promise<void> {
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    try {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, pace));
        const { phase } = this.state;
        const run = phase === "on" ? await this.ask((client) => client.run(id)) : undefined;
        if (!run) return;
        const { lists } = this.state;
        const isSame = lists?.runs.find((each) => each.id === id)?.state === run.state;
        if (lists && !isSame)
          this.change({ lists: { ...lists, runs: lists.runs.map((each) => (each.id === id ? run : each)) } });
        if (isRunOver(run)) return;
      }
    } finally {
      this.#watched.delete(id);
    }
  }

  /** A report for a mapping that none shows. */
  async makeReport(mapping: ServiceMapping): Promise<void> {
    const { model } = this.state;
    if (!model) return;
    await this.ask((client) => client.createReport(model.iTwinId, model.id, mapping));
    await this.refresh();
  }
}

const servedAs = (address: string, { mappingId, version }: ServiceFile): ServedAs => ({ address, mappingId, version });

function toFault(thrown: unknown): ServiceFault {
  if (thrown instanceof ServiceFault) return thrown;
  return new ServiceFault("refused", thrown instanceof Error ? thrown.message : String(thrown));
}
