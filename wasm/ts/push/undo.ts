/** Takes back a push: deletes the mapping it has made, or brings the one it has changed to what it was. */
import { planOf } from "../plan/plan.js";
import type { MappingOutline } from "../types.js";
import { Client } from "./client.js";
import { foreignChanges, spelledOut } from "./compare.js";
import { PushError } from "./errors.js";
import { type Noted, readJournal } from "./journal.js";
import { listMappings, type Live, pullMapping } from "./pull.js";
import { sendAll } from "./push.js";
import type { JournalEntry, MappingReader, PushEvent, UndoOptions } from "./types.js";

const mostRounds = 5;

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
  const force = options.force ?? false;
  for (let round = 1; live; round += 1) {
    const now: MappingOutline = await engine.outline(JSON.stringify(live.mapping));
    const foreign = foreignChanges(before ?? { ...edited, groups: [] }, now, edited, api);
    if (foreign.length > 0 && !force && round === 1)
      throw new PushError("changed-since", "Somebody else has changed the mapping since: take it back with force.", {
        foreign,
      });
    const plan = before
      ? planOf(before, api, { outline: now })
      : {
          requests: [
            { method: "DELETE" as const, path: `${client.mappings}/${live.id}`, what: `Delete mapping ${now.name}` },
          ],
        };
    if (plan.requests.length === 0) break;
    if (round > mostRounds)
      throw new PushError("service-unavailable", "What was sent does not stay: what is live is not yet what it was.");
    const ids = new Map([["iModelId", client.iModelId]]);
    const groups = (live.mapping["groups"] ?? []) as { id?: unknown }[];
    const known = new Set(groups.map((group) => String(group.id)));
    const { requests } = plan;
    await sendAll(requests, { client, ids, known, force: true }, { append() {} }, (number, request, isAdopted) =>
      emit({ type: "sent", number, total: requests.length, request, isAdopted }),
    );
    live = await there(client, live.id);
  }
  emit({ type: "done", isPushed: true, requests: client.requests, ...(live ? { mappingId: live.id } : {}) });
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
