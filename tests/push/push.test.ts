/** Pushes to a service that does everything wrong: what is live is what the file says, and nothing is there twice. */
import { describe, expect, it } from "vitest";
import {
  diffMappings,
  type JournalEntry,
  listMappings,
  type MappingChange,
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
/** The nightly ones: so many random mappings, from the seed on. */
const count = Number(process.env["PREMAP_PUSHES"] ?? 200);
const from = Number(process.env["PREMAP_PUSH_FROM"] ?? 1);

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
async function killed(
  mapping: MappingFile,
  options: PushOptions,
  at: number,
  isAfter: boolean,
): Promise<JournalEntry[]> {
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
  // What a group that was there leaves open nobody writes over: one that takes the name of another has that one's description.
  const isOpen = ({ pointer = "", fields }: MappingChange): boolean => {
    const group = mapping.groups[Number(/^\/groups\/(\d+)$/.exec(pointer)?.[1])];
    return group !== undefined && fields.every(({ field }) => !(field in group));
  };
  expect((await diffMappings(base, mapping, { api })).filter((change) => !isOpen(change))).toEqual([]);
  const requests = bed.seen.length;
  for await (const event of pushMapping(mapping, { ...direct, mappingId: id, dryRun: true }))
    if (event.type === "planned") expect(event.requests).toBe(0);
  expect(bed.seen.length).toBe(requests);
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

describe("a service that throttles, loses answers, fails and is started anew", () => {
  it("has what the file says at the end, each thing once", { timeout: 300_000 }, () => pushAll(11, 4));

  it("and so where requests are repeated on the way", { timeout: 300_000 }, () => pushRepeated(31, 4));

  it("and so with two hundred mappings, repeated", { tags: ["nightly"], timeout: 7_200_000 }, () =>
    pushRepeated(from, count),
  );

  it("and so with two hundred mappings", { tags: ["nightly"], timeout: 7_200_000 }, () => pushAll(from, count));

  async function pushAll(first: number, many: number): Promise<void> {
    const bed = await testBed();
    const figures = { pushes: 0, requests: 0, kills: 0, undone: 0 };
    for (let seed = first; seed < first + many; seed += 1) await pushOne(bed, seed, figures);
    console.log(JSON.stringify(figures));
    expect(figures.pushes).toBe(2 * many);
  }

  /** In one go: what is cut off between a thing and its twin is told as somebody else's. */
  async function pushRepeated(first: number, many: number): Promise<void> {
    const bed = await testBed();
    let posts = 0;
    for (let seed = first; seed < first + many; seed += 1) {
      const { below } = randomOf(seed);
      const api = seed % 2 === 0 ? "gm" : "v1";
      const maker = new Maker(below, api === "v1");
      const mapping = maker.mapping(`Repeated${seed}`, 1 + below(8), 1 + below(8));
      const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId, api, repeats: true };
      for (const each of [mapping, maker.edit(mapping)]) {
        bed.inject({ ...wild(below, 200), repeatPerMille: 400 });
        await last(pushMapping(each, options)).catch((error: unknown) => fail(`seed ${seed}`, error));
        posts += bed.seen.filter((request) => request.startsWith("POST")).length;
        await expectLive(bed, api, each).catch((error: unknown) => fail(`seed ${seed}`, error));
      }
    }
    expect(posts).toBeGreaterThan(many);
  }

  /** A mapping that is made, edited, the edit taken back from wherever it got to, and made again. */
  async function pushOne(bed: Bed, seed: number, figures: Record<"pushes" | "requests" | "kills" | "undone", number>) {
    const { below } = randomOf(seed);
    const api = seed % 2 === 0 ? "gm" : "v1";
    const maker = new Maker(below, api === "v1");
    const [groups, columns] = seed % 10 === 0 ? [40, 12] : [1 + below(12), 1 + below(12)];
    const mapping = maker.mapping(`Mapping${seed}`, groups, columns);
    const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId, api };
    const direct = (): PushOptions => ({ ...options, root: bed.service().url });
    const where = `seed ${seed}`;

    bed.inject(wild(below, 200));
    const made = await push(mapping, options, below, figures);
    figures.requests += bed.seen.length;
    const id = await expectLive(bed, api, mapping).catch((error: unknown) => fail(where, error));
    expect(made, where).toBe(id);

    const edited = maker.edit(mapping);
    const before = await pullMapping(id, direct());
    bed.inject(wild(below, 60));
    const entries = await killed(edited, { ...options, mappingId: id }, 1 + below(40), below(2) === 1);
    if (entries.length > 0) {
      await last(undoPush(entries, { ...quick }));
      const after = await pullMapping(id, direct());
      expect(after.text, where).toBe(before.text);
      figures.undone += 1;
    }
    await push(edited, { ...options, mappingId: id }, below, figures);
    figures.requests += bed.seen.length;
    await expectLive(bed, api, edited).catch((error: unknown) => fail(where, error));
  }

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

const columnOf = (name: string, property = name) => ({
  propertyName: name,
  dataType: "String",
  ecProperties: [{ ecSchemaName: "*", ecClassName: "*", ecPropertyName: property }],
});
const groupOf = (groupName: string, properties: unknown[]) => ({
  groupName,
  query: "SELECT ECInstanceId, ECClassId FROM bis.Element",
  properties,
});

describe("somebody else's edit", () => {
  const file = (property = "Mark", description = "mine") => ({
    mappingName: "Shared",
    description,
    groups: [groupOf("A", [columnOf("Mark", property), columnOf("Other")])],
  });
  const prepared = async () => {
    const bed = await testBed();
    const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId };
    const { mappingId } = await last(pushMapping(file(), options));
    const id = mappingId!;
    const live = await pullMapping(id, options);
    const { groups } = JSON.parse(live.base) as { groups: { id: string; properties: { id: string }[] }[] };
    const at = `/grouping-and-mapping/datasources/imodel-mappings/${id}`;
    const theirs = (body: unknown) =>
      bed.service().ask("PUT", `${at}/groups/${groups[0]!.id}/properties/${groups[0]!.properties[0]!.id}`, body);
    return { bed, options: { ...options, mappingId: id }, live, theirs, at, id };
  };

  it("since the base is shown and not written over, but with force", async () => {
    const { options, live, theirs, bed, at } = await prepared();
    await theirs(columnOf("Mark", "Theirs"));
    const error = await failure(pushMapping(file("Ours"), { ...options, base: live.base }));
    expect([error.code, error.foreign.map(({ names }) => names)]).toEqual(["changed-since", [["A", "Mark"]]]);
    await bed.service().ask("PATCH", at, { description: "theirs" });
    await last(pushMapping(file("Ours"), { ...options, base: live.base, force: true }));
    const text = (await pullMapping(options.mappingId, options)).text;
    expect(text).toContain("Ours");
    expect(text).toContain('"mine"');
  });

  it("that says the same, or what the file leaves open, stands in no way", async () => {
    const { options, live, theirs, bed, at } = await prepared();
    await theirs(columnOf("Mark", "Ours"));
    await bed.service().ask("PATCH", at, { extractionEnabled: true });
    await last(pushMapping(file("Ours"), { ...options, base: live.base }));
    expect((await pullMapping(options.mappingId, options)).text).toContain('"extractionEnabled": true');
  });

  it.each(["a column", "a group"])("of %s while the push goes on is told at its end", async (what) => {
    const { options, bed, theirs, at } = await prepared();
    let isDone = false;
    bed.inject({
      meanwhile: async () => {
        if (isDone || !bed.seen.at(-1)?.startsWith("PATCH")) return;
        isDone = true;
        if (what === "a column") await theirs(columnOf("Mark", "Theirs"));
        else await bed.service().post(`${at}/groups`, { groupName: "Theirs", query: groupOf("x", []).query });
      },
    });
    const error = await failure(pushMapping(file("Mark", "new"), options));
    expect(error.code).toBe("changed-since");
    expect((await pullMapping(options.mappingId, options)).text).toContain("Theirs");
    await last(pushMapping(file("Mark", "new"), { ...options, force: true }));
    expect((await pullMapping(options.mappingId, options)).text).not.toContain("Theirs");
  });

  it("is not taken back with the push", async () => {
    const { options, theirs } = await prepared();
    const entries: JournalEntry[] = [];
    await last(pushMapping(file("Ours"), { ...options, journal: { append: (entry) => void entries.push(entry) } }));
    await theirs(columnOf("Mark", "Theirs"));
    expect((await failure(undoPush(entries, quick))).code).toBe("changed-since");
    await last(undoPush(entries, { ...quick, force: true }));
    expect((await pullMapping(options.mappingId, options)).text).toContain('"ecPropertyName": "Mark"');
  });
});

describe("what a push takes", () => {
  it(
    "is said beforehand: 521 requests for 40 groups of 12 columns, under 500 a minute; one for a change of one column",
    { timeout: 300_000 },
    async () => {
      const bed = await testBed();
      const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId };
      const groups = Array.from({ length: 40 }, (_, g) =>
        groupOf(
          `G${g}`,
          Array.from({ length: 12 }, (_, c) => columnOf(`C${c}`)),
        ),
      );
      const mapping = { mappingName: "Large", groups };
      const planned = async (more: Partial<PushOptions>) => {
        for await (const event of pushMapping(mapping, { ...options, dryRun: true, ...more }))
          if (event.type === "planned") return event;
        throw new Error("no plan");
      };
      const plan = await planned({ rate: 400 });
      expect(plan.requests).toBe(521);
      expect(plan.minutes).toBeGreaterThan(1);
      expect(plan.minutes).toBeLessThan(1.6);
      expect(bed.seen.some((request) => !request.startsWith("GET"))).toBe(false);
      groups.splice(8);
      const { mappingId } = await last(pushMapping(mapping, options));
      groups[7]!.properties[3] = columnOf("C3", "Another");
      bed.inject({});
      await last(pushMapping(mapping, { ...options, mappingId: mappingId! }));
      expect(bed.seen.filter((request) => !request.startsWith("GET"))).toHaveLength(1);
      bed.inject({});
      await last(pushMapping(mapping, { ...options, mappingId: mappingId! }));
      expect(bed.seen.filter((request) => !request.startsWith("GET"))).toHaveLength(0);
    },
  );

  it("never goes beyond the rate", { timeout: 60_000 }, async () => {
    const times: number[] = [];
    const paced: PushFetch = async () => {
      times.push(performance.now());
      return { status: 200, headers: { get: () => null }, text: async () => '{"mappings":[]}' };
    };
    for (let each = 0; each < 3; each += 1) await listMappings({ token, iModelId: "m", fetch: paced, rate: 1200 });
    expect(times).toHaveLength(3);
    const options = { token, iModelId: "m", rate: 6000, fetch: paced };
    times.length = 0;
    let page = 0;
    const pages: PushFetch = async (address, request) => {
      await paced(address, request);
      page += 1;
      const next = page < 900 ? { next: { href: `/p${page}` } } : {};
      return {
        status: 200,
        headers: { get: () => null },
        text: async () => JSON.stringify({ mappings: [], _links: next }),
      };
    };
    await listMappings({ ...options, fetch: pages });
    // 600 at once, then one each 10 ms: in any second at most 600 + 100.
    for (const [index, time] of times.entries()) {
      const within = times.slice(index).filter((other) => other < time + 1000).length;
      expect(within).toBeLessThanOrEqual(701);
    }
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(2900);
  });
});

