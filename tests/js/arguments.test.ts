/** What callers misspell or mistake is told, with what is expected, by the engine in this thread, in a worker and without promises. */
import { Worker } from "node:worker_threads";
import { createEngine, type Engine, EngineError, type Snapshot } from "premap";
import { createEngine as createSync, type SyncEngine, type SyncSnapshot } from "premap/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distFile, rejection, snapshotFile } from "./support.ts";

const query = "SELECT ECInstanceId FROM bt.Beam";
const mapping = { groupName: "G", query: "SELECT ECInstanceId, ECClassId FROM bt.Beam", properties: [] };
const bytes = new TextEncoder().encode(JSON.stringify(mapping));

/** Both APIs as one of plain JavaScript: what the types refuse must be refused without them too. */
type Loose = Record<string, (...args: unknown[]) => unknown>;

interface Wrong {
  call(snapshot: Loose, engine: Loose): unknown;
  code: "argument-invalid" | "option-unknown" | "option-value" | "binding-invalid";
  says: string;
  hint?: string;
}

const drained = async (given: unknown): Promise<unknown> => {
  const pieces: unknown[] = [];
  for await (const piece of (await given) as AsyncIterable<unknown>) pieces.push(piece);
  return pieces;
};
const rows = (snapshot: Loose, ...args: unknown[]) => (snapshot["query"]!(...args) as Loose)["toArray"]!();
const preview = (snapshot: Loose, ...args: unknown[]) => snapshot["preview"]!(...args);

