/** Answers a request about a report: its service document, `$metadata`, the rows and numbers of its tables. */

import type { AnswerOData, ODataAnswer, ODataRequest, ReportTables } from "../tables.js";
import { Catalogue, type EntitySet, region } from "./catalogue.js";
import { invalid, ODataError, unsupported } from "./errors.js";
import { metadataDocument, serviceDocument } from "./metadata.js";
import { type QueryOptions, readOptions } from "./options.js";
import { readPage } from "./page_text.js";
import { writeToken } from "./page_token.js";
import type { QueryPool } from "./query_pool.js";
import type { Rehearsal } from "./rehearsal.js";
import { appliedHeader, failureReply, jsonReply, streamedReply, wholeReply } from "./reply.js";
import { type Representation, representationOf } from "./representation.js";
import { countRequest, type NextPage, type PageEnd, pageRows, rowsRequest } from "./rows_request.js";

const encoder = new TextEncoder();

/** What a path asks for. */
type Resource =
  | { kind: "service" }
  | { kind: "metadata" }
  | { kind: "rows"; set: EntitySet }
  | { kind: "count"; set: EntitySet }
  | { kind: "entity"; set: EntitySet; key: string };

export function odataAnswers(pool: QueryPool, rehearsal: Rehearsal): AnswerOData {
  return async (report, request) => {
    try {
      return await answer(pool, rehearsal, report, request);
    } catch (error) {
      if (!(error instanceof ODataError)) throw error;
      return failureReply(error);
    }
  };
}

async function answer(
  pool: QueryPool,
  rehearsal: Rehearsal,
  report: ReportTables,
  request: ODataRequest,
): Promise<ODataAnswer> {
  if (request.method !== "GET" && request.method !== "HEAD")
    throw new ODataError(405, "MethodNotAllowed", `${request.method} is not allowed here: the tables are read only.`);
  const catalogue = new Catalogue(report);
  const resource = resourceOf(request.path, catalogue);
  const options = readOptions(request.query);
  const [firstSet] = catalogue.sets;
  // Whoever asks for a document asks for rows next.
  if (firstSet && (resource.kind === "metadata" || resource.kind === "service")) rehearsal.begin(firstSet);
  if (resource.kind === "metadata") return metadata(catalogue, options, request);
  const representation = representationOf(request.headers, options.system.$format);
  if (resource.kind === "service") {
    refuseOptions(options, "the service document");
    return jsonReply(serviceDocument(request.root, catalogue), representation);
  }
  if (resource.kind === "count") return count(pool, resource.set, options, request);
  if (resource.kind === "entity") return entity(pool, resource.set, resource.key, options, representation, request);
  return rows(pool, resource.set, options, representation, request);
}

function resourceOf(path: string, catalogue: Catalogue): Resource {
  const segments = path.split("/").map(decodedSegment);
  while (segments.at(-1) === "") segments.pop();
  const [first = "", second = "", third] = segments;
  if (segments.length === 0) return { kind: "service" };
  if (first === "$metadata" && segments.length === 1) return { kind: "metadata" };
  if (first.startsWith("$")) throw unsupported(`${first} is not supported.`);
  const isByRun = first === region && third !== undefined;
  const rest = segments.slice(isByRun ? 3 : 1);
  const [, name = "", key] = /^([^(]*)(?:\((.*)\))?$/s.exec(isByRun ? third : first) ?? [];
  const set = isByRun ? catalogue.byRun(second, name) : catalogue.byName(name);
  if (rest.length === 0) return key === undefined || key === "" ? { kind: "rows", set } : { kind: "entity", set, key };
  if (rest.length === 1 && rest[0] === "$count" && key === undefined) return { kind: "count", set };
  throw unsupported(
    `Nothing below an entity set can be addressed but its $count, not ${JSON.stringify(rest.join("/"))}.`,
  );
}

function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid("The path holds a % that is not followed by two digits of a character in UTF-8.");
  }
}

function refuseOptions({ system }: QueryOptions, what: string): void {
  const wrong = Object.keys(system).find((name) => name !== "$format");
  if (wrong !== undefined) throw invalid(`${wrong} has no meaning for ${what}`, wrong);
}

/** XML, whatever is asked for: clients ask for JSON with every request. */
async function metadata(catalogue: Catalogue, options: QueryOptions, { headers }: ODataRequest): Promise<ODataAnswer> {
  refuseOptions(options, "$metadata");
  if (options.system.$format !== undefined && !/^(xml|application\/xml)\b/i.test(options.system.$format))
    throw new ODataError(406, "NotAcceptable", "$metadata can be had as XML.", "$format");
  if (catalogue.sets.length === 0)
    throw new ODataError(404, "SchemaNotFound", "Nothing was extracted for this report yet: run an extraction.");
  const { isZipped } = representationOf(headers, undefined);
  return wholeReply(encoder.encode(metadataDocument(catalogue)), "application/xml", isZipped);
}