describe("a refusal", () => {
  const mapping = { mappingName: "Refused", groups: [groupOf("A", [columnOf("Mark")])] };
  const answering =
    (status: number, code: string, when: (method: string, path: string) => boolean): PushFetch =>
    async (address, request) => {
      if (!when(request.method, address)) return fetch(address, request);
      return {
        status,
        headers: { get: () => null },
        text: async () => JSON.stringify({ error: { code, message: `About ${request.headers["Authorization"]}` } }),
      };
    };
  const always = () => true;
  it.each([
    ["an expired token", 401, "HeaderNotFound", always, "token-refused"],
    ["a missing right", 403, "InsufficientPermissions", (method: string) => method === "POST", "right-missing"],
    ["a wrong iModel", 404, "iModelNotFound", always, "imodel-unknown"],
    [
      "a taken name",
      409,
      "GroupPropertyExists",
      (_: string, path: string) => path.endsWith("/properties"),
      "name-taken",
    ],
    [
      "a formula",
      422,
      "InvalidInsightsRequest",
      (_: string, path: string) => path.endsWith("/properties"),
      "request-refused",
    ],
    ["nothing but failures", 502, "x", always, "service-unavailable"],
  ] as const)("for %s has its own code, and no token in it", async (_, status, code, when, expected) => {
    const bed = await testBed();
    const options: PushOptions = { ...quick, patience: 2, root: bed.url, iModelId: bed.iModelId };
    const error = await failure(pushMapping(mapping, { ...options, fetch: answering(status, code, when) }));
    expect(error.code).toBe(expected);
    expect(error.message + String(error.stack)).not.toContain(token);
    if (expected !== "request-refused" && expected !== "name-taken") return;
    expect(error.pointer).toBe("/groups/0/properties/0");
    expect(error.span?.line).toBe(1);
  });

  it("of a mapping that is deleted meanwhile, of another iModel, with errors, with a name that two have", async () => {
    const bed = await testBed();
    const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId };
    const { mappingId } = await last(pushMapping(mapping, options));
    const edited = { ...mapping, description: "new", groups: [...mapping.groups, groupOf("B", [])] };
    let isDeleted = false;
    bed.inject({
      meanwhile: async () => {
        if (isDeleted || !bed.seen.at(-1)?.startsWith("PATCH")) return;
        isDeleted = true;
        await bed.service().ask("DELETE", `/grouping-and-mapping/datasources/imodel-mappings/${mappingId}`);
      },
    });
    expect((await failure(pushMapping(edited, options))).code).toBe("mapping-gone");
    expect((await failure(pushMapping(edited, { ...options, mappingId: mappingId! }))).code).toBe("mapping-gone");
    const { mappingId: id } = await last(pushMapping(mapping, options));
    const other = { ...options, iModelId: "11111111-1111-4111-8111-111111111111" };
    await expect(pullMapping(id!, other)).rejects.toMatchObject({ code: "wrong-imodel" });
    const twice = { iModelId: bed.iModelId, mappingName: "Refused" };
    await bed.service().post("/grouping-and-mapping/datasources/imodel-mappings", twice);
    expect((await failure(pushMapping(edited, options))).code).toBe("name-ambiguous");
    const bad = { mappingName: "1 bad", groups: [] };
    expect((await failure(pushMapping(bad, options))).code).toBe("mapping-invalid");
  });

  it("to send the token anywhere else than asked", async () => {
    const page: PushFetch = async () => ({
      status: 200,
      headers: { get: () => null },
      text: async () => '{"mappings":[],"_links":{"next":{"href":"https://example.com/x"}}}',
    });
    await expect(listMappings({ token, iModelId: "m", fetch: page })).rejects.toThrow("another address");
  });
});

