/** How an answer is to look, as headers and `$format` ask for it. */

import { ODataError } from "./errors.js";

export interface Representation {
  /** `none`: without the context. */
  metadata: "minimal" | "none";
  /** Whole numbers as texts, for readers whose numbers are doubles. */
  integersAsText: boolean;
  omitNulls: boolean;
  isZipped: boolean;
  /** Rows of a page, as the client would have them. */
  pageSize: number | undefined;
}

type Headers = Readonly<Record<string, string | undefined>>;

export function representationOf(headers: Headers, format: string | undefined): Representation {
  const accept = format ?? headers.accept ?? "";
  const prefer = headers.prefer ?? "";
  if (format !== undefined && !isJson(format))
    throw new ODataError(406, "NotAcceptable", `$format can be json, not \`${format}\`.`, "$format");
  const size = /(?:^|[,;\s])(?:odata\.)?maxpagesize\s*=\s*"?(\d{1,9})/i.exec(prefer)?.[1];
  return {
    metadata: /odata\.metadata=none/i.test(accept) && !/odata\.metadata=minimal/i.test(accept) ? "none" : "minimal",
    integersAsText: /IEEE754Compatible=true/i.test(accept),
    omitNulls: /(?:^|[,;\s])omit-values\s*=\s*"?nulls/i.test(prefer),
    isZipped: acceptsGzip(headers["accept-encoding"] ?? ""),
    pageSize: size === undefined || Number(size) === 0 ? undefined : Number(size),
  };
}

/** A format of rows. What `full` adds nobody needs here, so it is not taken for `minimal`. */
function isJson(format: string): boolean {
  return /^(json|application\/json)(;|$)/i.test(format) && !/odata\.metadata=full/i.test(format);
}

function acceptsGzip(text: string): boolean {
  const gzip = text.split(",").find((item) => /^\s*(gzip|\*)\s*(;|$)/i.test(item));
  return gzip !== undefined && !/;\s*q=0(\.0*)?\s*$/i.test(gzip);
}

export function jsonType({ metadata, integersAsText }: Representation): string {
  return `application/json;odata.metadata=${metadata}${integersAsText ? ";IEEE754Compatible=true" : ""}`;
}

/** What was done of what was preferred. */
export function preferenceApplied({ omitNulls, pageSize }: Representation): string | undefined {
  const applied = [
    ...(omitNulls ? ["omit-values=nulls"] : []),
    ...(pageSize === undefined ? [] : [`odata.maxpagesize=${pageSize}`]),
  ];
  return applied.length > 0 ? applied.join(", ") : undefined;
}