async function count(
  pool: QueryPool,
  set: EntitySet,
  options: QueryOptions,
  { signal }: ODataRequest,
): Promise<ODataAnswer> {
  const { job, count: known } = countRequest(set, options);
  const number = known ?? (await pool.run(job, signal)).count ?? 0;
  return wholeReply(encoder.encode(String(number)), "text/plain", false);
}

/** One row by its key, where the table has one. */
async function entity(
  pool: QueryPool,
  set: EntitySet,
  key: string,
  options: QueryOptions,
  representation: Representation,
  request: ODataRequest,
): Promise<ODataAnswer> {
  const [, quoted] = /^(?:ECInstanceId\s*=\s*)?'((?:[^']|'')*)'$/.exec(key.trim()) ?? [];
  if (!set.source.isKeyed || quoted === undefined)
    throw new ODataError(404, "EntityNotFound", `The rows of ${set.name} are not addressed by ${JSON.stringify(key)}.`);
  for (const name of Object.keys(options.system))
    if (name !== "$select" && name !== "$format") throw invalid(`${name} has no meaning for one row`, name);
  const system = { ...options.system, $filter: "ECInstanceId eq @key", $top: "1" };
  const aliases = new Map([["@key", `'${quoted}'`]]);
  const wanted = rowsRequest(set, { ...options, system, aliases }, representation);
  const { bytes, rowCount } = await pool.run(wanted.job(undefined, 1), request.signal);
  if (rowCount === 0)
    throw new ODataError(404, "EntityNotFound", `There is no row ${JSON.stringify(quoted)} in ${set.name}.`);
  const context = contextOf(request, set, wanted.shown, representation, "/$entity");
  const row = new TextDecoder().decode(bytes);
  return jsonReply(context && row !== "{}" ? `{${context},${row.slice(1)}` : row, representation);
}

async function rows(
  pool: QueryPool,
  set: EntitySet,
  options: QueryOptions,
  representation: Representation,
  request: ODataRequest,
): Promise<ODataAnswer> {
  const wanted = rowsRequest(set, options, representation);
  const page = await readPage(pool, wanted, request.signal);
  const total = wanted.isCounted ? (wanted.count ?? page.first.count) : undefined;
  const head = [
    contextOf(request, set, wanted.shown, representation),
    total === undefined ? "" : `"@odata.count":${representation.integersAsText ? `"${total}"` : total}`,
    '"value":[\n',
  ];
  const foot = (end: PageEnd): string => {
    const next = wanted.next(end, total);
    return `\n]${next ? `,"@odata.nextLink":${JSON.stringify(nextLink(request, set, options, next))}` : ""}}\n`;
  };
  const pieces = page.text(`{${head.filter(Boolean).join(",")}`, foot);
  // A page larger than ours is not given, and not promised.
  const isLarger = (representation.pageSize ?? 0) > pageRows;
  const headers = appliedHeader(isLarger ? { ...representation, pageSize: undefined } : representation);
  if (!page.isWhole) return streamedReply(pieces, representation, headers);
  return jsonReply(Buffer.concat(await all(pieces)), representation, headers);
}

async function all(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const list: Uint8Array[] = [];
  for await (const piece of pieces) list.push(piece);
  return list;
}

function contextOf(
  { root }: ODataRequest,
  { name }: EntitySet,
  shown: readonly { name: string }[] | undefined,
  { metadata }: Representation,
  suffix = "",
): string {
  if (metadata === "none") return "";
  const columns = shown ? `(${shown.map((column) => column.name).join(",")})` : "";
  return `"@odata.context":${JSON.stringify(`${root}/$metadata#${name}${columns}${suffix}`)}`;
}

/** Absolute, and of the run that the first page came from: the rows stay the same while somebody reads on. */
function nextLink(
  { root }: ODataRequest,
  { extractionId, name }: EntitySet,
  { sent }: QueryOptions,
  next: NextPage,
): string {
  const isOver = (option: string) =>
    ["$skiptoken", "$skip", "$top", "sequence"].includes(option) || ("sequence" in next && option === "$count");
  const kept = sent.filter((option) => !isOver(option.name)).map(({ part }) => part);
  const place = "sequence" in next ? `sequence=${next.sequence}` : `$skiptoken=${writeToken(next.token)}`;
  const path = [region, extractionId, name].map(encodeURIComponent).join("/");
  return `${root}/${path}?${[...kept, place].join("&")}`;
}