describe("an answer", () => {
  const mapping = { mappingName: "Answers", groups: [groupOf("A", [columnOf("Mark")]), groupOf("A", [])] };
  const posted = (method: string, address: string) => method === "POST" && address.endsWith("/groups");
  const pushed = async (api: PushFetch, more: Partial<PushOptions> = {}) => {
    const bed = await testBed();
    const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId };
    await last(pushMapping(mapping, { ...options, fetch: api, ...more }));
    await expectLive(bed, "gm", mapping);
  };

  it("that is cut in half is no answer", async () => {
    const seen = new Set<string>();
    await pushed(async (address, request) => {
      const answer = await fetch(address, request);
      const isFirst = !seen.has(address);
      seen.add(address);
      if (!isFirst) return answer;
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, text: async () => text.slice(0, text.length / 2) };
    });
  });

  it("that is late, as its effect is, is waited for before anything is sent again", async () => {
    let isFirst = true;
    const late: PushFetch = (address, request) => {
      if (!isFirst || !posted(request.method, address)) return fetch(address, request);
      isFirst = false;
      const { signal, ...rest } = request;
      setTimeout(() => void fetch(address, rest), 500);
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    };
    await pushed(late, { timeout: 300, pause: 1000 });
  });

  it("that says when to come again, by the clock or in seconds, is heard", async () => {
    for (const after of [() => new Date(Date.now() + 1500).toUTCString(), () => "1"]) {
      const waits: number[] = [];
      let asked = 0;
      const busy: PushFetch = async () => {
        asked += 1;
        const headers = { get: (name: string) => (name === "Retry-After" ? after() : null) };
        return { status: asked === 1 ? 429 : 200, headers, text: async () => '{"mappings":[]}' };
      };
      const onEvent = (event: { type: string; seconds?: number }) => void waits.push(event.seconds ?? -1);
      await listMappings({ token, iModelId: "m", fetch: busy, onEvent });
      expect([asked, waits.length]).toEqual([2, 1]);
      expect(waits[0]).toBeGreaterThanOrEqual(1);
      expect(waits[0]).toBeLessThanOrEqual(2);
    }
  });
});

