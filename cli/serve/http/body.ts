/** A request's body: a JSON object of at most 1 MB. */

import type { IncomingMessage } from "node:http";
import { ApiFault, invalid } from "../api/faults.js";
import type { Body } from "../api/operation.js";

const most = 1024 * 1024;

export async function bodyOf(request: IncomingMessage, isOptional: boolean): Promise<Body> {
  if (Number(request.headers["content-length"] ?? 0) > most) throw new ApiFault("RequestTooLarge");
  const bytes = await bytesOf(request);
  if (bytes.length === 0) {
    if (isOptional) return {};
    throw invalid("body", "The request has no body.");
  }
  // A page cannot send this type to another origin without being asked for leave.
  if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers["content-type"] ?? ""))
    throw new ApiFault("UnsupportedMediaType");
  return parsed(bytes);
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Who sends too much is still there to be answered.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) throw new ApiFault("RequestTooLarge");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function parsed(bytes: Buffer): Body {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid("body", `The body is no JSON: ${(error as Error).message}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Body;
  throw invalid("body", "The body must be a JSON object.");
}