const count = "must be a whole number from 0 on";
const wrongs: Record<string, Wrong> = {
  "a limit that is text": {
    call: (s) => rows(s, query, { limit: "2" }),
    code: "option-value",
    says: `\`limit\` ${count}, or null for all; it is the text "2"`,
  },
  "a negative limit": { call: (s) => rows(s, query, { limit: -1 }), code: "option-value", says: "it is -1" },
  "a limit that is no number": { call: (s) => rows(s, query, { limit: NaN }), code: "option-value", says: "it is NaN" },
  "a limit without end": { call: (s) => rows(s, query, { limit: Infinity }), code: "option-value", says: "Infinity" },
  "a limit with a fraction": { call: (s) => rows(s, query, { limit: 1.5 }), code: "option-value", says: "it is 1.5" },
  "a bigint": { call: (s) => rows(s, query, { limit: 2n }), code: "option-value", says: "it is the bigint 2n" },
  "an offset of null": {
    call: (s) => rows(s, query, { offset: null }),
    code: "option-value",
    says: `\`offset\` ${count}`,
  },
  "a row format there is not": {
    call: (s) => rows(s, query, { rowFormat: "object" }),
    code: "option-value",
    says: '`rowFormat` must be one of "indexes", "names", "jsNames"; it is the text "object"',
  },
  "a row format in another case": {
    call: (s) => rows(s, query, { rowFormat: "jsnames" }),
    code: "option-value",
    says: "`rowFormat`",
    hint: "did you mean `jsNames`?",
  },
  "a switch that is text": {
    call: (s) => rows(s, query, { abbreviateBlobs: "yes" }),
    code: "option-value",
    says: "`abbreviateBlobs` must be true or false",
  },
  "a misspelt option": {
    call: (s) => rows(s, query, { limt: 2 }),
    code: "option-unknown",
    says: "there is no option `limt`",
    hint: "did you mean `limit`?",
  },
  "an option of another call": {
    call: (s) => rows(s, query, { group: "G" }),
    code: "option-unknown",
    says: "there is no option `group`",
  },
  "a query that is a promise": {
    call: (s) => rows(s, Promise.resolve(query)),
    code: "argument-invalid",
    says: "`ecsql` must be text; it is a Promise",
  },
  "no query": { call: (s) => s["nativeSql"]!(), code: "argument-invalid", says: "`ecsql` must be text; it is missing" },
  "options that are text": {
    call: (s) => rows(s, query, "names"),
    code: "argument-invalid",
    says: 'the options must be an object; they are the text "names"',
  },
  "options that are null": { call: (s) => preview(s, mapping, null), code: "argument-invalid", says: "they are null" },
  "bindings that are text": {
    call: (s) => rows(s, query, { bindings: "0x1" }),
    code: "option-value",
    says: "`bindings` must be an array or an object of values",
  },
  "bindings in a map": { call: (s) => rows(s, query, { bindings: new Map() }), code: "option-value", says: "a Map" },
  "a mapping that is no text among a query's options": {
    call: (s) => rows(s, query, { mapping: 5 }),
    code: "option-unknown",
    says: "`mapping`",
  },
  "a mapping among a query's options": {
    call: (s) => rows(s, query, { mapping: "{}" }),
    code: "option-unknown",
    says: "`mapping`",
  },
  "a date bound": {
    call: (s) => rows(s, `${query} WHERE LastMod < ?`, { bindings: [new Date()] }),
    code: "binding-invalid",
    says: "a date is ISO 8601 text",
  },
  "a typed binding that is no number": {
    call: (s) => rows(s, `${query} WHERE Length < ?`, { bindings: [{ type: "double", value: NaN }] }),
    code: "binding-invalid",
    says: "a number must be finite",
  },
  "a set of numbers": {
    call: (s) => rows(s, `${query} WHERE InVirtualSet(?, ECInstanceId)`, { bindings: [[38, 39]] }),
    code: "binding-invalid",
    says: "a set of ids",
  },
  "a controller for its signal": {
    call: (s) => rows(s, query, { signal: new AbortController() }),
    code: "option-value",
    says: "`signal` must be an AbortSignal; it is an AbortController",
    hint: "pass its `signal`",
  },
  "a mapping of bytes": {
    call: (s) => preview(s, bytes),
    code: "argument-invalid",
    says: "`mapping` must be the text of a mapping, or the object it holds; it is a Uint8Array",
    hint: "read the file as text",
  },
  "a mapping in a Buffer": { call: (s) => s["fix"]!(Buffer.from(bytes)), code: "argument-invalid", says: "a Buffer" },
  "a mapping nobody waited for": {
    call: (s) => s["validate"]!(Promise.resolve(mapping)),
    code: "argument-invalid",
    says: "it is a Promise",
    hint: "await it",
  },
  "no mapping": { call: (s) => s["groupFacts"]!(), code: "argument-invalid", says: "it is undefined" },
  "a mapping in a circle": {
    call(s) {
      const circle: Record<string, unknown> = { ...mapping };
      circle["properties"] = [circle];
      return preview(s, circle);
    },
    code: "argument-invalid",
    says: "`mapping` cannot be written as JSON",
  },
  "a group that is a number": { call: (s) => preview(s, mapping, { group: 1 }), code: "option-value", says: "`group`" },
  "the limit of a preview": { call: (s) => preview(s, mapping, { limit: -5 }), code: "option-value", says: "it is -5" },
  "the limit of a preview as text": {
    call: (s) => preview(s, mapping, { limit: "20" }),
    code: "option-value",
    says: 'the text "20"',
  },
  "progress to no function": {
    call: (s) => preview(s, mapping, { onProgress: true }),
    code: "option-value",
    says: "`onProgress` must be a function; it is true",
  },
  "a misspelt switch of the rules": {
    call: (s) => preview(s, mapping, { options: { entryOdrer: "entry-first" } }),
    code: "option-unknown",
    says: "`entryOdrer`",
    hint: "did you mean `entryOrder`?",
  },
  "switches in a map": {
    call: (s) => preview(s, mapping, { options: new Map() }),
    code: "option-value",
    says: "`options` must be an object; it is a Map",
  },
  "explain without options": {
    call: (s) => s["explain"]!(mapping),
    code: "option-value",
    says: '`ecInstanceId` must be an id such as "0x2d"; it is missing',
  },
  "an id that is a number": {
    call: (s) => s["explain"]!(mapping, { ecInstanceId: 38, property: "P" }),
    code: "option-value",
    says: "it is 38",
  },
  "a sample of half a row": { call: (s) => s["profile"]!(mapping, { sample: 0.5 }), code: "option-value", says: "0.5" },
  "an API of another name": {
    call: (s) => s["validate"]!(mapping, { api: "Reporting" }),
    code: "option-value",
    says: '`api` must be one of "reporting", "groupingAndMapping", "v1", "gm"; it is the text "Reporting"',
    hint: "did you mean `reporting`?",
  },
  "the same without a snapshot": {
    call: (_, e) => e["validate"]!(mapping, { api: "GM" }),
    code: "option-value",
    says: "`api`",
    hint: "did you mean `gm`?",
  },
  "repairs for no API": { call: (_, e) => e["fix"]!(mapping, { api: 1 }), code: "option-value", says: "it is 1" },
  "a request without fields": {
    call: (_, e) => e["validateRequest"]!("list"),
    code: "argument-invalid",
    says: "`fields` must be an object; it is missing",
  },
  "a request with fields in a map": {
    call: (_, e) => e["validateRequest"]!("list", new Map([["top", 1]])),
    code: "argument-invalid",
    says: "`fields` must be an object; it is a Map",
  },
  "an extract without a format": {
    call: (s) => drained(s["extract"]!(mapping)),
    code: "option-value",
    says: '`format` must be one of "csv", "ndjson", "json"; it is missing',
  },
  "an extract to what there is not": {
    call: (s) => drained(s["extract"]!(mapping, { format: "xlsx" })),
    code: "option-value",
    says: 'it is the text "xlsx"',
  },
  "no workers": {
    call: (s) => drained(s["extract"]!(mapping, { format: "csv", workers: 0 })),
    code: "option-value",
    says: '`workers` must be "auto" or a whole number from 1 to 64; it is 0',
  },
  "a misspelt option of open": {
    call: (_, e) => e["open"]!(snapshotFile("empty.bim"), { sginal: AbortSignal.timeout(1000) }),
    code: "option-unknown",
    says: "there is no option `sginal`",
    hint: "did you mean `signal`?",
  },
};