describe("taking back", () => {
  it("what was deleted puts it where it stood, though that makes anew what stood behind it", async () => {
    for (const api of ["gm", "v1"] as const) {
      const bed = await testBed();
      const options: PushOptions = { ...quick, root: bed.url, iModelId: bed.iModelId, api };
      const typed = (name: string) => {
        const { ecProperties, ...column } = columnOf(name);
        const more = api === "v1" ? { ecPropertyType: "String" } : {};
        return { ...column, ecProperties: ecProperties.map((entry) => ({ ...entry, ...more })) };
      };
      const columns = (...names: string[]) => names.map(typed);
      const mapping = (groups: object[]) => ({ mappingName: "Ordered", groups });
      const all = [
        groupOf("A", columns("One", "Two", "Three", "Four")),
        groupOf("Gone", columns("One")),
        groupOf("B", columns("One")),
        groupOf("Gone", columns("Two", "One")),
      ];
      const { mappingId } = await last(pushMapping(mapping(all), options));
      const before = await pullMapping(mappingId!, options);
      const edited = mapping([groupOf("A", columns("One", "Three", "Five", "Four")), all[2]!]);
      const entries: JournalEntry[] = [];
      const journal = { append: (entry: JournalEntry) => void entries.push(structuredClone(entry)) };
      await last(pushMapping(edited, { ...options, mappingId: mappingId!, journal }));
      // Cut off somewhere, and taken up again.
      let requests = 0;
      const cut: PushFetch = (address, request) => {
        requests += request.method === "GET" ? 0 : 1;
        return requests < 8 ? fetch(address, request) : Promise.reject(new Error("cut off"));
      };
      await expect(last(undoPush(entries, { ...quick, journal, fetch: cut, patience: 1 }))).rejects.toThrow(PushError);
      await last(undoPush(entries, { ...quick, journal }));
      expect((await pullMapping(mappingId!, options)).text).toBe(before.text);
      const again = bed.seen.length;
      await last(undoPush(entries, quick));
      expect(bed.seen.slice(again).filter((request) => !request.startsWith("GET"))).toEqual([]);
    }
  });
});

