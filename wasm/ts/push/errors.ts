// Why a push did not get to its end: a code for programs, words and a place for people.
import type { Diagnostic, Span } from "../types.js";
import type { MappingChange, PushErrorCode } from "./types.js";

export interface PushErrorDetails {
  /** Of the answer. */
  status?: number;
  /** JSON pointer into the mapping of the part that it is about. */
  pointer?: string;
  /** Of that part in the mapping's text. */
  span?: Span;
  /** What validation has found: errors, or warnings about that part. */
  diagnostics?: readonly Diagnostic[];
  /** What somebody else has changed. */
  foreign?: readonly MappingChange[];
}

/** Why a pull, a push or an undo did not get to its end. No token is ever in it. */
export class PushError extends Error {
  override readonly name = "PushError";
  readonly status?: number;
  readonly pointer?: string;
  readonly span?: Span;
  readonly diagnostics: readonly Diagnostic[];
  readonly foreign: readonly MappingChange[];

  constructor(
    readonly code: PushErrorCode,
    message: string,
    { status, pointer, span, diagnostics = [], foreign = [] }: PushErrorDetails = {},
  ) {
    super(message);
    if (status !== undefined) this.status = status;
    if (pointer !== undefined) this.pointer = pointer;
    if (span !== undefined) this.span = span;
    this.diagnostics = diagnostics;
    this.foreign = foreign;
  }
}
