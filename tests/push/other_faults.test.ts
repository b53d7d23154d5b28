/**
 * Another bad service: connections that end before a request is taken or after it, answers cut in half, gateways that give up, pages
 * of two. What is live is what the file says, each thing once; a whole push is taken back byte for byte.
 */
import { expect, it } from "vitest";
import {
  diffMappings,
  type JournalEntry,
  listMappings,
  pullMapping,
  type PushEvent,
  type PushFetch,
  pushMapping,
  undoPush,
} from "premap/push";
import { randomOf } from "../serve/support/odata.ts";
import { type Bed, testBed } from "./support/bed.ts";
import { type Chance, Maker } from "./support/random.ts";

const quick = { token: "any", rate: 1e9, pause: 1, patience: 14 };
const nothing = { get: () => null };

const bad =
  (below: Chance): PushFetch =>
  async (address, request) => {
    const fate = below(100);
    if (fate < 8) throw new Error("reset before it was taken");
    if (fate < 10) return { status: 504, headers: nothing, text: async () => "<html>" };
    if (fate < 12) return { status: 429, headers: { get: () => "0" }, text: async () => "" };
    const answer = await fetch(address.replace("$top=1000", "$top=2"), request);
    const text = await answer.text();
    const { status, headers } = answer;
    if (fate < 20) throw new Error("reset after it was taken");
    if (fate < 24) return { status: 500, headers: nothing, text: async () => "" };
    return { status, headers, text: async () => (fate < 28 ? text.slice(0, text.length / 2) : text) };
  };

async function mappingIdOf(events: AsyncIterable<PushEvent>): Promise<string> {
  let id = "";
  for await (const event of events) if (event.type === "done") id = event.mappingId ?? "";
  return id;
}

async function pushAndTakeBack(bed: Bed, seed: number): Promise<void> {
  const { below } = randomOf(seed);
  const api = seed % 2 === 0 ? "gm" : "v1";
  const direct = { ...quick, root: bed.url, iModelId: bed.iModelId, api } as const;
  const options = { ...direct, fetch: bad(below) };
  const maker = new Maker(below, api === "v1");
  const mapping = maker.mapping(`Mapping${seed}`, 1 + below(12), 1 + below(8));
  const edited = maker.edit(mapping);
  const where = `seed ${seed}`;

  const mappingId = await mappingIdOf(pushMapping(mapping, options));
  expect((await listMappings(direct)).filter(({ name }) => name === mapping.mappingName)).toHaveLength(1);
  const before = await pullMapping(mappingId, direct);
  expect(await diffMappings(before.base, mapping, { api }), where).toEqual([]);

  const entries: JournalEntry[] = [];
  const journal = { append: (entry: JournalEntry) => void entries.push(structuredClone(entry)) };
  await mappingIdOf(pushMapping(edited, { ...options, mappingId, journal }));
  const live = await pullMapping(mappingId, direct);
  expect(await diffMappings(live.base, edited, { api }), where).toEqual([]);
  expect((JSON.parse(live.text) as typeof mapping).groups.length, where).toBe(edited.groups.length);

  if (entries.length > 0) await mappingIdOf(undoPush(entries, { ...quick, fetch: options.fetch }));
  expect((await pullMapping(mappingId, direct)).text, where).toBe(before.text);
}

const pushAll = async (first: number, many: number): Promise<void> => {
  const bed = await testBed();
  for (let seed = first; seed < first + many; seed += 1) await pushAndTakeBack(bed, seed);
};

it("a few mappings", { timeout: 300_000 }, () => pushAll(901, 3));
it("a hundred of them", { tags: ["nightly"], timeout: 3_600_000 }, () => pushAll(1001, 100));
