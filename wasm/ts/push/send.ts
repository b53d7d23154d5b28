/**
 * Sends one planned request. Where the answer is missing, what is live says whether it took effect: a created part is one that was
 * not there before and equals what was sent; only when there is none it is sent again. So nothing is ever made twice.
 */
import type { Body } from "../plan/bodies.js";
import { fieldChanges } from "../plan/compare.js";
import type { PlannedRequest } from "../plan/types.js";
import { type Client, type Item, itemOf } from "./client.js";

/** What the placeholders of a plan stand for. */
export type Ids = Map<string, string>;

export interface Sent {
  status: number;
  /** Of what was created. */
  id?: string;
  /** It was found there. */
  isAdopted: boolean;
}

export interface Sending {
  client: Client;
  ids: Ids;
  /** Ids of mappings and groups that were there before, or that this push has made already. */
  known: Set<string>;
  force: boolean;
}

export const filledPath = (path: string, ids: Ids): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(idOf(name, ids)));

function idOf(name: string, ids: Ids): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`no id is known for ${name}`);
  return id;
}

export function filledBody(body: PlannedRequest["body"], ids: Ids): Body | undefined {
  if (body === undefined || body["iModelId"] !== "{iModelId}") return body;
  return { ...body, iModelId: idOf("iModelId", ids) };
}

export async function send(sending: Sending, request: PlannedRequest): Promise<Sent> {
  const sent = await settled(sending, request);
  if (sending.client.repeats && sent.id !== undefined && request.gives) await removeTwins(sending, request, sent.id);
  return sent;
}

async function settled(sending: Sending, request: PlannedRequest): Promise<Sent> {
  const { client, ids } = sending;
  const path = filledPath(request.path, ids);
  const body = filledBody(request.body, ids);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await client.once(request.method, path, body);
    let reason = "the answer has no id";
    if (outcome.kind === "lost") ({ reason } = outcome);
    else {
      const { status } = outcome;
      const isFine = status >= 200 && status < 300;
      const done = isFine ? answered(status, request.method, outcome.body, sending) : undefined;
      if (done) return done;
      if (status === 404 && request.method === "DELETE") return { status, isAdopted: true };
      const found = status === 409 ? await settleConflict(sending, request.method, path, body) : undefined;
      if (found) return found;
      if (!isFine) throw client.fault(status, outcome.body, request.what, request.pointer);
    }
    client.tell({ type: "unsure", what: request.what, reason });
    // What took too long may still be under way: it is given time to appear.
    const looks = outcome.kind === "lost" && outcome.isLate && request.gives ? 3 : 1;
    for (let look = 0; look < looks; look += 1) {
      if (attempt + look >= client.patience) throw client.unavailable(reason);
      await client.pause(attempt + look, reason);
      const found = await lookFor(sending, request.method, path, body ?? {});
      if (found) return found;
    }
  }
}

/** Undefined: what was made cannot be told. */
function answered(status: number, method: string, body: unknown, { known }: Sending): Sent | undefined {
  if (method !== "POST") return { status, isAdopted: false };
  const { id } = itemOf(body);
  if (typeof id !== "string" || id === "") return undefined;
  known.add(id);
  return { status, id, isAdopted: false };
}

/** Has a request whose answer is missing taken effect? */
async function lookFor(sending: Sending, method: string, path: string, body: Body): Promise<Sent | undefined> {
  if (method === "POST") return lookForNew(sending, path, body);
  const { client } = sending;
  // Of a deletion the repetition tells: what is gone answers 404.
  if (method === "DELETE") return undefined;
  const item = itemOf(await client.read(path));
  return equals(item, body) ? { status: 200, isAdopted: true } : undefined;
}

async function lookForNew(sending: Sending, path: string, body: Body): Promise<Sent | undefined> {
  const { iModelId: _, ...fields } = body;
  // What was made by a request that leaves these out has nothing there.
  const whole = { description: "", metadata: [], ...fields };
  const items = await listAll(sending.client, path);
  const made = items.find((item) => !sending.known.has(String(item["id"])) && equals(item, whole));
  if (!made) return undefined;
  const id = String(made["id"]);
  sending.known.add(id);
  return { status: 200, id, isAdopted: true };
}

/** What is in the list that a path creates in, with all of its fields. */
function listAll(client: Client, path: string): Promise<Item[]> {
  const address = path === client.mappings && client.api !== "reporting" ? `${path}?iModelId=${client.iModelId}` : path;
  return client.list(address, { Prefer: "return=representation" });
}

/**
 * Mappings and groups may share a name, so a request that the browser has repeated by itself has made two. The other one was not
 * there before, equals what was made in all that can be told, and has nothing in it: it goes. A column's second one is refused for
 * its name.
 */
async function removeTwins(
  sending: Sending,
  { path: planned, what, gives }: PlannedRequest,
  id: string,
): Promise<void> {
  const path = filledPath(planned, sending.ids);
  const isMapping = gives?.placeholder === "mappingId";
  const items = await listAll(sending.client, path);
  const ours = items.find((item) => item["id"] === id);
  for (const item of items) {
    if (!ours || sending.known.has(String(item["id"])) || !areTwins(item, ours)) continue;
    const twin = `${path}/${encodeURIComponent(String(item["id"]))}`;
    if (!(await isEmpty(sending.client, twin, isMapping))) continue;
    sending.client.tell({ type: "unsure", what, reason: "it was made twice" });
    await settled(sending, { method: "DELETE", path: twin, what: `${what}: delete what was made beside it` });
  }
}

/** What two things that one request has made may differ in. */
const eachItsOwn = new Set(["id", "createdOn", "modifiedOn", "_links"]);
const areTwins = (one: Item, other: Item): boolean =>
  fieldChanges(one, other).every(({ field }) => eachItsOwn.has(field));

async function isEmpty(client: Client, path: string, isMapping: boolean): Promise<boolean> {
  const columns =
    client.api === "reporting" ? ["properties", "calculatedProperties", "customCalculations"] : ["properties"];
  for (const list of isMapping ? ["groups"] : columns)
    if ((await client.list(`${path}/${list}`)).length > 0) return false;
  return true;
}

/** The name is taken: perhaps by the thing itself, made by a request that was believed lost. */
async function settleConflict(
  sending: Sending,
  method: string,
  path: string,
  body: Body | undefined,
): Promise<Sent | undefined> {
  if (method !== "POST" || body === undefined) return undefined;
  if (body["propertyName"] === undefined) return lookForNew(sending, path, body);
  const items = await sending.client.list(path);
  const other = items.find((item) => item["propertyName"] === body["propertyName"]);
  if (!other) return undefined;
  const id = String(other["id"]);
  if (equals(other, body)) return { status: 200, id, isAdopted: true };
  if (!sending.force) return undefined;
  const method2 = path.endsWith("/properties") ? "PUT" : "PATCH";
  const what = `Change column ${String(body["propertyName"])}`;
  return send(sending, { method: method2, path: `${path}/${encodeURIComponent(id)}`, body, what });
}

const equals = (item: Item, body: Body): boolean => fieldChanges(item, body).every(({ field }) => !(field in body));
