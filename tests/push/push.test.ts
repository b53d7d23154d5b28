/** Pushes to a service that does everything wrong: what is live is what the file says, and nothing is there twice. */
import { describe, expect, it } from "vitest";
import {
  diffMappings,
  type JournalEntry,
  listMappings,
  pullMapping,
  PushError,
  type PushEvent,
  type PushFetch,
  pushMapping,
  type PushOptions,
  undoPush,
} from "premap/push";
import { randomOf } from "../serve/support/odata.ts";
import { type Bed, testBed } from "./support/bed.ts";
import { Maker, type MappingFile } from "./support/random.ts";

const token = "s3cret-token-of-a-test";
const quick = { token, rate: 1e9, pause: 1, patience: 12 };
/** How many random mappings: 200 take minutes. */
const count = Number(process.env["PREMAP_PUSHES"] ?? 14);

async function last(events: AsyncIterable<PushEvent>): Promise<Extract<PushEvent, { type: "done" }>> {
  let done: PushEvent | undefined;
  for await (const event of events) done = event;
  if (done?.type !== "done") throw new Error("the push has no end");
  return done;
}

const failure = (events: AsyncIterable<PushEvent>): Promise<PushError> =>
  last(events).then(
    () => Promise.reject(new Error("it succeeded")),
    (error: unknown) => (error instanceof PushError ? error : Promise.reject(error as Error)),
  );

/** A push that ends, as by a kill, at a request of a number: before it goes out, or after it has taken effect. */
async function killed(mapping: MappingFile, options: PushOptions, at: number, isAfter: boolean): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  const stop = new AbortController();
  let requests = 0;
  const fetchUntil: PushFetch = async (address, request) => {
    requests += 1;
    if (requests !== at) return fetch(address, request);
    if (isAfter) await fetch(address, request).catch(() => undefined);
    stop.abort();
    throw new Error("killed");
  };
  const journal = { append: (entry: JournalEntry) => void entries.push(structuredClone(entry)) };
  try {
    await last(pushMapping(mapping, { ...options, fetch: fetchUntil, signal: stop.signal, journal }));
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  expect(JSON.stringify(entries)).not.toContain(token);
  return entries;
}

/** What is there by way of the service itself: exactly what the file says, each thing once. */
async function expectLive(bed: Bed, api: "gm" | "v1", mapping: MappingFile): Promise<string> {
  const direct = { ...quick, root: bed.service().url, iModelId: bed.iModelId, api };
  const named = (await listMappings(direct)).filter(({ name }) => name === mapping.mappingName);
  expect(named).toHaveLength(1);
  const { id } = named[0]!;
  const { base } = await pullMapping(id, direct);
  const live = JSON.parse(base) as MappingFile;
  expect(await diffMappings(base, mapping, { api })).toEqual(
    // What the file does not mention is left as it is.
    expect.any(Array),
  );
  const again = await last(pushMapping(mapping, { ...direct, mappingId: id }));
  expect(again.requests).toBeLessThanOrEqual(2 + live.groups.length * 3);
  const columns = (file: MappingFile) =>
    file.groups
      .map((group) => [
        group.groupName,
        group.query,
        ...[group.properties, group.calculatedProperties, group.customCalculations]
          .flatMap((list) => list ?? [])
          .map((column) => column.propertyName)
          .sort(),
      ])
      .map((group) => group.join(" "))
      .sort();
  expect(columns(live)).toEqual(columns(mapping));
  return id;
}

const wild = (chance: (bound: number) => number, span: number) => ({
  throttleEvery: 4,
  dropEvery: 7,
  troublePerMille: 30,
  restartAt: [1 + chance(span), 1 + chance(span)],
  random: chance,
});

const sorted = (text: string): unknown => {
  const order = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(order).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, order(each)]))
        : value;
  return order(JSON.parse(text));
};

describe("a service that throttles, loses answers, fails and is started anew", () => {
  it("has what the file says at the end, each thing once", { timeout: 3_600_000 }, async () => {
    const bed = await testBed();
    const figures = { pushes: 0, requests: 0, kills: 0, undone: 0, foreign: 0 };
    for (let seed = 1; seed <= count; seed += 1) {
      const { below } = randomOf(seed);
      const api = seed % 2 === 0 ? "gm" : "v1";
      const maker = new Maker(below, api === "v1");
      const [groups, columns] = seed % 10 === 0 ? [40, 12] : [1 + below(12), 1 + below(12)];
      const mapping = maker.mapping(`Mapping${seed}`, groups, columns);
      const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId, api };
      const where = `seed ${seed}`;

      bed.inject(wild(below, 200));
      const made = await push(mapping, options, below, figures);
      figures.requests += bed.seen.length;
      const id = await expectLive(bed, api, mapping).catch((error: unknown) => fail(where, error));
      expect(made, where).toBe(id);

      const edited = maker.edit(mapping);
      const before = await pullMapping(id, { ...options, root: bed.service().url });
      bed.inject(wild(below, 60));
      // Taken back from wherever it got to, then pushed in earnest.
      const entries = await killed(edited, { ...options, mappingId: id }, 1 + below(40), below(2) === 1);
      if (entries.length > 0) {
        await last(undoPush(entries, { ...quick }));
        const after = await pullMapping(id, { ...options, root: bed.service().url });
        expect(sorted(after.text), where).toEqual(sorted(before.text));
        const hasDeleted = entries.some((entry) => entry.kind === "send" && entry.method === "DELETE");
        if (!hasDeleted) expect(after.text, where).toBe(before.text);
        figures.undone += 1;
      }
      await push(edited, { ...options, mappingId: id }, below, figures);
      figures.requests += bed.seen.length;
      await expectLive(bed, api, edited).catch((error: unknown) => fail(where, error));
    }
    console.log(JSON.stringify(figures));
  });

  const fail = (where: string, error: unknown): never => {
    throw new Error(`${where}: ${String(error)}`, { cause: error });
  };

  /** Killed at random moments, and resumed, until it comes to its end; a third in one go. */
  async function push(
    mapping: MappingFile,
    options: PushOptions,
    chance: (bound: number) => number,
    figures: { pushes: number; kills: number },
  ): Promise<string | undefined> {
    figures.pushes += 1;
    let entries: JournalEntry[] = [];
    for (let kills = chance(3); kills > 0; kills -= 1) {
      const resume = entries.length > 0 ? { resume: entries } : {};
      const more = await killed(mapping, { ...options, ...resume }, 1 + chance(120), chance(2) === 1);
      entries = [...entries, ...more];
      figures.kills += 1;
      if (more.some(({ kind }) => kind === "end")) break;
    }
    const isEnded = entries.some(({ kind }) => kind === "end");
    const resume = entries.length > 0 && !isEnded ? { resume: entries } : {};
    return (await last(pushMapping(mapping, { ...options, ...resume }))).mappingId;
  }
});
