/** Bytes with the headers that go with them: what every answer has, and what this one was asked for. */

import { pipeline, Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { ODataAnswer } from "../tables.js";
import type { ODataError } from "./errors.js";
import { jsonType, preferenceApplied, type Representation } from "./representation.js";

const zip = promisify(gzip);
/** Below it a packet is a packet. */
const leastZipped = 1400;

/** JSON that is there. `headers`: those of the answer alone. */
export async function jsonReply(
  body: string | Uint8Array,
  representation: Representation,
  headers: Record<string, string> = {},
): Promise<ODataAnswer> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const told = await wholeReply(bytes, jsonType(representation), representation.isZipped);
  return { ...told, headers: { ...told.headers, ...headers } };
}

/** JSON that is on its way. */
export function streamedReply(
  pieces: AsyncIterable<Uint8Array>,
  representation: Representation,
  headers: Record<string, string>,
): ODataAnswer {
  const { isZipped } = representation;
  return {
    status: 200,
    headers: { ...common(jsonType(representation), isZipped), ...headers },
    body: isZipped ? zipped(pieces) : pieces,
  };
}

export async function wholeReply(bytes: Uint8Array, type: string, isZipped: boolean): Promise<ODataAnswer> {
  const isSmall = bytes.byteLength < leastZipped;
  const body = isZipped && !isSmall ? await zip(bytes, { level: 1 }) : bytes;
  const headers = { ...common(type, body !== bytes), "Content-Length": String(body.byteLength) };
  return { status: 200, headers, body };
}

/** The form of every error of the service; OData's own is the same. */
export function failureReply({ status, code, message, target }: ODataError): ODataAnswer {
  const error = { code, message, ...(target === undefined ? {} : { target }) };
  const body = new TextEncoder().encode(JSON.stringify({ error }));
  return {
    status,
    headers: {
      "OData-Version": "4.0",
      "Content-Type": "application/json",
      "Content-Length": String(body.byteLength),
      ...(status === 405 ? { Allow: "GET, HEAD" } : {}),
      ...(status === 503 ? { "Retry-After": "2" } : {}),
    },
    body,
  };
}

/** What was done of what was preferred, as a header. */
export function appliedHeader(representation: Representation): Record<string, string> {
  const text = preferenceApplied(representation);
  return text === undefined ? {} : { "Preference-Applied": text };
}

function common(type: string, isZipped: boolean): Record<string, string> {
  return {
    "OData-Version": "4.0",
    "Content-Type": type,
    Vary: "Accept, Accept-Encoding, Prefer",
    ...(isZipped ? { "Content-Encoding": "gzip" } : {}),
  };
}

function zipped(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // Pieces of 16 kB, as usual, are many turns of the event loop.
  const zip = createGzip({ level: 1, chunkSize: 64 * 1024 });
  // What goes wrong is told to whoever reads.
  pipeline(Readable.from(pieces, { objectMode: true, highWaterMark: 1 }), zip, () => {});
  return zip;
}
