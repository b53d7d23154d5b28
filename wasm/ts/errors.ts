/** What the package's promises reject with. Across a worker an error travels as {@link ErrorWire} and is rebuilt here. */

import type { PlatformAbortSignal } from "./platform.js";
import type { Diagnostic, DiagnosticCode } from "./types.js";

/** The engine refused: every problem it found is in `diagnostics`; `code` is the first one's. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: DiagnosticCode;
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? "the engine gave no reason");
    this.diagnostics = diagnostics;
    this.code = diagnostics[0]?.code ?? "engine-crashed";
  }
}

/** The engine itself broke (out of memory, or a fault of ours). It answers nothing any more: make a new one. */
export class CrashedError extends Error {
  override readonly name = "CrashedError";
  readonly code = "engine-crashed";
}

/** Is that the engine's word on a text that holds no mapping, and nothing worse? */
export const isNoMapping = (error: unknown): boolean =>
  error instanceof EngineError && ["json-invalid", "mapping-shape-unknown", "mapping-too-large"].includes(error.code);

/** An EngineError with one diagnostic. */
export function engineError(code: DiagnosticCode, message: string, hint?: string): EngineError {
  return new EngineError([{ code, severity: "error", message, ...(hint ? { hint } : {}) }]);
}

export function abortError(signal?: PlatformAbortSignal): unknown {
  return signal?.reason ?? new DOMException("The operation was aborted.", "AbortError");
}

export function throwIfAborted(signal: PlatformAbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

type Envelope = { ok: true; value: unknown } | { ok: false; diagnostics: Diagnostic[] };

/** A whole number beyond 2^53 comes as `{"$integer":"digits"}`; quotes inside a text are escaped, so the mark is none of them. */
const integerMark = '{"$integer":"';

function withIntegers(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$integer" in value)) return value;
  return BigInt(value.$integer as string);
}

/** JSON of the engine, whole numbers with every digit. */
export const parseAnswer = (text: string): unknown =>
  text.includes(integerMark) ? JSON.parse(text, withIntegers) : JSON.parse(text);

/** The value of an envelope; throws the EngineError it holds. */
export function unwrap<T>(envelope: string): T {
  const answer = parseAnswer(envelope) as Envelope;
  if (!answer.ok) throw new EngineError(answer.diagnostics);
  return answer.value as T;
}

export type ErrorWire =
  | { kind: "engine"; diagnostics: readonly Diagnostic[] }
  | { kind: "crashed"; message: string }
  | { kind: "other"; message: string };

export function toWire(error: unknown): ErrorWire {
  if (error instanceof EngineError) return { kind: "engine", diagnostics: error.diagnostics };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof CrashedError ? "crashed" : "other", message };
}

export function fromWire(wire: ErrorWire): Error {
  if (wire.kind === "engine") return new EngineError(wire.diagnostics);
  return wire.kind === "crashed" ? new CrashedError(wire.message) : new Error(wire.message);
}

/** The promise, given up when the signal says so; what it comes to then is ignored. */
export function abortable<T>(promise: Promise<T>, signal: PlatformAbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
