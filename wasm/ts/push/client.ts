/**
 * One request at a time to the API: at the rate it allows, waiting when it says so, its faults in words. Reading is repeated
 * until there is an answer; what changes something never is: its caller is told that the outcome is not known (send.ts).
 */
import { mappingApis } from "../arguments.js";
import { throwIfAborted } from "../errors.js";
import type { MappingApi } from "../types.js";
import { PushError } from "./errors.js";
import { sleep, TokenBucket } from "./pace.js";
import type { ApiOptions, ClientEvent, PushErrorCode, PushFetch } from "./types.js";

export type Item = Record<string, unknown>;

/** `lost`: it may have taken effect or not. */
export type Outcome =
  | { kind: "answered"; status: number; body: unknown; text: string }
  /** `isLate`: it was not waited for any longer. */
  | { kind: "lost"; reason: string; isLate: boolean };

type Answered = Extract<Outcome, { kind: "answered" }>;

const media = "application/vnd.bentley.itwin-platform.v1+json";
/** Answers that a proxy or a service in trouble gives, whatever became of the request. */
const isTrouble = (status: number): boolean => status === 408 || status >= 500;

/** A page, or a worker of one. */
const isBrowser = "document" in globalThis || "WorkerGlobalScope" in globalThis;

export class Client {
  readonly root: string;
  readonly api: MappingApi;
  readonly iModelId: string;
  readonly bucket: TokenBucket;
  /** Where mappings are. */
  readonly mappings: string;
  readonly patience: number;
  readonly repeats: boolean;
  #requests = 0;
  readonly #fetch: PushFetch;
  readonly #secrets = new Set<string>();

  constructor(private readonly options: ApiOptions) {
    const {
      root = "https://api.bentley.com",
      api = "groupingAndMapping",
      iModelId,
      rate = 400,
      patience = 8,
      repeats = isBrowser,
    } = options;
    this.root = root.replace(/\/+$/, "");
    this.api = mappingApis[api];
    if (!/^[\w-]+$/.test(iModelId)) throw new PushError("option-invalid", `${iModelId} is no id of an iModel.`);
    this.iModelId = iModelId;
    if (!(rate > 0)) throw new PushError("option-invalid", "The rate is a number of requests a minute above 0.");
    this.bucket = new TokenBucket(rate);
    this.patience = patience;
    this.repeats = repeats;
    this.#fetch = options.fetch ?? ((address, request) => fetch(address, request));
    this.mappings =
      this.api === "reporting"
        ? `/insights/reporting/datasources/imodels/${iModelId}/mappings`
        : "/grouping-and-mapping/datasources/imodel-mappings";
  }

  /** Requests so far. */
  get requests(): number {
    return this.#requests;
  }

  tell(event: ClientEvent): void {
    this.options.onEvent?.(event);
  }

  /** Before the repetition number `attempt`, from 1. */
  async pause(attempt: number, reason: string): Promise<void> {
    const { pause = 2000, signal } = this.options;
    const milliseconds = pause * Math.min(30, 2 ** (attempt - 1));
    this.tell({ type: "waiting", seconds: milliseconds / 1000, reason });
    await sleep(milliseconds, signal);
  }

