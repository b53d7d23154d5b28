// What a push is told, and what it tells while it goes on.
import type { PlatformAbortSignal } from "../platform.js";
import type { MappingChange, PlannedRequest, PushPlan } from "../plan/types.js";
import type {
  Diagnostic,
  MappingApi,
  MappingApiName,
  MappingInput,
  MappingOutline,
  ValidationReport,
} from "../types.js";

export type { MappingChange, PlannedRequest, PushPlan } from "../plan/types.js";
export type { Diagnostic, MappingApi, MappingApiName, MappingInput } from "../types.js";

/** As the platform's `fetch`, as far as it is needed. */
export type PushFetch = (
  address: string,
  request: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal: PlatformAbortSignal;
    redirect: "error";
  },
) => Promise<{ status: number; headers: { get(name: string): string | null }; text(): Promise<string> }>;

/** A token, with or without `Bearer `; or who gives one, asked again with true when the API has refused the last. */
export type TokenSource = string | ((isRefused: boolean) => string | Promise<string>);

export interface ApiOptions {
  iModelId: string;
  token: TokenSource;
  /** Default: Grouping and Mapping. */
  api?: MappingApiName;
  /** Default: `https://api.bentley.com`. */
  root?: string;
  fetch?: PushFetch;
  /** Requests a minute, default 400: the lowest tier has 500. */
  rate?: number;
  /** Milliseconds before the first repetition, doubled for each further one up to thirty times as many. Default 2000. */
  pause?: number;
  /** Milliseconds an answer may take. Default 60000. */
  timeout?: number;
  /** How often in a row no usable answer is put up with; being told to wait (429) does not count. Default 8. */
  patience?: number;
  /**
   * `fetch` repeats requests by itself when their connection breaks, and tells nobody: what was made twice is then looked for and
   * deleted, which is one request more for the mapping and for each group that is created. Default: in a browser, which does.
   */
  repeats?: boolean;
  signal?: PlatformAbortSignal;
  /** What the client waits for, and what it is not sure of. */
  onEvent?: (event: ClientEvent) => void;
}

/** Reads mappings and checks them. Default: an engine in this thread, started when it is first needed. */
export interface MappingReader {
  outline(mapping: MappingInput): MappingOutline | Promise<MappingOutline>;
  validate(mapping: MappingInput, options: { api: MappingApi }): ValidationReport | Promise<ValidationReport>;
}

export interface PushOptions extends Omit<ApiOptions, "onEvent"> {
  /** Which mapping to change. Default: the one of that name; when there is none, a new one. */
  mappingId?: string;
  /** What was pulled when the editing began, with ids: a change of somebody else since then is then seen. */
  base?: MappingInput;
  /** Write over what somebody else has changed. */
  force?: boolean;
  /** Ends with the plan. */
  dryRun?: boolean;
  /** Asked before anything is sent. */
  confirm?: (planned: PlannedEvent) => boolean | Promise<boolean>;
  /** Where each step is noted before and after it. */
  journal?: PushJournal;
  /** The entries of a push that did not get to its end. */
  resume?: readonly JournalEntry[];
  engine?: MappingReader;
}

export interface UndoOptions extends Omit<ApiOptions, "onEvent" | "iModelId" | "api" | "root"> {
  /** Where it is noted that the push is being taken back: behind the entries. */
  journal?: PushJournal;
  force?: boolean;
  engine?: MappingReader;
}

// ------------------------------------------------------------------------------------------------------------- events

/** Told while waiting, and when an answer is missing and what is live is looked at instead. */
export type ClientEvent =
  { type: "waiting"; seconds: number; reason: string } | { type: "unsure"; what: string; reason: string };

/** What a push would take; `minutes` at the rate that is allowed. */
export interface PlannedEvent {
  type: "planned";
  plan: PushPlan;
  /** Of the mapping that is changed; absent for a new one. */
  mappingId?: string;
  requests: number;
  minutes: number;
  /** What somebody else has changed, and this push would change back. */
  foreign: readonly MappingChange[];
}

export type PushEvent =
  | ClientEvent
  | { type: "checked"; warnings: readonly Diagnostic[] }
  | { type: "pulled"; mappingId?: string; mappingName: string }
  | PlannedEvent
  /** `isAdopted`: it was there already when it was looked for. */
  | { type: "sent"; number: number; total: number; request: PlannedRequest; isAdopted: boolean }
  /** The push's end: what is live is what the mapping says, unless it ended with the plan. */
  | { type: "done"; isPushed: boolean; mappingId?: string; requests: number; live?: string };

export type RunEvent =
  | ClientEvent
  | { type: "started"; id: string }
  | { type: "state"; id: string; state: string; isFinal: boolean }
  /** Of the extraction's log, ids replaced by the names of mapping and groups. */
  | { type: "log"; level: string; category: string; message: string };

export interface RunOptions extends Omit<ApiOptions, "onEvent"> {
  /** Follow it to its end; default true. */
  wait?: boolean;
  /** Milliseconds between two looks. Default 5000. */
  poll?: number;
}

// ------------------------------------------------------------------------------------------------------------ journal

export interface PushJournal {
  append(entry: JournalEntry): void | Promise<void>;
}

/** A line of a journal. There is never a token or an address of a person in it. */
export type JournalEntry =
  | {
      kind: "start";
      version: 1;
      root: string;
      api: MappingApi;
      iModelId: string;
      /** The mapping as it is to be. */
      mapping: string;
      /** The mapping as it was, with ids; absent when there was none. */
      was?: string;
      mappingId?: string;
      /** Ids of the iModel's mappings at that time. */
      known: string[];
    }
  | { kind: "send"; number: number; method: string; path: string; hash: string; what: string }
  | { kind: "answer"; number: number; status: number; id?: string; isMapping?: boolean }
  /** It is being taken back. */
  | { kind: "undo" }
  | { kind: "end" };

export type PushErrorCode =
  | "changed-since"
  | "imodel-unknown"
  | "journal-other"
  | "mapping-gone"
  | "mapping-invalid"
  | "name-ambiguous"
  | "name-taken"
  | "option-invalid"
  | "part-gone"
  | "plan-obstacle"
  | "request-refused"
  | "right-missing"
  | "service-unavailable"
  | "token-refused"
  | "wrong-imodel";