describe("a diff", () => {
  it("is empty for what is equal in meaning", async () => {
    const one = { mappingName: "M", groups: [groupOf("A", [columnOf("Mark")])] };
    const other = {
      groups: [
        {
          properties: [
            {
              ecProperties: [{ ecPropertyName: "Mark", ecClassName: "*", ecSchemaName: "*" }],
              dataType: "String",
              propertyName: "Mark",
            },
          ],
          metadata: [],
          description: "",
          query: one.groups[0]!.query,
          groupName: "A",
        },
      ],
      extractionEnabled: false,
      description: "",
      mappingName: "M",
    };
    expect(await diffMappings(one, other)).toEqual([]);
    expect(await diffMappings(other, one)).toEqual([]);
    const entry = { ecSchemaName: "BUILDINGTEST", ecClassName: "beam", ecPropertyName: "Mark" };
    const lower = { ecSchemaName: "BuildingTest", ecClassName: "Beam", ecPropertyName: "Mark" };
    const withEntry = (each: object) => ({
      mappingName: "M",
      groups: [groupOf("A", [{ propertyName: "Mark", dataType: "String", ecProperties: [each] }])],
    });
    expect(await diffMappings(withEntry(entry), withEntry(lower))).toEqual([]);
    expect(await diffMappings(one, { ...one, description: "x" })).toHaveLength(1);
    expect(await diffMappings(withEntry(entry), withEntry({ ...lower, ecPropertyName: "mark" }))).toHaveLength(1);
  });
});
