/** What the endpoint refuses, with the status and the words of the answer. Nothing that is not supported is passed over in silence. */

export type ODataCode =
  | "EntityNotFound"
  | "SchemaNotFound"
  | "InvalidODataRequest"
  | "ODataFeatureNotSupported"
  | "MethodNotAllowed"
  | "NotAcceptable"
  | "QueryCancelled"
  | "QueryFailed";

export class ODataError extends Error {
  constructor(
    readonly status: number,
    readonly code: ODataCode,
    message: string,
    /** The query option, where it is about one. */
    readonly target?: string,
  ) {
    super(message);
  }
}

export const invalid = (message: string, target?: string): ODataError =>
  new ODataError(400, "InvalidODataRequest", message, target);

export const unsupported = (message: string, target?: string): ODataError =>
  new ODataError(501, "ODataFeatureNotSupported", message, target);
