// After a push: putting the mapping into a report, running its extraction and following it.
import type { Client, Item } from "./client.js";
import { itemOf } from "./client.js";
import { PushError } from "./errors.js";
import { sleep } from "./pace.js";
import type { RunEvent } from "./types.js";

const reporting = "/insights/reporting";
const modern = "/grouping-and-mapping/datasources/imodel-mappings";

/** The report of a name or an id. Names are looked up among those of the iModel's iTwin. */
export async function findReport(client: Client, named: string): Promise<string> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(named)) return named;
  const { iTwinId } = itemOf(await client.read(`/imodels/${client.iModelId}`));
  const reports = await client.list(`${reporting}/reports?projectId=${String(iTwinId)}&deleted=false`);
  const found = reports.filter((report) => report["displayName"] === named);
  const [first, second] = found;
  if (!first) throw new PushError("part-gone", `There is no report ${named}.`);
  if (second) throw new PushError("name-ambiguous", `${found.length} reports are called ${named}; name one by its id.`);
  return String(first["id"]);
}

/** Puts a mapping into a report; true when it was not there before. */
export async function assign(client: Client, mappingId: string, report: string): Promise<boolean> {
  const id = await findReport(client, report);
  const path = `${reporting}/reports/${id}/datasources/imodelMappings`;
  const isThere = async (): Promise<boolean> =>
    (await client.list(path)).some((item) => String(item["mappingId"]).toLowerCase() === mappingId.toLowerCase());
  if (await isThere()) return false;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await client.once("POST", path, { mappingId, imodelId: client.iModelId });
    if (outcome.kind === "answered") {
      if (outcome.status >= 200 && outcome.status < 300) return true;
      throw client.fault(outcome.status, outcome.body, `Put the mapping into the report ${report}`);
    }
    if (attempt >= client.patience) throw client.unavailable(outcome.reason);
    client.tell({ type: "unsure", what: `Put the mapping into the report ${report}`, reason: outcome.reason });
    await client.pause(attempt, outcome.reason);
    if (await isThere()) return true;
  }
}

interface Way {
  history: string;
  start: string;
  body: Item;
  idOf(item: Item): string;
  status(id: string): string;
}

function wayOf(client: Client, mappingId: string): Way {
  const mappings = [{ id: mappingId }];
  if (client.api !== "reporting")
    return {
      history: `${modern}/extractions?iModelId=${client.iModelId}`,
      start: `${modern}/extractions`,
      body: { iModelId: client.iModelId, mappings },
      idOf: (item) => String(item["id"]),
      status: (id) => `${modern}/extractions/${id}`,
    };
  const model = `${reporting}/datasources/imodels/${client.iModelId}/extraction`;
  return {
    history: `${model}/history`,
    start: `${model}/run`,
    body: { mappings },
    idOf: (item) => String(item["id"] ?? item["jobId"]),
    status: (id) => `${reporting}/datasources/extraction/status/${id}`,
  };
}

/** Starts one extraction. Where the answer is missing, one that was not there before is taken for it. */
async function start(client: Client, way: Way): Promise<string> {
  const known = new Set((await client.list(way.history)).map(way.idOf));
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await client.once("POST", way.start, way.body);
    if (outcome.kind === "answered") {
      if (outcome.status >= 200 && outcome.status < 300) return way.idOf(itemOf(outcome.body));
      throw client.fault(outcome.status, outcome.body, "Run the extraction");
    }
    if (attempt >= client.patience) throw client.unavailable(outcome.reason);
    client.tell({ type: "unsure", what: "Run the extraction", reason: outcome.reason });
    await client.pause(attempt, outcome.reason);
    const made = (await client.list(way.history)).map(way.idOf).find((id) => !known.has(id));
    if (made !== undefined) return made;
  }
}

const isFinal = (state: string): boolean => ["Succeeded", "PartiallySucceeded", "Failed"].includes(state);

export interface RunSettings {
  mappingId: string;
  wait: boolean;
  poll: number;
  names: ReadonlyMap<string, string>;
  signal: AbortSignal;
}

export async function run(client: Client, settings: RunSettings, emit: (event: RunEvent) => void): Promise<void> {
  const { mappingId, wait, poll, names, signal } = settings;
  const way = wayOf(client, mappingId);
  const id = await start(client, way);
  emit({ type: "started", id });
  if (!wait) return;
  for (let last = ""; ;) {
    const state = String(itemOf(await client.read(way.status(id)))["state"]);
    if (state !== last) emit({ type: "state", id, state, isFinal: isFinal(state) });
    last = state;
    if (isFinal(state)) break;
    await sleep(poll, signal);
  }
  for (const entry of await client.list(`${way.status(id)}/logs`)) {
    const text = entry["message"] ?? entry["reason"] ?? entry["state"] ?? "";
    const level = String(entry["level"] ?? "Information");
    emit({ type: "log", level, category: String(entry["category"] ?? ""), message: named(String(text), names) });
  }
}

/** A log's ids by their names. */
const named = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => names.get(id.toLowerCase()) ?? id);
