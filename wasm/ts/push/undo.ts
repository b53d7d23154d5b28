/** Takes back a push: deletes the mapping it has made, or brings the one it has changed to what it was. */
import { planOf } from "../plan/plan.js";
import type { PlannedRequest } from "../plan/types.js";
import type { MappingApi, MappingOutline } from "../types.js";
import { Client } from "./client.js";
import { foreignChanges, spelledOut } from "./compare.js";
import { PushError } from "./errors.js";
import { type Noted, readJournal } from "./journal.js";
import { orderRequests } from "./order.js";
import { listMappings, type Live, pullMapping } from "./pull.js";
import { sendAll } from "./push.js";
import type { JournalEntry, MappingReader, PushEvent, UndoOptions } from "./types.js";

/** Parts, groups in order, columns in order, and what is missing after a failure. */
const mostRounds = 8;

export async function undo(
  entries: readonly JournalEntry[],
  options: UndoOptions,
  engine: MappingReader,
  emit: (event: PushEvent) => void,
): Promise<void> {
  const noted = readJournal(entries);
  const { root, api, iModelId, mapping, was } = noted.start;
  const client = new Client({ ...options, root, api, iModelId, onEvent: emit });
  const id = noted.mappingId ?? (await created(client, noted, (await engine.outline(mapping)).name));
  const edited = await engine.outline(mapping);
  // Whole: what was empty is to be empty again, not left as it is.
  const before = was === undefined ? undefined : spelledOut(await engine.outline(was), api);
  let live = id === undefined ? undefined : await there(client, id);
  if (before && !live)
    throw new PushError("mapping-gone", "The mapping that the push has changed is not there any more.");
  const { force = false, journal = { append() {} } } = options;
  const isGoingOn = entries.some(({ kind }) => kind === "undo");
  for (let round = 1; live; round += 1) {
    const now: MappingOutline = await engine.outline(JSON.stringify(live.mapping));
    const foreign = foreignChanges(before ?? { ...edited, groups: [] }, now, edited, api);
    // What an undo that was cut off has left is nobody else's.
    if (foreign.length > 0 && !force && round === 1 && !isGoingOn)
      throw new PushError("changed-since", "Somebody else has changed the mapping since: take it back with force.", {
        foreign,
      });
    const path = `${client.mappings}/${live.id}`;
    const requests = before
      ? restoring(before, now, api, path)
      : [{ method: "DELETE" as const, path, what: `Delete mapping ${now.name}` }];
    if (requests.length === 0) break;
    if (round > mostRounds)
      throw new PushError("service-unavailable", "What was sent does not stay: what is live is not yet what it was.");
    const ids = new Map([["iModelId", client.iModelId]]);
    const groups = (live.mapping["groups"] ?? []) as { id?: unknown }[];
    const known = new Set(groups.map((group) => String(group.id)));
    await journal.append({ kind: "undo" });
    await sendAll(requests, { client, ids, known, force: true }, { append() {} }, (number, request, isAdopted) =>
      emit({ type: "sent", number, total: requests.length, request, isAdopted }),
    );
    live = await there(client, live.id);
  }
  await journal.append({ kind: "end" });
  emit({ type: "done", isPushed: true, requests: client.requests, ...(live ? { mappingId: live.id } : {}) });
}

/** First the parts, then their order. */
function restoring(before: MappingOutline, live: MappingOutline, api: MappingApi, path: string): PlannedRequest[] {
  const { requests } = planOf(before, api, { outline: live });
  return requests.length > 0 ? requests : orderRequests(before, live, api, path);
}

/** The mapping of a creation whose answer was lost with its sender. */
async function created(client: Client, { start }: Noted, name: string): Promise<string | undefined> {
  const known = new Set(start.known);
  const found = (await listMappings(client)).filter((mapping) => mapping.name === name && !known.has(mapping.id));
  if (found.length > 1)
    throw new PushError(
      "name-ambiguous",
      `There are ${found.length} new mappings ${name}: delete the right one by hand.`,
    );
  return found[0]?.id;
}

async function there(client: Client, id: string): Promise<Live | undefined> {
  try {
    return await pullMapping(client, id);
  } catch (error) {
    if (error instanceof PushError && error.code === "mapping-gone") return undefined;
    throw error;
  }
}
