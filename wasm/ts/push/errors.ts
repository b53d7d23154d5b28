import type { Diagnostic } from "../types.js";
import type { MappingChange, PushErrorCode } from "./types.js";

export interface PushErrorDetails {
  /** Of the answer. */
  status?: number;
  /** JSON pointer into the mapping of the part that it is about. */
  pointer?: string;
  diagnostics?: readonly Diagnostic[];
  /** What somebody else has changed. */
  foreign?: readonly MappingChange[];
}

/** Why a pull, a push or an undo did not get to its end. No token is ever in it. */
export class PushError extends Error {
  override readonly name = "PushError";
  readonly status?: number;
  readonly pointer?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly foreign: readonly MappingChange[];

  constructor(
    readonly code: PushErrorCode,
    message: string,
    { status, pointer, diagnostics = [], foreign = [] }: PushErrorDetails = {},
  ) {
    super(message);
    if (status !== undefined) this.status = status;
    if (pointer !== undefined) this.pointer = pointer;
    this.diagnostics = diagnostics;
    this.foreign = foreign;
  }
}