  /** One request, sent again only where it surely was not taken: when the API says to wait, and once for a new token. */
  async once(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Outcome> {
    const { signal } = this.options;
    for (let refusals = 0, waits = 0; ;) {
      await this.bucket.take(signal);
      const token = await this.#token(refusals > 0);
      this.#requests += 1;
      let answer;
      try {
        answer = await this.#ask(method, path, token, body, headers);
      } catch (error) {
        throwIfAborted(signal);
        return { kind: "lost", reason: this.#clean(reasonOf(error)), isLate: isLate(error) };
      }
      const { status, text, after } = answer;
      if (status === 429) {
        waits += 1;
        await this.#wait(after ?? Math.min(60, 2 ** waits));
      } else if (status === 401 && refusals === 0 && typeof this.options.token === "function") refusals += 1;
      else if (isTrouble(status))
        return { kind: "lost", reason: `the service answered ${status}`, isLate: status === 408 || status === 504 };
      else return { kind: "answered", status, body: parsed(text), text };
    }
  }

  /** An answer with success, which is JSON. */
  async read(path: string, headers?: Record<string, string>): Promise<unknown> {
    const isWhole = ({ body }: { body: unknown }): boolean => typeof body === "object" && body !== null;
    return (await this.#get(path, headers, isWhole)).body;
  }

  async readText(path: string): Promise<string> {
    return (await this.#get(path, {}, () => true)).text;
  }

  /** Half an answer is none. */
  async #get(path: string, headers: Record<string, string> | undefined, isWhole: (answer: Answered) => boolean) {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.once("GET", path, undefined, headers);
      if (outcome.kind === "answered") {
        if (outcome.status < 200 || outcome.status >= 300) throw this.fault(outcome.status, outcome.body, "Reading");
        if (isWhole(outcome)) return outcome;
      }
      const reason = outcome.kind === "lost" ? outcome.reason : "the answer is no JSON";
      if (attempt >= this.patience) throw this.unavailable(reason);
      await this.pause(attempt, reason);
    }
  }

  /** All items of a list, page by page. */
  async list(path: string, headers?: Record<string, string>): Promise<Item[]> {
    const found: Item[] = [];
    const seen = new Set<string>();
    for (let next: string | undefined = `${path}${path.includes("?") ? "&" : "?"}$top=1000`; next !== undefined;) {
      if (seen.has(next)) throw new PushError("service-unavailable", "The service's pages go round in a circle.");
      seen.add(next);
      const body = (await this.read(next, headers)) as Item | undefined;
      const items = Object.values(body ?? {}).find(Array.isArray) as Item[] | undefined;
      found.push(...(items ?? []));
      next = this.#nextOf(body);
    }
    return found;
  }

  unavailable(reason: string): PushError {
    return new PushError("service-unavailable", `The service cannot be used now: ${reason}.`);
  }

  /** What an answer without success means. */
  fault(status: number, body: unknown, what: string, pointer?: string): PushError {
    const { code, message, details } = errorOf(body);
    const said = [message, ...details].filter((text) => text !== "").join(" ");
    const tail = said === "" ? "" : ` The service says: ${this.#clean(said).slice(0, 1000)}`;
    const about = { status, ...(pointer === undefined ? {} : { pointer }) };
    const refusal = (kind: PushErrorCode, text: string) => new PushError(kind, `${what}: ${text}.${tail}`, about);
    if (status === 401) return refusal("token-refused", "the token is not valid, or no longer");
    if (status === 403)
      return refusal("right-missing", "the right to do this is missing (imodels_read, imodels_write)");
    if (status === 404 && code === "MappingNotFound") return refusal("mapping-gone", "there is no such mapping");
    if (status === 404 && /model/i.test(code)) return refusal("imodel-unknown", "there is no such iModel");
    if (status === 404) return refusal("part-gone", "it is not there");
    if (status === 409) return refusal("name-taken", "the name is taken");
    return refusal("request-refused", `the service refuses it (${status})`);
  }

  async #wait(seconds: number): Promise<void> {
    this.tell({ type: "waiting", seconds, reason: "too many requests" });
    await sleep(seconds * 1000, this.options.signal);
  }

  async #token(isRefused: boolean): Promise<string> {
    const { token } = this.options;
    const given = typeof token === "function" ? await token(isRefused) : token;
    const whole = /^\S+\s+\S/.test(given) ? given.trim() : `Bearer ${given.trim()}`;
    if (/[^\x20-\x7e]/.test(whole))
      throw new PushError("option-invalid", "The token holds characters that no token has.");
    this.#secrets.add(whole).add(whole.replace(/^\S+\s+/, ""));
    return whole;
  }

  async #ask(method: string, path: string, token: string, body: unknown, headers: Record<string, string>) {
    const { signal, timeout = 60_000 } = this.options;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Late("there was no answer in time")), timeout);
    const abort = (): void => stop.abort(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const answer = await this.#fetch(`${this.root}${path}`, {
        method,
        headers: {
          Authorization: token,
          Accept: media,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: stop.signal,
        redirect: "error",
      });
      const after = secondsOf(answer.headers.get("Retry-After"));
      return { status: answer.status, text: await answer.text(), after };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  #nextOf(body: Item | undefined): string | undefined {
    return this.pathOf(((body?.["_links"] as Item | undefined)?.["next"] as Item | undefined)?.["href"]);
  }

  /** The path of a link to the next page; a link to another place would take the token there. */
  pathOf(href: unknown): string | undefined {
    if (typeof href !== "string" || href === "") return undefined;
    if (href.startsWith("/")) return href;
    if (href.startsWith(`${this.root}/`)) return href.slice(this.root.length);
    throw new PushError("service-unavailable", "The service's next page is at another address; it is not followed.");
  }

  #clean(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) if (secret.length > 3) clean = clean.replaceAll(secret, "…");
    return clean;
  }
}

class Late extends Error {}
const isLate = (error: unknown): boolean => error instanceof Late || (error as Error).cause instanceof Late;

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

/** `Retry-After` is a number of seconds, or a date. */
function secondsOf(after: string | null): number | undefined {
  if (after === null) return undefined;
  if (/^\s*\d+\s*$/.test(after)) return Number(after);
  const until = Date.parse(after);
  return Number.isNaN(until) ? undefined : Math.max(1, Math.ceil((until - Date.now()) / 1000));
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

function errorOf(body: unknown): { code: string; message: string; details: string[] } {
  const error = ((body as Item | null | undefined)?.["error"] ?? {}) as {
    code?: unknown;
    message?: unknown;
    details?: unknown;
  };
  const details = Array.isArray(error.details) ? (error.details as { message?: unknown }[]) : [];
  return {
    code: textOf(error.code),
    message: textOf(error.message),
    details: details.map(({ message }) => textOf(message)),
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The object in an answer that holds one. */
export function itemOf(body: unknown): Item {
  if (typeof body !== "object" || body === null) return {};
  const one = Object.entries(body).find(
    ([key, value]) => key !== "_links" && typeof value === "object" && value !== null && !Array.isArray(value),
  );
  return (one?.[1] ?? {}) as Item;
}