/** The error of a call, however it comes. */
async function faultOf(run: () => unknown): Promise<EngineError> {
  const error = await rejection((async () => run())());
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe.each(["in this thread", "in a worker", "without promises"])("wrong calls %s", (where) => {
  let engine: Engine | SyncEngine;
  let snapshot: Snapshot | SyncSnapshot;
  beforeAll(async () => {
    engine =
      where === "without promises" ? await createSync() : await createEngine({ worker: where === "in a worker" });
    snapshot = await engine.open(snapshotFile("building.bim"));
  });
  afterAll(() => engine.close());

  it.each(Object.keys(wrongs))("%s", async (name) => {
    const { call, code, says, hint } = wrongs[name] as Wrong;
    const error = await faultOf(() => call(snapshot as unknown as Loose, engine as unknown as Loose));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    if (hint) expect(error.diagnostics[0]?.hint).toContain(hint);
  });

  it("all that is wrong with the options is told at once", async () => {
    const error = await faultOf(() =>
      rows(snapshot as unknown as Loose, query, { limt: 1, offset: -1, rowFormat: "x" }),
    );
    expect(error.diagnostics.map((fault) => fault.code).sort()).toEqual([
      "option-unknown",
      "option-value",
      "option-value",
    ]);
  });

  it("what is right is taken: left-out values, null for all, every name of an API", async () => {
    const s = snapshot as unknown as Loose;
    const all = (await rows(s, query)) as unknown[];
    expect(await rows(s, query, { limit: undefined, offset: undefined, bindings: undefined })).toEqual(all);
    expect(await rows(s, query, { limit: null })).toEqual(all);
    expect(await rows(s, query, { limit: 0 })).toEqual([]);
    expect(await rows(s, query, { limit: 2.0, offset: 1 })).toEqual(all.slice(1, 3));
    expect(((await preview(s, mapping, { limit: null })) as { rowCount: number }).rowCount).toBe(all.length);
    for (const api of ["reporting", "groupingAndMapping", "v1", "gm"])
      expect(await s["validate"]!(mapping, { api })).toMatchObject({ counts: { error: 0 } });
  });

  it("half of a surrogate pair does not make a call unreadable", async () => {
    const s = snapshot as unknown as Loose;
    const odd = `${query} WHERE Mark = '\ud800' OR Mark = '\\ud800' OR Mark = '😀'`;
    expect(await rows(s, odd)).toEqual([]);
    expect(await rows(s, `${query} WHERE Mark = ?`, { bindings: ["\udc00"] })).toEqual([]);
  });
});

describe("createEngine", () => {
  const start = (options: unknown) => rejection(createEngine(options as never)) as Promise<EngineError>;

  it("tells a worker of Node, and anything else that is no worker", async () => {
    const worker = new Worker(distFile("worker.js"));
    const told = await start({ worker });
    expect(told.code).toBe("option-value");
    expect(told.message).toBe("`worker` must be true, false or a Worker that has loaded premap/worker; it is a Worker");
    expect(told.diagnostics[0]?.hint).toContain("`true` starts one");
    await worker.terminate();
    expect((await start({ worker: "/premap/worker.js" })).code).toBe("option-value");
    expect((await start({ worker: 1 })).code).toBe("option-value");
  });

  it("tells options there are not, and those that are of the wrong kind", async () => {
    const told = await start({ wokrer: true });
    expect([told.code, told.diagnostics[0]?.hint]).toEqual(["option-unknown", "did you mean `worker`?"]);
    expect((await start({ signal: 1 })).code).toBe("option-value");
    expect((await start("worker")).code).toBe("argument-invalid");
    for (const wasm of [42, true, {}, Symbol("wasm")]) expect((await start({ wasm })).code).toBe("option-value");
    const noWorker = rejection(createSync({ worker: true } as never));
    expect((await noWorker).code).toBe("option-unknown");
  });
});
